import t from 'tap';
import { blockCells } from '../../../src/imaging/vision/block-cells.js';
import { IMAGE_LIMITS } from '../../../src/imaging/vision/image-limits.js';
import { motionCells } from '../../../src/imaging/vision/motion-cells.js';
import { decodeGrey, encodeJpeg } from '../../../src/imaging/vision/pixels.js';
import type { MotionCells } from '../../../src/imaging/vision/types.js';
import { sampleFrames } from '../../support/jpegs.js';

/** A picture that is dark on the left and bright on the right. */
function halves(width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 1) data[at] = Math.floor(at / 3) % width < width / 2 ? 20 : 220;
  return { data, width, height };
}

t.test('cells have the luma of their place, whatever the size of the picture', async (t) => {
  for (const [width, height] of [
    [640, 480],
    [1600, 1200],
    [100, 75],
  ] as const) {
    const { bytes } = await encodeJpeg(halves(width, height));
    const cells = await motionCells(bytes);
    t.match(cells, { width, height, cells: { length: 192 } });
    for (let row = 0; row < 12; row += 1) {
      const [left = 0, right = 0] = [cells.cells[row * 16 + 2], cells.cells[row * 16 + 13]];
      t.ok(Math.abs(left - 20) < 6 && Math.abs(right - 220) < 6, `${width}: ${left} ${right}`);
    }
  }
});

t.test('what the blocks say is what the decoder says', async (t) => {
  for (const frame of sampleFrames()) {
    const { cells: read } = blockCells(frame, IMAGE_LIMITS) as MotionCells;
    const { data } = await decodeGrey(frame, 160, 120);
    const decoded = read.map((_, cell) => {
      const [left, top] = [(cell % 16) * 10, Math.floor(cell / 16) * 10];
      let sum = 0;
      for (let at = 0; at < 100; at += 1)
        sum += data[(top + Math.floor(at / 10)) * 160 + left + (at % 10)] as number;
      return sum / 100;
    });
    const apart = read.map((level, cell) => Math.abs(level - (decoded[cell] as number)));
    t.ok(apart.reduce((sum, each) => sum + each, 0) / apart.length < 1 && Math.max(...apart) < 8);
  }
});

t.test('small pictures, and other formats, are left to the decoder', async (t) => {
  const { bytes } = await encodeJpeg(halves(160, 120));
  t.equal(blockCells(bytes, IMAGE_LIMITS), null);
  t.equal(blockCells(Buffer.from('GIF89a'), IMAGE_LIMITS), null);
});

t.test('a picture above the limits, and one that is none, are refused', async (t) => {
  const [frame] = sampleFrames() as [Buffer];
  await t.rejects(motionCells(frame, { maxBytes: 1e6, maxPixels: 1000, maxScans: 20 }), {
    code: 'image-too-large',
  });
  await t.rejects(motionCells(frame.subarray(0, 20)), { code: 'image-undecodable' });
});
