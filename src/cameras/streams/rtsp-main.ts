/**
 * The RTSP process: ffmpeg reads a camera in it, without a network, over a relay to the hub.
 *
 *   --fd N          serve the connection that is open as file descriptor N, and end with it
 *   --socket PATH   listen on a unix socket until told to stop, and serve whoever connects
 */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { getPriority, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { reach } from '../../core/rpc/reach.js';
import { serveRtsp } from './rtsp-service.js';

const { values } = parseArgs({ options: { fd: { type: 'string' }, socket: { type: 'string' } } });

/** As many cameras as a small box can decode. */
const MOST_CONNECTIONS = 8;
/** Behind the hub itself, before the enlargement of photos. */
const NICE = 10;
/** Taken before everything else when the machine runs out of memory. */
const FIRST_TO_GO = '900';

/** The mode of the socket is open to all: the folder that it lies in says who may come. */
async function listen(socket: string): Promise<void> {
  rmSync(socket, { force: true });
  const server = createServer({ allowHalfOpen: true }, (stream) => void serveRtsp(stream, { reach }));
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(socket);
  await once(server, 'listening');
  chmodSync(socket, 0o666);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
setPriority(Math.max(NICE, getPriority()));
// Where it may not say so it is no worse than any other process.
await writeFile('/proc/self/oom_score_adj', FIRST_TO_GO).catch(() => {});
if (values.socket !== undefined) await listen(values.socket);
else await serveRtsp(new Socket({ fd: Number(values.fd), allowHalfOpen: true }), { reach });
