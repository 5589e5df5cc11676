/** Pets as a camera sees them from the other end of the room, drawn from photos. */
import sharp, { type OverlayOptions } from 'sharp';
import { type RgbImage, rawImage, wrap } from '../../src/imaging/vision/pixels.js';
import type { Detection } from '../../src/imaging/vision/types.js';
import { generator } from './bestcut-scores.js';

/** Pixels of a room, and of the longer side of a pet in it. */
const ROOM = { width: 800, height: 600 };
const PET = 40;
/** What of the photo around the pet comes along, as a multiple of its box: the edge fades into the room. */
const AROUND = 1.4;
/** Share of the oval's radius up to which it does not fade. */
const SOLID = 0.7;

/** A room with the pet of a photo somewhere in its lower half. The same seed gives the same place. */
export async function drawnAfar(
  photo: RgbImage,
  box: Pick<Detection, 'x' | 'y' | 'width' | 'height'>,
  room: RgbImage,
  seed: number,
): Promise<RgbImage> {
  const random = generator(seed);
  const scale = PET / Math.max(box.width, box.height);
  const part = within(box, photo);
  const [width, height] = [
    Math.max(8, Math.round(part.width * scale)),
    Math.max(8, Math.round(part.height * scale)),
  ];
  const pet = await wrap(photo)
    .extract(part)
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .png()
    .toBuffer();
  const faded = await sharp(pet)
    .composite([oval(width, height)])
    .png()
    .toBuffer();
  const left = Math.round((0.1 + 0.8 * random()) * (ROOM.width - width));
  const top = Math.round((0.5 + 0.45 * random()) * (ROOM.height - height));
  const drawn = await wrap(room)
    .resize({ ...ROOM, fit: 'cover' })
    .composite([{ input: faded, left, top }])
    .removeAlpha()
    .png()
    .toBuffer();
  return rawImage(sharp(drawn).removeAlpha());
}

function within(box: Pick<Detection, 'x' | 'y' | 'width' | 'height'>, { width, height }: RgbImage) {
  const [grownX, grownY] = [((AROUND - 1) / 2) * box.width, ((AROUND - 1) / 2) * box.height];
  const left = Math.max(0, Math.floor(box.x - grownX));
  const top = Math.max(0, Math.floor(box.y - grownY));
  return {
    left,
    top,
    width: Math.max(1, Math.min(width, Math.ceil(box.x + box.width + grownX)) - left),
    height: Math.max(1, Math.min(height, Math.ceil(box.y + box.height + grownY)) - top),
  };
}

/** An oval that fades at its edge, as the alpha of white. */
function oval(width: number, height: number): OverlayOptions {
  const input = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [
      (2 * ((at % width) + 0.5)) / width - 1,
      (2 * (Math.floor(at / width) + 0.5)) / height - 1,
    ];
    const beyond = (Math.hypot(x, y) - SOLID) / (1 - SOLID);
    input[at * 4 + 3] = Math.round(255 * Math.min(1, Math.max(0, 1 - beyond)));
  }
  return { input, raw: { width, height, channels: 4 }, blend: 'dest-in' };
}
