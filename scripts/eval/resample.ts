import type { RgbImage } from '../../src/imaging/vision/pixels.js';
import { channels, interleave, type Plane } from './planes.js';

/** An interpolation kernel: even, zero beyond `radius` source pixels. */
export interface Kernel {
  radius: number;
  weight: (distance: number) => number;
}

/** Keys' cubic, a = -0.5 (MATLAB's bicubic). */
export const CUBIC: Kernel = { radius: 2, weight: keys };

/** Lanczos with three lobes. */
export const LANCZOS3: Kernel = { radius: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) };

/**
 * Resamples so that the corners of both images meet (pixel centres at +0.5), widening the kernel when it
 * makes the image smaller, as imresize does. Beyond the border the weights are renormalised.
 */
export function resample(plane: Plane, width: number, height: number, kernel: Kernel): Plane {
  return transpose(stretch(transpose(stretch(plane, width, kernel)), height, kernel));
}

/** The same for an image, rounded to bytes. */
export function resampleImage(image: RgbImage, width: number, height: number, kernel: Kernel): RgbImage {
  const [r, g, b] = channels(image);
  const to = (plane: Plane) => resample(plane, width, height, kernel);
  return interleave([to(r), to(g), to(b)]);
}

function stretch({ data, width, height }: Plane, to: number, kernel: Kernel): Plane {
  const out = new Float32Array(to * height);
  for (let x = 0; x < to; x++) {
    const { first, weights } = taps(x, width, to, kernel);
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++)
        sum += (weights[k] as number) * (data[y * width + first + k] as number);
      out[y * to + x] = sum;
    }
  }
  return { data: out, width: to, height };
}

function taps(x: number, width: number, to: number, kernel: Kernel): { first: number; weights: number[] } {
  const step = width / to;
  const widen = Math.max(1, step);
  const centre = (x + 0.5) * step;
  const first = Math.max(0, Math.floor(centre - kernel.radius * widen));
  const last = Math.min(width - 1, Math.ceil(centre + kernel.radius * widen));
  const raw = Array.from({ length: last - first + 1 }, (_, k) =>
    kernel.weight((first + k + 0.5 - centre) / widen),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}

function transpose({ data, width, height }: Plane): Plane {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x] as number;
  }
  return { data: out, width: height, height: width };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function keys(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
}
