import type { Plane } from './planes.js';

/** Gaussian blur, separable, mirrored at the border without repeating it, cut off at `reach` sigmas. */
export function gaussian(plane: Plane, sigma: number, reach = 3): Plane {
  const radius = Math.floor(reach * sigma + 0.5);
  const raw = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  const weights = Float32Array.from(raw, (weight) => weight / sum);
  return along(along(plane, weights, 1, 0), weights, 0, 1);
}

/** Bilateral filter: averages over `2 * radius + 1` squared, by distance and by likeness in levels. */
export function bilateral(plane: Plane, radius: number, sigma: number, likeness: number): Plane {
  const { data, width, height } = plane;
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[y * width + x] = smoothed(plane, x, y, radius, sigma, likeness);
  }
  return { data: out, width, height };
}

function smoothed(
  { data, width, height }: Plane,
  x: number,
  y: number,
  radius: number,
  sigma: number,
  likeness: number,
) {
  const middle = data[y * width + x] as number;
  let [sum, total] = [0, 0];
  for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
    for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
      const value = data[v * width + u] as number;
      const apart =
        ((u - x) ** 2 + (v - y) ** 2) / (2 * sigma ** 2) + (value - middle) ** 2 / (2 * likeness ** 2);
      const weight = Math.exp(-apart);
      sum += weight * value;
      total += weight;
    }
  }
  return sum / total;
}

function along({ data, width, height }: Plane, weights: Float32Array, dx: number, dy: number): Plane {
  const radius = (weights.length - 1) / 2;
  const columns = mirrored(width, dx * radius);
  const rows = mirrored(height, dy * radius);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        const at = (rows[y + dy * k] as number) * width + (columns[x + dx * k] as number);
        sum += (weights[k] as number) * (data[at] as number);
      }
      out[y * width + x] = sum;
    }
  }
  return { data: out, width, height };
}

/** The indices of an axis, `margin` beyond both ends, mirrored there. */
function mirrored(length: number, margin: number): Int32Array {
  return Int32Array.from({ length: length + 2 * margin }, (_, i) => mirror(i - margin, length));
}

function mirror(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inside = ((at % period) + period) % period;
  return inside < length ? inside : period - inside;
}
