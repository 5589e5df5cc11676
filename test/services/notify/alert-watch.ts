import t, { type Test } from 'tap';
import { DEFAULT_STREAM_SETTINGS } from '../../../src/cameras/streams/stream-settings.js';
import type { HealthIssue } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { AlertWatch, type MissedPet } from '../../../src/services/notify/alert-watch.js';
import type { Alert, AlertType } from '../../../src/store/alerts.js';
import { KEY, openTestStore } from '../../support/store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A hub with one camera, one target and nothing wrong. What is queued is told at once, unless `isDeaf`. */
async function watchedHub(t: Test) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'The porch', KEY);
  const camera = (online: boolean) => store.touchCamera('porch', { at: clock.now(), online });
  const state = {
    issues: [] as HealthIssue[],
    off: [] as AlertType[],
    missed: [] as MissedPet[],
    quiet: false,
    isDeaf: false,
  };
  const told: Alert[] = [];
  let watch = begin();
  function begin() {
    const made = new AlertWatch({
      store,
      issues: () => state.issues,
      targets: () => ['webhook'],
      isOn: (type) => !state.off.includes(type),
      missed: () => state.missed,
      isQuiet: () => state.quiet,
      address: () => 'https://hub.test',
      onQueued: () => {},
      clock,
      log: createLog('silent'),
    });
    made.start();
    t.teardown(() => made.stop());
    return made;
  }
  async function pass(ms: number) {
    await watch.settled();
    for (let left = ms; left > 0; left -= MINUTE) {
      await clock.advance(MINUTE);
      await watch.settled();
      if (state.isDeaf) continue;
      for (let next = store.dueAlert(clock.now()); next; next = store.dueAlert(clock.now())) {
        told.push(next.alert);
        await store.settleAlert(next.id);
      }
    }
  }
  async function restart() {
    await watch.stop();
    watch = begin();
  }
  const kinds = () => told.map(({ type }) => type);
  return { store, clock, camera, state, told, kinds, pass, restart };
}

t.test('a camera by address that is paused is not missed until its pause is over', async (t) => {
  const { store, clock, kinds, pass } = await watchedHub(t);
  const source = { url: 'http://10.0.0.7/', address: '10.0.0.7', certificate: null, credentials: null };
  const stream = { kind: 'stream', width: 640, height: 480, settings: DEFAULT_STREAM_SETTINGS } as const;
  await store.addStreamCamera('hall', 'Hall', source, stream);
  await store.touchCamera('hall', { at: clock.now(), online: true });
  await store.pauseCamera('hall', null);
  await store.touchCamera('hall', { at: clock.now(), online: false });
  await pass(60 * MINUTE);
  t.strictSame(kinds(), []);
  await store.endPause('hall');
  await pass(5 * MINUTE);
  t.strictSame(kinds(), [], 'it has time to come back');
  await pass(10 * MINUTE);
  t.strictSame(kinds(), ['camera-offline']);
});

t.test('a camera that stays away is told once, with its page and since when', async (t) => {
  const { camera, told, pass, clock } = await watchedHub(t);
  await camera(true);
  await pass(5 * MINUTE);
  await camera(false);
  const left = clock.now();
  await pass(9 * MINUTE);
  t.equal(told.length, 0, 'a router that restarts is no news');
  await pass(3 * HOUR);
  t.match(told, [
    {
      type: 'camera-offline',
      camera: 'porch',
      cameraName: 'The porch',
      url: 'https://hub.test/#/cameras/porch',
    },
  ]);
  t.equal(told.length, 1);
  t.ok(Math.abs((told[0]?.since ?? 0) - left) <= MINUTE);
});

t.test('a camera that comes and goes is not told ten times', async (t) => {
  const { camera, told, pass } = await watchedHub(t);
  for (let round = 0; round < 10; round += 1) {
    await camera(true);
    await pass(11 * MINUTE);
    await camera(false);
    await pass(11 * MINUTE);
  }
  t.equal(told.length, 1, 'it was never back for half an hour');
  await camera(true);
  await pass(31 * MINUTE);
  await camera(false);
  await pass(11 * MINUTE);
  t.equal(told.length, 1, 'nor is it told twice in six hours');
  await camera(true);
  await pass(7 * HOUR);
  await camera(false);
  await pass(11 * MINUTE);
  t.equal(told.length, 2, 'after hours of peace it is news again');
});

t.test('a camera that nobody has set up yet is not missed', async (t) => {
  const { told, pass } = await watchedHub(t);
  await pass(HOUR);
  t.equal(told.length, 0);
});

t.test('a start of the hub tells nothing twice, and waits for the cameras', async (t) => {
  const { camera, told, pass, restart } = await watchedHub(t);
  await camera(true);
  await pass(MINUTE);
  await camera(false);
  await restart();
  await pass(9 * MINUTE);
  t.equal(told.length, 0);
  await pass(2 * MINUTE);
  t.equal(told.length, 1);
  await restart();
  await pass(HOUR);
  t.equal(told.length, 1);
});

const full: HealthIssue = { code: 'storage-full', text: 'the disk is full: make room' };
const away: HealthIssue = { code: 'broker-away', text: 'the MQTT broker cannot be reached' };

t.test('a hub in trouble is told with what is wrong, and its recovery after that alone', async (t) => {
  const { state, told, kinds, pass } = await watchedHub(t);
  await pass(HOUR);
  state.issues = [full];
  await pass(5 * MINUTE);
  state.issues = [];
  await pass(HOUR);
  t.strictSame(kinds(), [], 'trouble that passes, and no recovery without trouble');
  state.issues = [full];
  await pass(15 * MINUTE);
  t.match(told, [{ type: 'hub-trouble', issues: [full], camera: null, url: 'https://hub.test/#/settings' }]);
  state.issues = [full, away];
  await pass(15 * MINUTE);
  t.strictSame(kinds(), ['hub-trouble', 'hub-trouble'], 'something else is news');
  state.issues = [];
  await pass(HOUR);
  t.strictSame(kinds(), ['hub-trouble', 'hub-trouble', 'hub-recovered']);
  state.issues = [full];
  await pass(HOUR);
  t.equal(told.length, 3, 'the same again within hours is not');
  await pass(6 * HOUR);
  t.equal(told.length, 4, 'and is when it lasts');
});

t.test('what concerns one camera, or the notifications, is no trouble of the hub', async (t) => {
  const { state, kinds, pass } = await watchedHub(t);
  state.issues = [
    { code: 'camera-flapping', about: 'porch', text: 'it comes and goes' },
    { code: 'notify-failing', about: 'ntfy', text: 'ntfy cannot be reached' },
  ];
  await pass(HOUR);
  t.strictSame(kinds(), []);
});

t.test('each kind has its switch, and one that is switched on later hears what lasts', async (t) => {
  const { camera, state, kinds, pass } = await watchedHub(t);
  state.off = ['camera-offline', 'hub-recovered'];
  await camera(true);
  await pass(MINUTE);
  await camera(false);
  state.issues = [full];
  await pass(HOUR);
  t.strictSame(kinds(), ['hub-trouble']);
  state.off = ['hub-recovered'];
  await pass(2 * MINUTE);
  t.strictSame(kinds(), ['hub-trouble', 'camera-offline']);
  state.issues = [];
  await pass(HOUR);
  t.strictSame(kinds(), ['hub-trouble', 'camera-offline'], 'nobody wants to know that it is well');
});

t.test('in the quiet hours it waits; what is over by the morning is never told', async (t) => {
  const { camera, state, kinds, pass } = await watchedHub(t);
  await camera(true);
  await pass(MINUTE);
  state.quiet = true;
  await camera(false);
  state.issues = [full];
  await pass(3 * HOUR);
  await camera(true);
  await pass(HOUR);
  t.strictSame(kinds(), []);
  state.quiet = false;
  await pass(2 * MINUTE);
  t.strictSame(kinds(), ['hub-trouble']);
});

t.test('a target that never heard of the trouble is not told that it is over', async (t) => {
  const { store, clock, state, kinds, pass } = await watchedHub(t);
  state.isDeaf = true;
  state.issues = [full];
  await pass(15 * MINUTE);
  t.ok(store.dueAlert(clock.now()));
  state.issues = [];
  await pass(15 * MINUTE);
  t.equal(store.nextAlertAt(), null);
  t.strictSame(kinds(), []);
});

t.test('a camera that is removed is forgotten, with what was to be told of it', async (t) => {
  const { store, camera, state, pass } = await watchedHub(t);
  await camera(true);
  await pass(MINUTE);
  state.isDeaf = true;
  await camera(false);
  await pass(15 * MINUTE);
  t.not(store.nextAlertAt(), null);
  await store.removeCamera('porch');
  await pass(2 * MINUTE);
  t.equal(store.nextAlertAt(), null);
  t.equal(store.alertState('camera/porch'), null);
});

t.test('a pet that is not seen is told once, while cameras look, and again after it was seen', async (t) => {
  const { clock, camera, state, told, kinds, pass } = await watchedHub(t);
  const begun = clock.now();
  const nabi = { id: 3, name: 'Nabi', hours: 9, lastSeenAt: begun - 12 * HOUR };
  state.missed = [nabi];
  await pass(2 * HOUR);
  t.strictSame(kinds(), [], 'no camera has looked');
  await camera(true);
  await pass(59 * MINUTE);
  t.strictSame(kinds(), [], 'not for long enough');
  await pass(3 * MINUTE);
  t.match(told, [
    {
      type: 'pet-unseen',
      camera: null,
      pet: 3,
      petName: 'Nabi',
      hours: 15,
      since: nabi.lastSeenAt,
      url: 'https://hub.test/#/activity',
    },
  ]);
  await pass(3 * HOUR);
  t.equal(told.length, 1, 'once');
  state.missed = [{ ...nabi, lastSeenAt: clock.now() }];
  await pass(8 * HOUR);
  t.equal(told.length, 1, 'it was seen');
  await pass(2 * HOUR);
  t.match(told[1], { type: 'pet-unseen', hours: 9 });
  state.missed = [];
  await pass(5 * MINUTE);
  state.missed = [{ ...nabi, lastSeenAt: clock.now() - 20 * HOUR }];
  await pass(5 * MINUTE);
  t.equal(told.length, 3, 'an alarm that is set anew begins anew');
});
