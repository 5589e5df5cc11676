import type { Region } from '../vision/pixels.js';
import type { Subject } from '../vision/types.js';

/** Room around the pet, as a part of its own size, and the least of the picture that is shown: no face fills it all. */
const MARGIN = 0.3;
const LEAST = 0.6;

/**
 * The part of an image that is shown in a frame of the given shape (width by height): the pet with room around it in
 * the middle as far as the edges allow, or the middle of the image when there is none.
 */
export function cropAround(
  image: { width: number; height: number },
  subject: Subject | null,
  shape: number,
): Region {
  const whole = Math.min(image.width, image.height * shape);
  const { x, y, width, height } = subject ?? { x: 0, y: 0, width: 1, height: 1 };
  const wanted = Math.max(width * image.width, height * image.height * shape) * (1 + 2 * MARGIN);
  const across = Math.max(1, Math.round(Math.min(whole, Math.max(wanted, whole * LEAST))));
  const down = Math.min(image.height, Math.max(1, Math.round(across / shape)));
  return {
    left: within(Math.round((x + width / 2) * image.width - across / 2), image.width - across),
    top: within(Math.round((y + height / 2) * image.height - down / 2), image.height - down),
    width: across,
    height: down,
  };
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
