import { type ReadOptions, readPictures } from './read-pictures.js';
import { type RtspProcesses, readRtsp } from './read-rtsp.js';
import { readTopic } from './read-topic.js';
import type { StreamSource } from './source.js';

/** Reader of a camera, whatever it speaks, until that ends, which always is a rejection. */
export type ReadSource = (source: StreamSource, options: ReadOptions) => Promise<never>;

/** Reader for every scheme of the addresses; RTSP needs processes of its own. */
export function sourceReader(processes: RtspProcesses): ReadSource {
  return (source, options) => {
    const { protocol } = new URL(source.url);
    if (protocol.startsWith('rtsp')) return readRtsp(source, options, processes);
    if (protocol.startsWith('mqtt')) return readTopic(source, options);
    return readPictures(source, options);
  };
}

/** How much longer than over HTTP the first picture may take: ffmpeg starts first, and a topic speaks when it likes. */
export function slownessOf(source: StreamSource): number {
  return /^https?:/.test(source.url) ? 1 : 4;
}
