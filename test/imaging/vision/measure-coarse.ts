import t from 'tap';
import { cellsOf } from '../../../src/imaging/vision/measure-coarse.js';
import type { Plane } from '../../../src/imaging/vision/measure-plane.js';

function plane(width: number, height: number, level: (x: number, y: number) => number): Plane {
  const data = Float32Array.from({ length: width * height }, (_, i) =>
    level(i % width, Math.floor(i / width)),
  );
  return { data, width, height };
}

t.test('a frame becomes cells of eight by eight pixels', async (t) => {
  const { columns, rows, light, detail } = cellsOf(
    plane(20, 17, (x, y) => (x < 8 ? 10 : 200) + (y < 8 ? 0 : 5)),
  );
  t.strictSame([columns, rows], [2, 2]);
  t.strictSame(light, [10, 200, 15, 205]);
  t.ok(
    detail.every((octaves) => octaves < 1),
    'edges in one direction only are no detail',
  );
});

t.test('detail is what both directions have, and blur in one of them takes it', async (t) => {
  const checks = (x: number, y: number) => (((x >> 1) + (y >> 1)) % 2 === 0 ? 60 : 180);
  const stripes = (x: number) => ((x >> 1) % 2 === 0 ? 60 : 180);
  const [sharp] = cellsOf(plane(16, 16, checks)).detail as [number];
  const [moved] = cellsOf(plane(16, 16, stripes)).detail as [number];
  t.ok(sharp > 9, `${sharp}`);
  t.ok(moved < 1e-9, `${moved}`);
});

t.test('grain is told from where the frame is calm', async (t) => {
  const noise = (x: number, y: number) => ((x * 73 + y * 131) * 7919) % 7;
  const half = (x: number) => (x < 40 ? 0 : 1);
  const calm = cellsOf(plane(80, 40, (x, y) => 100 + 9 * half(x) * noise(x, y)));
  const grainy = cellsOf(plane(80, 40, (x, y) => 100 + noise(x, y)));
  t.ok(grainy.grain > calm.grain + 3);
});

t.test('frames smaller than a cell are one', async (t) => {
  for (const [width, height] of [
    [1, 1],
    [3, 200],
    [200, 1],
  ] as const) {
    const cells = cellsOf(plane(width, height, () => 50));
    t.equal(cells.light.length, cells.columns * cells.rows);
    t.ok([...cells.light, ...cells.detail, cells.grain].every(Number.isFinite));
  }
});
