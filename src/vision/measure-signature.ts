import type { Plane } from './measure-plane.js';

const SIDE = 8;
const BITS = 16;

/**
 * A 64-bit difference hash of a frame as four numbers of 16 bits: each bit says whether one cell of a 9 x 8 grid
 * is darker than its right neighbour. Near-identical frames differ in few bits.
 */
export function signatureOf(luma: Uint8Array, width: number, height: number): number[] {
  const grid = cells(luma, width, height);
  const bits = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const cell = Math.floor(i / SIDE) * (SIDE + 1) + (i % SIDE);
    return (grid.data[cell] as number) < (grid.data[cell + 1] as number);
  });
  return Array.from({ length: bits.length / BITS }, (_, word) =>
    bits.slice(word * BITS, (word + 1) * BITS).reduce((sum, bit) => sum * 2 + Number(bit), 0),
  );
}

/** Means over a grid of 9 x 8 cells, of every fourth row: no cell is so low that one line more or less would show. */
function cells(luma: Uint8Array, width: number, height: number): Plane {
  const data = new Float32Array((SIDE + 1) * SIDE);
  const counts = new Float32Array(data.length);
  const columns = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * (SIDE + 1)) / width));
  const step = height >= 16 * SIDE ? 4 : 1;
  for (let y = 0; y < height; y += step) {
    const row = Math.floor((y * SIDE) / height) * (SIDE + 1);
    for (let x = 0; x < width; x++) {
      const cell = row + (columns[x] as number);
      data[cell] = (data[cell] as number) + (luma[y * width + x] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  return {
    data: data.map((sum, i) => sum / Math.max(1, counts[i] as number)),
    width: SIDE + 1,
    height: SIDE,
  };
}
