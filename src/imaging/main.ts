/**
 * The vision service: stands between the hub and the vision process, inside of its confinement.
 *
 *   --fd N          serve the connection that is open as file descriptor N, and end with it
 *   --socket PATH   listen on a unix socket until told to stop, and serve whoever connects
 *   --models DIR    folder of the models (those that came with the program)
 */
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { serveHub } from '../core/rpc/confined-service.js';
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

/** For photos, streams, films and a camera that is about to be added, and those of a hub that was just replaced. */
const MOST_CONNECTIONS = 8;

const parts: VisionServiceParts = {
  reach,
  start({ threads, upscale, maxRssBytes, nice }, signal) {
    const defaults = visionDefaults(values.models);
    // A service manager may have given it a lower priority already, which nobody can take back.
    const process = { ...defaults.process, nice: Math.max(nice, getPriority()) };
    return startHere({ ...defaults, threads, upscale, maxRssBytes, process }, systemClock)(signal);
  },
};

// Vision processes end with the service: each one notices that its parent is gone.
await serveHub(values, MOST_CONNECTIONS, (stream) => serveVision(stream, parts));
