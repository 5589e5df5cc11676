import type { Detection } from './types.js';

/** A decoded, upright frame: `luma` one byte a pixel, `rgb` three, both row by row without padding. */
export interface DecodedFrame {
  luma: Uint8Array;
  rgb: Uint8Array;
  width: number;
  height: number;
}

/**
 * Every number that the ranking reads of one frame, on the best pet's box or on the whole frame without a pet.
 * All are finite. `pets` is best first, in pixels of `image`.
 */
export function measureFrame(image: DecodedFrame, pets: Detection[]): Record<string, number> {
  const subject = pets[0] ?? { x: 0, y: 0, width: image.width, height: image.height };
  const x0 = Math.max(1, Math.floor(subject.x));
  const y0 = Math.max(1, Math.floor(subject.y));
  const x1 = Math.min(image.width - 1, Math.ceil(subject.x + subject.width));
  const y1 = Math.min(image.height - 1, Math.ceil(subject.y + subject.height));
  let sum = 0;
  let squares = 0;
  let light = 0;
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = y * image.width + x;
      const here = image.luma[at] ?? 0;
      const around =
        (image.luma[at - 1] ?? 0) +
        (image.luma[at + 1] ?? 0) +
        (image.luma[at - image.width] ?? 0) +
        (image.luma[at + image.width] ?? 0);
      const laplacian = around - 4 * here;
      sum += laplacian;
      squares += laplacian * laplacian;
      light += here;
      count++;
    }
  }
  const n = Math.max(1, count);
  return { subjectSharpness: squares / n - (sum / n) ** 2, subjectMean: light / n };
}
