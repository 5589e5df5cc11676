import t from 'tap';
import { blockLevels } from '../../../src/imaging/vision/jpeg-levels.js';
import { encodeJpeg } from '../../../src/imaging/vision/pixels.js';
import { plainJpeg } from '../../support/plain-jpeg.js';

const COLUMNS = 5;
const LEVELS = [0, 255, 128, 127, 129, 3, 250, 60, 61, 62, 200, 100, 50, 25, 12];

const levelsOf = (bytes: Uint8Array) => blockLevels(bytes)?.levels;

t.test('every block has its level', (t) => {
  t.match(blockLevels(plainJpeg(COLUMNS, LEVELS)), { width: 40, height: 24, columns: 5, rows: 3 });
  t.same(levelsOf(plainJpeg(COLUMNS, LEVELS)), LEVELS);
  for (const restartEvery of [1, 2, 5, 7])
    t.same(levelsOf(plainJpeg(COLUMNS, LEVELS, { restartEvery })), LEVELS, `restarted every ${restartEvery}`);
  t.end();
});

t.test('where the data end, the last level stands for the rest', (t) => {
  const whole = plainJpeg(COLUMNS, LEVELS);
  const levels = [...(levelsOf(whole.subarray(0, whole.length - 6)) ?? [])];
  const known = levels.findIndex((level, at) => level !== LEVELS[at]);
  t.ok(known > 5, `${known} blocks are whole`);
  t.same(new Set(levels.slice(known)).size, 1);
  const restarted = plainJpeg(COLUMNS, LEVELS, { restartEvery: 5 });
  const lost = restarted.lastIndexOf(Buffer.from([0xff, 0xd1]));
  restarted[lost + 1] = 0xc1;
  t.same([...(levelsOf(restarted) ?? [])], [...LEVELS.slice(0, 10), ...new Array(5).fill(LEVELS[9])]);
  t.end();
});

t.test('colour is passed over, however it is sampled', async (t) => {
  const data = new Uint8Array(64 * 48 * 3);
  for (let at = 0; at < 64 * 48; at += 1) data.set(at % 64 < 32 ? [200, 30, 30] : [30, 30, 200], at * 3);
  const { bytes } = await encodeJpeg({ data, width: 64, height: 48 });
  const levels = levelsOf(bytes) ?? new Float32Array();
  // The luma of both colours, ITU-R BT.601.
  t.ok(Math.abs((levels[1] as number) - 80.8) < 2 && Math.abs((levels[6] as number) - 49.4) < 2);
});

t.test('other kinds of JPEG, and what is none, are left to the decoder', (t) => {
  const plain = plainJpeg(COLUMNS, LEVELS);
  t.equal(blockLevels(plainJpeg(COLUMNS, LEVELS, { frameMarker: 0xc9 })), null, 'arithmetic coding');
  t.equal(blockLevels(plainJpeg(COLUMNS, LEVELS, { frameMarker: 0xc3 })), null, 'lossless');
  t.equal(blockLevels(plain.subarray(0, 100)), null, 'no scan');
  t.equal(blockLevels(Buffer.from('GIF89a')), null);
  const adobe = Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]);
  t.equal(blockLevels(Buffer.concat([plain.subarray(0, 2), adobe, plain.subarray(2)])), null, 'RGB');
  t.end();
});

t.test('damage of any kind never throws, and gives levels that can be', (t) => {
  const whole = plainJpeg(COLUMNS, LEVELS, { restartEvery: 4 });
  for (let at = 0; at < whole.length; at += 1)
    for (const value of [0, 0x11, 0x7f, 0xff]) {
      const damaged = Buffer.from(whole);
      damaged[at] = value;
      const read = blockLevels(damaged);
      if (read && !read.levels.every((level) => level >= 0 && level <= 255)) t.fail(`byte ${at}: ${value}`);
      blockLevels(whole.subarray(0, at));
    }
  t.pass('all of them were read');
  t.end();
});
