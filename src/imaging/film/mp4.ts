import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../core/errors.js';
import type { RgbImage } from '../vision/pixels.js';
import type { FilmSize } from './still.js';

/** Fixed program of Debian, and not what PATH says. */
export const FFMPEG = '/usr/bin/ffmpeg';

/** How long each photo is there, change to the next included, in ms. */
export const STILL_MS = 2_400;
const PICTURES_A_SECOND = 25;
/** Where in the time of a photo, 0..255, the change to the next one begins: in its last 0.4 s. */
const CHANGE = 212;
const LAST_WORDS = 600;

/** Film whose photos come one by one. */
export interface Mp4Parts {
  size: FilmSize;
  /** How many photos there are. */
  count: number;
  /** The photos, made when they are asked for; all of the size of the film. */
  stills: AsyncIterable<RgbImage>;
  signal: AbortSignal;
  /** Called with the share that is encoded, 0..1. */
  onProgress: (done: number) => void;
  /** Program that encodes; Debian's ffmpeg unless said. */
  ffmpeg?: string;
}

/** True where films can be MP4. */
export const hasFfmpeg = (program = FFMPEG): boolean => existsSync(program);

/**
 * Encodes photos as a film (MP4, H.264) that begins to play before it is there as a whole. ffmpeg gets pixels and nothing
 * of anybody's file. @throws Error with the last words of ffmpeg; an `AbortError` when `signal` aborts
 */
export async function encodeMp4(parts: Mp4Parts): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'film-'));
  try {
    const file = path.join(folder, 'film.mp4');
    await encodeInto(file, parts);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function encodeInto(file: string, parts: Mp4Parts): Promise<void> {
  const { size, count, stills, signal, onProgress, ffmpeg = FFMPEG } = parts;
  const encoder = spawn(ffmpeg, argumentsFor(size, count, file), { signal, env: {} });
  let words = '';
  encoder.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  createInterface({ input: encoder.stdout }).on('line', (line) => {
    const [, micros] = /^out_time_us=(\d+)$/.exec(line) ?? [];
    if (micros !== undefined) onProgress(Math.min(1, Number(micros) / 1000 / (count * STILL_MS)));
  });
  // An encoder that ends early says why itself; one whose photos do not come is ended.
  const fed = pipeline(Readable.from(pixelsOf(stills)), encoder.stdin).catch((error: unknown) => {
    encoder.kill('SIGKILL');
    return error;
  });
  const [code] = (await once(encoder, 'close')) as [number | null];
  const fault = await fed;
  if (fault instanceof Refusal) throw fault;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${words.trim()}`);
}

/** Pixels of the photos, of the last one twice: what a photo changes into has to be there. */
async function* pixelsOf(stills: AsyncIterable<RgbImage>): AsyncGenerator<Uint8Array> {
  let last: Uint8Array | null = null;
  for await (const { data } of stills) {
    yield data;
    last = data;
  }
  if (last) yield last;
}

/** Arguments of ffmpeg(1): pixels in, one frame for each photo; out a film that phones and messengers take. */
function argumentsFor({ width, height }: FilmSize, count: number, file: string): string[] {
  const change = `framerate=fps=${PICTURES_A_SECOND}:interp_start=${CHANGE}:interp_end=255:scene=100:flags=0`;
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-progress', 'pipe:1', '-y'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', `1000/${STILL_MS}`],
    ...['-i', 'pipe:0', '-vf', `${change},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p`],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '21', '-threads', '2'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-t', String((count * STILL_MS) / 1000), '-movflags', '+faststart', file],
  ];
}
