import { gaussian } from './filters.js';
import { combine, type Plane } from './planes.js';

/** Mean squared error of two planes of one size, `shave` pixels from the border on. */
export function meanSquaredError(a: Plane, b: Plane, shave: number): number {
  return mean(
    shaved(
      combine([a, b], (x, y) => (x - y) ** 2),
      shave,
    ),
  );
}

/** Peak signal to noise ratio in dB for a peak of 255. */
export function psnr(a: Plane, b: Plane, shave: number): number {
  return 10 * Math.log10(255 ** 2 / meanSquaredError(a, b, shave));
}

/**
 * Structural similarity, mean over the image: Gaussian window of sigma 1.5 and 11 pixels, K1 0.01, K2 0.03, only
 * where the window lies inside (Wang et al. 2004).
 */
export function ssim(a: Plane, b: Plane, shave: number): number {
  const soft = (plane: Plane) => gaussian(plane, 1.5, 10 / 3);
  const [x, y] = [shaved(a, shave), shaved(b, shave)];
  const of = (value: (x: number, y: number) => number) => soft(combine([x, y], (p, q) => value(p, q)));
  const map = combine(
    [soft(x), soft(y), of((p) => p * p), of((_, q) => q * q), of((p, q) => p * q)],
    (mx, my, xx, yy, xy) => {
      const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
      const together = (2 * mx * my + c1) * (2 * (xy - mx * my) + c2);
      return together / ((mx * mx + my * my + c1) * (xx - mx * mx + yy - my * my + c2));
    },
  );
  return mean(shaved(map, 5));
}

function shaved({ data, width, height }: Plane, by: number): Plane {
  const [w, h] = [width - 2 * by, height - 2 * by];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    out.set(data.subarray((y + by) * width + by, (y + by) * width + by + w), y * w);
  }
  return { data: out, width: w, height: h };
}

function mean({ data }: Plane): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}
