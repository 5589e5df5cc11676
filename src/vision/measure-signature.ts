import { at, type Plane } from './measure-plane.js';

const SIDE = 8;
const BITS = 16;

/**
 * A 64-bit difference hash of a frame as four numbers of 16 bits: each bit says whether one cell of a 9 x 8 grid
 * is darker than its right neighbour. Near-identical frames differ in few bits.
 */
export function signatureOf(frame: Plane): number[] {
  const grid = cells(frame);
  const bits = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const cell = Math.floor(i / SIDE) * (SIDE + 1) + (i % SIDE);
    return (grid.data[cell] as number) < (grid.data[cell + 1] as number);
  });
  return Array.from({ length: bits.length / BITS }, (_, word) =>
    bits.slice(word * BITS, (word + 1) * BITS).reduce((sum, bit) => sum * 2 + Number(bit), 0),
  );
}

/** Means over a grid of 9 x 8 cells; those of a frame with fewer pixels than cells are 0 in part. */
function cells({ data: levels, width, height }: Plane): Plane {
  const columns = SIDE + 1;
  const data = new Float32Array(columns * SIDE);
  const counts = new Float32Array(data.length);
  const edges = Array.from({ length: columns + 1 }, (_, i) => Math.ceil((i * width) / columns));
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * SIDE) / height) * columns;
    for (let column = 0; column < columns; column++) {
      const [from, to] = [edges[column] as number, edges[column + 1] as number];
      let sum = 0;
      for (let i = y * width + from; i < y * width + to; i++) sum += at(levels, i);
      data[row + column] = at(data, row + column) + sum;
      counts[row + column] = at(counts, row + column) + to - from;
    }
  }
  return { data: data.map((sum, i) => sum / Math.max(1, at(counts, i))), width: columns, height: SIDE };
}
