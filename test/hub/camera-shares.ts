import t, { type Test } from 'tap';
import { CameraShares } from '../../src/hub/camera-shares.js';
import { ManualClock } from '../support/manual-clock.js';

const MB = 1024 * 1024;
const HOUR = 3_600_000;

function start(_t: Test) {
  const clock = new ManualClock();
  const disk = { usedBytes: 10 * MB, spaces: [{ camera: 'hall', bytes: 8 * MB }], looks: 0 };
  const store = {
    storageUse: () => {
      disk.looks += 1;
      return { usedBytes: disk.usedBytes, databaseBytes: 0, photos: 0, frames: 0, freeBytes: 0 };
    },
    cameraSpaces: () => disk.spaces,
  };
  const shares = new CameraShares({ store, clock, burstsAnHour: 60, maxBytes: 1000 * MB });
  const runs = { count: 0 };
  shares.whenOverfull(() => {
    runs.count += 1;
  });
  return { clock, disk, store, shares, runs };
}

t.test('a camera begins so many bursts an hour, another is not kept waiting by it', async (t) => {
  const { clock, shares } = start(t);
  for (let burst = 0; burst < 60; burst += 1) {
    t.notOk(shares.isAbove('hall'));
    shares.noteBurst('hall');
  }
  t.ok(shares.isAbove('hall'));
  t.notOk(shares.isAbove('porch'));
  t.match(shares.issues(), [
    { code: 'camera-above-bursts', text: /^hall sends more than 60 bursts an hour/ },
  ]);
  await clock.advance(HOUR / 60);
  t.notOk(shares.isAbove('hall'), 'one comes back each minute');
  shares.noteBurst('hall');
  t.ok(shares.isAbove('hall'));
  await clock.advance(5 * HOUR);
  t.strictSame(shares.issues(), []);
  for (let burst = 0; burst < 60; burst += 1) shares.noteBurst('hall');
  t.ok(shares.isAbove('hall'), 'no more than those of an hour are saved up');
});

t.test(
  'in a store that is well above its size a camera above its share waits, and room is made',
  async (t) => {
    const { clock, disk, shares, runs } = start(t);
    disk.usedBytes = 1090 * MB;
    disk.spaces = [
      { camera: 'hall', bytes: 900 * MB },
      { camera: 'porch', bytes: 100 * MB },
    ];
    t.notOk(shares.isAbove('hall'), 'retention usually comes in time');
    disk.usedBytes = 1110 * MB;
    t.notOk(shares.isAbove('hall'), 'it is not looked at for each burst');
    await clock.advance(30_000);
    t.ok(shares.isAbove('hall'));
    t.notOk(shares.isAbove('porch'));
    t.equal(runs.count, 1);
    t.match(shares.issues(), [{ code: 'camera-above-space', text: /^the store is full and hall has more/ }]);
    shares.isAbove('hall');
    t.equal(disk.looks, 2);
    disk.usedBytes = 900 * MB;
    await clock.advance(30_000);
    t.notOk(shares.isAbove('hall'));
  },
);

t.test('a database that cannot be read makes no camera wait', async (t) => {
  const { store, shares } = start(t);
  store.storageUse = () => {
    throw new Error('disk I/O error');
  };
  t.notOk(shares.isAbove('hall'));
});

t.test('several cameras are told in their order', async (t) => {
  const { shares } = start(t);
  for (const camera of ['porch', 'hall']) {
    for (let burst = 0; burst < 60; burst += 1) shares.noteBurst(camera);
    shares.isAbove(camera);
  }
  t.match(shares.issues(), [{ text: /^hall/ }, { text: /^porch/ }]);
});
