/**
 * The vision service: stands between the hub and the vision process, inside of its confinement.
 *
 *   --fd N          serve the connection that is open as file descriptor N, and end with it
 *   --socket PATH   listen on a unix socket until told to stop, and serve whoever connects
 *   --models DIR    folder of the models (those that came with the program)
 */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { reach } from '../core/rpc/reach.js';
import { serveVision, type VisionServiceParts } from './vision/service.js';
import { startHere, visionDefaults } from './vision/supervisor.js';

const { values } = parseArgs({
  options: {
    fd: { type: 'string' },
    socket: { type: 'string' },
    models: { type: 'string', default: fileURLToPath(new URL('../../models', import.meta.url)) },
  },
});

/** One process for photos and one for streams, and those of a hub that was just replaced. */
const MOST_CONNECTIONS = 4;

const parts: VisionServiceParts = {
  reach,
  start({ threads, upscale, maxRssBytes, nice }, signal) {
    const defaults = visionDefaults(values.models);
    // A service manager may have given it a lower priority already, which nobody can take back.
    const process = { ...defaults.process, nice: Math.max(nice, getPriority()) };
    return startHere({ ...defaults, threads, upscale, maxRssBytes, process }, systemClock)(signal);
  },
};

/** The mode of the socket is open to all: the folder that it lies in says who may come. */
async function listen(socket: string): Promise<void> {
  rmSync(socket, { force: true });
  const server = createServer({ allowHalfOpen: true }, (stream) => void serveVision(stream, parts));
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(socket);
  await once(server, 'listening');
  chmodSync(socket, 0o666);
}

// Vision processes end with the service: each one notices that its parent is gone.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
if (values.socket !== undefined) await listen(values.socket);
else await serveVision(new Socket({ fd: Number(values.fd), allowHalfOpen: true }), parts);
