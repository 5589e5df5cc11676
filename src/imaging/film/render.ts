import { filmOf } from '../highlight/film.js';
import { encodeAnimation, type RgbImage } from '../vision/pixels.js';
import { resizeRgb } from '../vision/resize.js';
import type { VisionTasks } from '../vision/types.js';
import { encodeMp4, FFMPEG, hasFfmpeg } from './mp4.js';
import { type FilmSize, filmStill } from './still.js';

type Request = VisionTasks['film']['request'];
type Response = VisionTasks['film']['response'];

/** Sizes of films by their shape: what phones show in the whole window, and what is square. */
const SIZES: Record<Request['shape'], FilmSize> = {
  '9:16': { width: 1080, height: 1920 },
  '1:1': { width: 1080, height: 1080 },
};

/** An animation has so many pixels of a film's width: WebP is several times as large. */
const ANIMATION_WIDTH = 480;

/**
 * Makes a film of photos, each with its line of text: an MP4 where Debian's ffmpeg is there, else an animated WebP. Reports
 * progress 0..1.
 *
 * @throws Refusal as `decodeRgb` for a photo or line that does not decode.
 */
export async function renderFilm(
  { bytes, photos, shape }: Request,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
  ffmpeg = FFMPEG,
): Promise<Response> {
  const size = SIZES[shape];
  const count = photos.length;
  const stills = stillsOf(bytes, photos, size);
  if (!hasFfmpeg(ffmpeg)) return animate(stills, count, size, onProgress);
  const film = await encodeMp4({ size, count, stills, signal, onProgress, ffmpeg });
  return { bytes: film, mime: 'video/mp4', ...size };
}

async function* stillsOf(
  bytes: Uint8Array,
  photos: Request['photos'],
  size: FilmSize,
): AsyncGenerator<RgbImage> {
  let at = 0;
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  for (const { length, caption, subject } of photos) {
    const photo = take(length);
    yield await filmStill(photo, subject, caption === 0 ? null : take(caption), size);
  }
}

async function animate(
  stills: AsyncIterable<RgbImage>,
  count: number,
  { width, height }: FilmSize,
  onProgress: (done: number) => void,
): Promise<Response> {
  const small: RgbImage[] = [];
  const across = ANIMATION_WIDTH;
  for await (const still of stills) {
    small.push(await resizeRgb(still, across, Math.round((height / width) * across)));
    onProgress(small.length / (count + 1));
  }
  return (await encodeAnimation(filmOf(small))) as Response;
}
