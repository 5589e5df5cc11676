/**
 * The RTSP process: ffmpeg reads a camera in it, without a network, over a relay to the hub.
 *
 *   --fd N          serve the connection that is open as file descriptor N, and end with it
 *   --socket PATH   listen on a unix socket until told to stop, and serve whoever connects
 */
import { writeFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { serveHub } from '../../core/rpc/confined-service.js';
import { reach } from '../../core/rpc/reach.js';
import { serveRtsp } from './rtsp-service.js';

const { values } = parseArgs({ options: { fd: { type: 'string' }, socket: { type: 'string' } } });

/** As many cameras as a small box can decode. */
const MOST_CONNECTIONS = 8;
/** Behind the hub itself, before the enlargement of photos. */
const NICE = 10;
/** Taken before everything else when the machine runs out of memory. */
const FIRST_TO_GO = '900';

setPriority(Math.max(NICE, getPriority()));
// Where it may not say so it is no worse than any other process.
await writeFile('/proc/self/oom_score_adj', FIRST_TO_GO).catch(() => {});
await serveHub(values, MOST_CONNECTIONS, (stream) => serveRtsp(stream, { reach }));
