import t from 'tap';
import { crcOf } from '../../../src/cameras/protocol/checksum.js';
import { startsAsJpeg } from '../../../src/cameras/protocol/jpeg.js';
import { misfortunes, NO_FAULTS, parseFaults, seededRandom } from '../../../src/cameras/simulator/faults.js';

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, ...Array(40).fill(7), 0xff, 0xd9]);
const frames = Array.from({ length: 200 }, (_, index) => ({ index, bytes: jpeg }));
const always = (faults: object) => misfortunes(frames, { ...NO_FAULTS, ...faults }, seededRandom(1));

t.test('a list of faults is read, and mistakes in it are named', async (t) => {
  t.strictSame(parseFaults(''), NO_FAULTS);
  t.strictSame(parseFaults('drop=0.25,corrupt=1'), { ...NO_FAULTS, drop: 0.25, corrupt: 1 });
  for (const wrong of ['drop', 'drop=', 'drop=2', 'drop=-1', 'drop=often', 'burn=0.1']) {
    t.throws(() => parseFaults(wrong), { code: 'usage', message: wrong }, wrong);
  }
});

t.test('without faults every frame is sent once, in order, at once, untouched', async (t) => {
  t.strictSame(
    always({}),
    frames.map((frame) => ({ ...frame, afterMs: 0, cut: false })),
  );
});

t.test('each fault does what its name says', async (t) => {
  t.strictSame(always({ drop: 1 }), []);
  t.equal(always({ duplicate: 1 }).length, 400);
  t.ok(always({ reorder: 1 }).every(({ afterMs }) => afterMs > 400));
  t.ok(always({ stall: 1 }).every(({ afterMs }) => afterMs > 0 && afterMs <= 2000));
  t.ok(always({ disconnect: 1 }).every(({ cut }) => cut));
  const damaged = always({ corrupt: 1 });
  t.ok(damaged.every(({ bytes }) => startsAsJpeg(bytes) && crcOf(bytes) !== crcOf(jpeg)));
  t.equal(
    always({ duplicate: 1, disconnect: 1 }).filter(({ cut }) => cut).length,
    200,
    'a duplicate breaks nothing twice',
  );
});

t.test('a probability is one, and a seed is a run that can be run again', async (t) => {
  const kept = always({ drop: 0.3 }).length;
  t.ok(kept > 110 && kept < 170, `${kept} of 200 at 0.3`);
  const run = (seed: number) => misfortunes(frames, { ...NO_FAULTS, drop: 0.5 }, seededRandom(seed));
  t.strictSame(run(7), run(7));
  t.strictNotSame(run(7), run(8));
});
