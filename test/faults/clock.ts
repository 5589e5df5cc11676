import path from 'node:path';
import t from 'tap';
import { type Clock, systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { startJobs } from '../../src/hub/jobs.js';
import type { Health } from '../../src/server/api/schemas/health.js';
import { ClockWatch } from '../../src/services/schedule/clock-watch.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings, startHub } from '../support/hub.js';
import { addPhotos, withStore } from '../support/stocked.js';
import { openTestStore } from '../support/store.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEARS = 10 * 365 * DAY;

/** A hub whose photos were taken around now, and go after 30 days; `wall` is how wrong the clock is. */
async function storeWithClock(t: Parameters<typeof openTestStore>[0]) {
  const { store, clock: manual, directory } = await openTestStore(t);
  await addPhotos(store, 1);
  const wall = { off: 0 };
  const clock: Clock = {
    now: () => manual.now() + wall.off,
    monotonic: () => manual.monotonic(),
    after: (ms, run) => manual.after(ms, run),
  };
  const asked: number[] = [];
  const settings = { PETCAM_DATA_DIR: directory, PETCAM_PHOTOS_MAX_DAYS: '30', PETCAM_TIME_ZONE: 'UTC' };
  const start = () =>
    startJobs({
      wayBack: () => 'restore a backup',
      store,
      config: readConfig(settings),
      capture: async () => asked.push(clock.now()),
      version: '0.1.0',
      clockWatch: new ClockWatch({ store, clock, log: createLog('silent') }),
      clock,
      log: createLog('silent'),
    });
  const photos = () => store.photos({ limit: 10 }).length;
  return { store, manual, wall, asked, start, photos };
}

t.test(
  'a clock that jumps ten years ahead deletes nothing, says so, and heals when it is set right',
  async (t) => {
    const { manual, wall, start, photos } = await storeWithClock(t);
    const jobs = start();
    t.teardown(() => jobs.stop());
    await manual.advance(2 * HOUR);
    t.strictSame(
      jobs.issues().map(({ text }) => text),
      [],
    );
    wall.off = YEARS;
    await manual.advance(3 * HOUR);
    await jobs.run('retention');
    t.equal(photos(), 1);
    t.match(
      jobs.issues().map(({ text }) => text),
      [/the clock shows 2035-.*nothing is deleted for its age/],
    );
    wall.off = 0;
    await manual.advance(2 * HOUR);
    await jobs.run('retention');
    t.strictSame(
      jobs.issues().map(({ text }) => text),
      [],
    );
    t.equal(photos(), 1);
  },
);

t.test(
  'a box without a battery starts in the past: said, nothing runs wild, and the network sets it right',
  async (t) => {
    const { store, manual, wall, asked, start, photos } = await storeWithClock(t);
    await store.setTimetable('porch', JSON.stringify({ every: '5m' }));
    const first = start();
    await manual.advance(HOUR);
    await first.stop();
    const before = asked.length;
    wall.off = -manual.now();
    const jobs = start();
    t.teardown(() => jobs.stop());
    await manual.advance(2 * 60_000);
    t.match(
      jobs.issues().map(({ text }) => text),
      [/the clock shows 1970-.*but it was 2025-.*dated right once it is set/],
    );
    wall.off = 0;
    await manual.advance(10 * 60_000);
    t.strictSame(
      jobs.issues().map(({ text }) => text),
      [],
    );
    t.equal(photos(), 1);
    t.ok(
      asked.length - before <= 4,
      `${asked.length - before} captures in twelve minutes, not those of 55 years`,
    );
  },
);

t.test('after a long holiday the clock is believed within a day', async (t) => {
  const { manual, wall, start, photos } = await storeWithClock(t);
  const first = start();
  await manual.advance(HOUR);
  await first.stop();
  wall.off = 60 * DAY;
  const jobs = start();
  t.teardown(() => jobs.stop());
  await manual.advance(3 * HOUR);
  t.equal(photos(), 1, 'not yet');
  await manual.advance(DAY);
  t.strictSame(
    jobs.issues().map(({ text }) => text),
    [],
  );
  t.equal(photos(), 0, 'now photos of more than thirty days go, as was asked for');
});

t.test('the app hears of it', async (t) => {
  const directory = temporaryFolder(t);
  const data = path.join(directory, 'data');
  const future = String(systemClock.now() + YEARS);
  await withStore(data, (store) => store.setSetting('clock-trusted-at', future));
  const hub = await startHub(t, { ...quietSettings(directory), PETCAM_DATA_DIR: data });
  const health = (await (await fetch(`${hub.url}/health`)).json()) as Health;
  t.equal(health.status, 'degraded');
  t.match(hub.issues(), [/the clock shows/]);
});
