/** Principal components (Pearson 1901) of what pets look like, as a straight map of features to an appearance. */
import type { Projection } from './graph.js';

/** Rows of numbers, one after the other. */
export interface Rows {
  data: Float32Array;
  length: number;
}

/** Numbers from 0 to 1. */
export type Random = () => number;

/** Keeps what hardly ever differs between pets from counting much. */
const LEAST_DEVIATION = 0.01;

/** Rounds of the iteration; after these nothing changes that matters. */
const ROUNDS = 80;

/**
 * Map to the `length` strongest components of the features, each of which was brought to a deviation of 1 first. The
 * components are brought half of the way to equal strength: a cosine is then not decided by the few strongest, nor by
 * noise.
 */
export function fitComponents({ data, length: size }: Rows, length: number, random: Random): Projection {
  const count = data.length / size;
  const { mean, scale } = standard(data, size);
  const covariance = new Float64Array(size * size);
  const row = new Float64Array(size);
  for (let at = 0; at < count; at++) {
    for (let i = 0; i < size; i++)
      row[i] = ((data[at * size + i] as number) - (mean[i] as number)) * (scale[i] as number);
    addOuter(covariance, row, 1 / count);
  }
  const vectors = strongest(covariance, size, length, random);
  const matrix = new Float32Array(size * length);
  for (const [k, vector] of vectors.entries()) {
    const strength = dot(vector, times(covariance, vector, size));
    for (let i = 0; i < size; i++)
      matrix[i * length + k] = ((vector[i] as number) * (scale[i] as number)) / strength ** 0.25;
  }
  return { length, mean: Float32Array.from(mean), matrix };
}

/** Mean of each feature, and what brings its deviation to 1. */
function standard(data: Float32Array, size: number): { mean: Float64Array; scale: Float64Array } {
  const count = data.length / size;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const [at, value] of data.entries()) mean[at % size] = (mean[at % size] as number) + value / count;
  for (const [at, value] of data.entries()) {
    const i = at % size;
    squares[i] = (squares[i] as number) + (value - (mean[i] as number)) ** 2 / count;
  }
  return { mean, scale: squares.map((square) => 1 / (Math.sqrt(square) + LEAST_DEVIATION)) };
}

function addOuter(to: Float64Array, vector: Float64Array, weight: number): void {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    const factor = weight * (vector[i] as number);
    for (let j = 0; j < size; j++)
      to[i * size + j] = (to[i * size + j] as number) + factor * (vector[j] as number);
  }
}

/** The strongest eigenvectors of a symmetric matrix, by orthogonal iteration. */
function strongest(matrix: Float64Array, size: number, count: number, random: Random): Float64Array[] {
  let vectors = orthonormal(
    Array.from({ length: count }, () => Float64Array.from({ length: size }, () => random() - 0.5)),
  );
  for (let round = 0; round < ROUNDS; round++)
    vectors = orthonormal(vectors.map((vector) => times(matrix, vector, size)));
  return vectors;
}

function times(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) =>
    dot(matrix.subarray(i * size, (i + 1) * size), vector),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Gram and Schmidt, twice for the rounding. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const share = dot(rest, other);
        for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - share * (other[i] as number);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    done.push(rest.map((value) => value / length));
  }
  return done;
}
