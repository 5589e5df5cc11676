import { decodeRgb, encodeAnimation, encodeJpeg, type RgbImage } from '../vision/pixels.js';
import { cropRgb, resizeRgb } from '../vision/resize.js';
import type { VisionTasks } from '../vision/types.js';
import { blankPage, type Cell, layOut, orderOnPage, paste } from './collage.js';
import { cropAround } from './crop.js';
import { filmOf } from './film.js';

type Request = VisionTasks['highlight']['request'];
type Rendered = VisionTasks['highlight']['response'];

/** Pixels of a side of the animation. */
const SIDE = 560;

/**
 * Renders a highlight: an animation that shows one photo after the other, and a collage. One photo is decoded at a
 * time and kept only as small as it is shown; reports progress 0..1.
 *
 * @throws Refusal as `decodeRgb` for a photo that does not decode.
 */
export async function renderHighlight(
  { bytes, photos, best }: Request,
  { onProgress }: { onProgress: (done: number) => void },
): Promise<Rendered> {
  const page = layOut(photos.length);
  const sheet = blankPage(page);
  const order = orderOnPage(photos.length, best);
  const film: RgbImage[] = [];
  let at = 0;
  for (const [index, { length, subject }] of photos.entries()) {
    const photo = await decodeRgb(bytes.subarray(at, at + length));
    at += length;
    const cell = page.cells[order.indexOf(index)] as Cell;
    paste(sheet, await shown(photo, subject, cell), cell);
    film.push(await shown(photo, subject, { width: SIDE, height: SIDE }));
    onProgress((index + 1) / (photos.length + 2));
  }
  const collage = await encodeJpeg(sheet, { quality: 88 });
  onProgress((photos.length + 1) / (photos.length + 2));
  return { animation: await encodeAnimation(filmOf(film)), collage };
}

async function shown(
  photo: RgbImage,
  subject: Request['photos'][number]['subject'],
  { width, height }: { width: number; height: number },
): Promise<RgbImage> {
  return resizeRgb(await cropRgb(photo, cropAround(photo, subject, width / height)), width, height);
}
