import t from 'tap';
import type { Clock } from '../../../src/core/clock.js';
import { createLog } from '../../../src/core/log.js';
import { ClockWatch } from '../../../src/services/schedule/clock-watch.js';
import type { Store } from '../../../src/store/contract.js';
import { ManualClock } from '../../support/manual-clock.js';
import { KEY, makePhoto, openTestStore, runOn, sendBurst } from '../../support/store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
/** How long before its manifest the chosen frame was taken. */
const AGE = 1_000;

/** A store and a wall clock that the test sets; `watch` is what a start of the hub makes. */
async function hubWithClock(t: Parameters<typeof openTestStore>[0], { off = 0 } = {}) {
  const manual = new ManualClock();
  const wall = { off };
  const clock: Clock = {
    now: () => manual.now() + wall.off,
    monotonic: () => manual.monotonic(),
    after: manual.after.bind(manual),
  };
  const { store } = await openTestStore(t, { clock });
  await store.addCamera('porch', 'Porch', KEY);
  const warnings: unknown[] = [];
  const log = createLog('silent');
  log.warn = (...line: unknown[]) => warnings.push(line);
  const watch = () => new ClockWatch({ store, clock, log });
  const photo = (name: string) => takePhoto(store, name, clock.now());
  const takenAt = (id: number) => (store.photo(id)?.takenAt as number) + AGE - manual.now();
  return { store, manual, wall, clock, log, warnings, watch, photo, takenAt };
}

async function takePhoto(store: Store, name: string, at: number): Promise<number> {
  const run = runOn(store);
  await sendBurst(run, name, { at });
  return makePhoto(run, store.nextCutJob(), { at });
}

t.test('what was dated in 1970 is moved when the clock is set, with everything around it', async (t) => {
  const { store, manual, wall, watch, photo, takenAt } = await hubWithClock(t);
  wall.off = -manual.now() + HOUR;
  const clockWatch = watch();
  await clockWatch.look();
  t.equal(clockWatch.trusted(), null, 'a new hub does not believe in 1970');
  const early = await photo('early');
  await manual.advance(10 * MINUTE);
  wall.off = 0;
  const between = await photo('between');
  t.equal(clockWatch.trusted(), null, 'not before the photo is corrected');
  await clockWatch.look();
  t.equal(takenAt(early), -10 * MINUTE, 'by the clock that never jumps');
  t.equal(takenAt(between), 0, 'what came after the jump was right already');
  t.equal(clockWatch.trusted(), manual.now());
  const burst = store.burst(store.photo(early)?.burstId as number);
  t.ok(burst?.frames.every(({ receivedAt }) => receivedAt === manual.now() - 10 * MINUTE));
  t.equal(store.photo(early)?.version, 2, 'phones and sync hear of it');
  t.strictSame(
    store.photos({ limit: 9 }).map(({ id }) => id),
    [between, early],
  );
});

t.test('a photo of a clock that was years ahead does not stay the newest', async (t) => {
  const { manual, wall, watch, photo, takenAt, store } = await hubWithClock(t);
  const clockWatch = watch();
  await clockWatch.look();
  const before = await photo('before');
  await manual.advance(2 * HOUR);
  wall.off = 2 * YEAR;
  await clockWatch.look();
  const ahead = await photo('ahead');
  await manual.advance(MINUTE);
  wall.off = 0;
  await clockWatch.look();
  t.equal(takenAt(ahead), -MINUTE);
  t.equal(takenAt(before), -2 * HOUR - MINUTE, 'what was right stays');
  const after = await photo('after');
  t.strictSame(
    store.photos({ limit: 9 }).map(({ id }) => id),
    [after, ahead, before],
  );
});

t.test('a box that starts with the time of its last stop is set right by the network', async (t) => {
  const { manual, wall, watch, photo, takenAt } = await hubWithClock(t);
  await watch().look();
  wall.off = -8 * HOUR + 30 * MINUTE;
  await manual.advance(8 * HOUR);
  const clockWatch = watch();
  await clockWatch.look();
  const early = await photo('early');
  t.ok(clockWatch.trusted(), 'nothing speaks against that clock');
  await manual.advance(MINUTE / 2);
  wall.off = 0;
  await clockWatch.look();
  t.equal(takenAt(early), -MINUTE / 2);
});

t.test('a clock that is set twice before it is right moves everything twice', async (t) => {
  const { manual, wall, watch, photo, takenAt } = await hubWithClock(t);
  wall.off = -manual.now();
  const clockWatch = watch();
  await clockWatch.look();
  const first = await photo('first');
  wall.off = -20 * YEAR;
  await clockWatch.look();
  const second = await photo('second');
  await manual.advance(MINUTE);
  wall.off = 0;
  await clockWatch.look();
  t.strictSame([takenAt(first), takenAt(second)], [-MINUTE, -MINUTE]);
});

t.test('a run that ended with a wrong clock: its photos are no older than they can be', async (t) => {
  const { manual, wall, watch, photo, takenAt, store } = await hubWithClock(t);
  await watch().look();
  const right = await photo('right');
  wall.off = -manual.now();
  await watch().look();
  const [one] = [await photo('one'), await manual.advance(MINUTE)];
  const two = await photo('two');
  await manual.advance(DAY);
  wall.off = -manual.now();
  await watch().look();
  const three = await photo('three');
  wall.off = 0;
  const clockWatch = watch();
  t.equal(clockWatch.trusted(), null, 'nothing goes for its age before they are corrected');
  await clockWatch.look();
  t.strictSame([takenAt(one), takenAt(two), takenAt(three)], [-MINUTE, 0, 0]);
  t.equal(takenAt(right), -DAY - MINUTE);
  t.equal(store.setting('clock-doubts'), null);
});

t.test('a run that ended ahead of its time: nothing arrived later than now', async (t) => {
  const { manual, wall, watch, photo, takenAt } = await hubWithClock(t);
  await watch().look();
  wall.off = 3 * DAY;
  await manual.advance(HOUR);
  const ahead = await photo('ahead');
  wall.off = 0;
  const clockWatch = watch();
  await clockWatch.look();
  t.equal(takenAt(ahead), 0);
});

t.test('a jump far ahead is not believed, and then it is', async (t) => {
  const { store, manual, wall, clock, warnings, watch, photo, takenAt } = await hubWithClock(t);
  const clockWatch = watch();
  await clockWatch.look();
  t.equal(clockWatch.trusted(), clock.now());
  const before = await photo('before');
  await manual.advance(HOUR);
  wall.off = 3_650 * DAY;
  t.equal(clockWatch.trusted(), null, 'noticed when it matters, not at the next look');
  t.match(warnings, [[{ seconds: 315_360_000 }]]);
  t.match(clockWatch.issue(), /2035/);
  await clockWatch.look();
  t.equal(Number(store.setting('clock-trusted-at')), clock.now() - 3_650 * DAY - HOUR, 'and not remembered');
  await manual.advance(DAY);
  await clockWatch.look();
  t.equal(clockWatch.trusted(), clock.now());
  t.equal(clockWatch.issue(), null);
  t.equal(takenAt(before), -DAY - HOUR);
});

t.test('what a hub knew outlives it, and a right clock ends the issue at once', async (t) => {
  const { store, manual, wall, clock, watch } = await hubWithClock(t);
  await store.setSetting('clock-trusted-at', String(manual.now() - HOUR / 2));
  wall.off = -20 * YEAR;
  const clockWatch = watch();
  await clockWatch.look();
  t.match(clockWatch.issue(), /but it was 2025-\d\d-\d\d \d\d:\d\d already/);
  t.equal(clockWatch.trusted(), null);
  wall.off = 0;
  await clockWatch.look();
  t.equal(clockWatch.issue(), null);
  t.equal(clockWatch.trusted(), clock.now());
});

t.test('whoever signed in while it was 1970 stays signed in', async (t) => {
  const { store, manual, wall, clock, watch } = await hubWithClock(t);
  wall.off = -manual.now();
  const clockWatch = watch();
  await store.registerFirstOwner({ name: 'owner', passwordHash: 'hash' });
  const [owner] = store.users();
  const session = await store.createSession({
    userId: owner?.id as number,
    device: 'phone',
    refreshHash: 'r1',
    expiresAt: clock.now() + 30 * DAY,
  });
  wall.off = 0;
  await clockWatch.look();
  t.equal(store.session(session.id)?.expiresAt, manual.now() + 30 * DAY);
});

t.test('a time that cannot be written down is no reason to stop, and is tried again', async (t) => {
  const { store, manual, wall, clock, log, warnings, photo, takenAt } = await hubWithClock(t);
  const full = { now: true };
  const stubborn = {
    setting: (key: string) => store.setting(key),
    newestIds: () => store.newestIds(),
    latestArrival: store.latestArrival,
    setSetting: (key: string, value: string | null) =>
      full.now ? Promise.reject(new Error('disk full')) : store.setSetting(key, value),
    shiftTimes: (shift: Parameters<Store['shiftTimes']>[0]) =>
      full.now ? Promise.reject(new Error('disk full')) : store.shiftTimes(shift),
  };
  wall.off = -manual.now();
  const clockWatch = new ClockWatch({ store: stubborn, clock, log });
  const early = await photo('early');
  wall.off = 0;
  await clockWatch.look();
  t.equal(clockWatch.trusted(), null, 'what is not corrected must not be deleted for its age');
  t.match(warnings.at(-1), [{ reason: 'disk full' }]);
  full.now = false;
  await clockWatch.look();
  t.equal(takenAt(early), 0);
  t.equal(clockWatch.trusted(), manual.now());
});

t.test('a note of doubts that cannot be read keeps no hub from starting, and is said', async (t) => {
  const { store, watch, warnings } = await hubWithClock(t);
  for (const [at, note] of ['[{"since":', '[{"since":1,"after":{},"behind":true}]', '{}'].entries()) {
    await store.setSetting('clock-doubts', note);
    await watch().look();
    t.equal(warnings.length, at + 1, note);
  }
});
