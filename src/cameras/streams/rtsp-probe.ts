import { listenHere } from '../../core/rpc/confined.js';
import { openConnection } from '../../core/rpc/connection.js';
import type { RtspProcesses } from './read-rtsp.js';
import { MOST_MESSAGE_BYTES, readFromRtsp } from './rtsp-messages.js';

/**
 * Starts a process that reads RTSP cameras and has it try what it must not reach; gives what it reached, a part of a
 * sentence each. Rejects when it does not start or says nothing.
 */
export async function reachedByRtsp(processes: RtspProcesses): Promise<readonly string[]> {
  const bait = await listenHere();
  try {
    const { stream, kill, ended } = await processes.open();
    try {
      return await new Promise((resolve, reject) => {
        const connection = openConnection(stream, MOST_MESSAGE_BYTES, (said) => {
          const message = readFromRtsp(said);
          if (message?.kind === 'reached') resolve(message.reached);
        });
        connection.send({ kind: 'probe', probe: { files: [...processes.secrets], port: bait.port } });
        void connection.closed.then(async (why) => reject(why ?? new Error((await ended) || 'it ended')));
      });
    } finally {
      stream.destroy();
      kill();
    }
  } finally {
    bait.close();
  }
}
