import path from 'node:path';
import { streamRefusal } from '../cameras/streams/failure.js';
import type { RtspProcesses } from '../cameras/streams/read-rtsp.js';
import type { Config } from '../core/config/config.js';
import type { Logger } from '../core/log.js';
import { ConfinedLines } from '../core/rpc/confined.js';
import { bareEnvironment, inheritedFlags } from '../core/rpc/peer.js';

/** Settings that say how the processes that read RTSP cameras are started and confined. */
export type RtspSettings = Pick<
  Config,
  'dataDirectory' | 'rtspSocket' | 'visionSocket' | 'visionConfinement'
>;

/** Files of the data directory that a confined process cannot read. */
const SECRETS = ['secret.key', 'petcam.db'];
/** Debian's choice among the mathematical libraries that ffmpeg is linked with. */
const ALTERNATIVES = '/etc/alternatives';
const HEAP_MEGABYTES = 48;

/**
 * Processes that read RTSP cameras: over the socket that the settings name, else in the closest sandbox that works here.
 * What vision needs in the way of confinement they need too.
 */
export function openRtspProcesses(config: RtspSettings, log: Logger): RtspProcesses {
  const lines = new ConfinedLines({
    socket: config.rtspSocket,
    entry: new URL(`../cameras/streams/rtsp-main${path.extname(import.meta.url)}`, import.meta.url),
    flags: [...inheritedFlags, `--max-old-space-size=${HEAP_MEGABYTES}`],
    arguments: [],
    environment: { ...bareEnvironment, UV_THREADPOOL_SIZE: '1' },
    files: [ALTERNATIVES],
  });
  const isRequired =
    config.rtspSocket !== '' || config.visionSocket !== '' || config.visionConfinement === 'required';
  let warned = false;
  return {
    open: async () => (await lines.open()).line,
    secrets: SECRETS.map((name) => path.resolve(config.dataDirectory, name)),
    accept(reached) {
      if (reached.length === 0) return;
      const text = `the process that reads RTSP cameras could reach ${reached.join(' and ')}`;
      if (isRequired) throw streamRefusal('stream-unconfined', `${text}, so it is told nothing.`);
      if (!warned) log.warn({ reached }, 'streams: RTSP process not confined: install bubblewrap');
      warned = true;
    },
  };
}
