import t from 'tap';
import { motionCells } from '../../../src/imaging/vision/motion-cells.js';
import { encodeJpeg } from '../../../src/imaging/vision/pixels.js';
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

t.test('a picture above the limits, and one that is none, are refused', async (t) => {
  const [frame] = sampleFrames() as [Buffer];
  await t.rejects(motionCells(frame, { maxBytes: 1e6, maxPixels: 1000, maxScans: 20 }), {
    code: 'image-too-large',
  });
  await t.rejects(motionCells(frame.subarray(0, 20)), { code: 'image-undecodable' });
});
