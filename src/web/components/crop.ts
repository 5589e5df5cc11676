import type { Photo } from '../api/types.js';

/** Where a picture lies behind a square tile, in percent of the tile's side. */
export interface Crop {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The pet has about so much of the side of its tile. */
const PET_PART = 0.65;
/** No more than this part of the shorter side is cut away: thumbnails are small. */
const MOST_ENLARGED = 1.7;

/** The square part of a photo that shows its pet, and something around it; the middle where none was seen. */
export function cropAround({ width, height, subject }: Pick<Photo, 'width' | 'height' | 'subject'>): Crop {
  const shorter = Math.min(width, height);
  const pet = subject
    ? {
        x: (subject.x + subject.width / 2) * width,
        y: (subject.y + subject.height / 2) * height,
        side: Math.max(subject.width * width, subject.height * height),
      }
    : { x: width / 2, y: height / 2, side: shorter };
  const side = Math.min(shorter, Math.max(shorter / MOST_ENLARGED, pet.side / PET_PART));
  const left = between(pet.x - side / 2, 0, width - side);
  const top = between(pet.y - side / 2, 0, height - side);
  const percent = (pixels: number) => (pixels / side) * 100;
  return { left: -percent(left), top: -percent(top), width: percent(width), height: percent(height) };
}

const between = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
