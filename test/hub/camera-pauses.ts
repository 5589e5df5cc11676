import t, { type Test } from 'tap';
import { DEFAULT_SETTINGS } from '../../src/cameras/protocol/settings.js';
import type { CameraSettings } from '../../src/cameras/protocol/types.js';
import { Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { CameraPauses } from '../../src/hub/camera-pauses.js';
import { plugIn, registerOwner, startHub } from '../support/hub.js';
import { settled } from '../support/manual-clock.js';
import { KEY, openTestStore } from '../support/store.js';
import { untilStored } from '../support/until.js';

const MINUTE = 60_000;
const OWN = { motion: true, scheduleSeconds: 3600 };
const QUIET = { motion: false, scheduleSeconds: 0 };

/** A hub with a camera that keeps its settings, is there or away, and reports what it is told. */
async function hubWithCamera(t: Test) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'The porch', KEY);
  const camera = { settings: { ...DEFAULT_SETTINGS, ...OWN } as CameraSettings, fails: false };
  const told: object[] = [];
  const ended: string[] = [];
  const corrected = { by: 0 };
  const report = (online: boolean) =>
    store.touchCamera('porch', {
      at: clock.now(),
      online,
      state: {
        ...{ firmware: '1.1.0', board: 'ai-thinker', rssi: -60, uptimeMs: 1, resetReason: 'power-on' },
        bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
        settings: camera.settings,
      },
    });
  function begin() {
    const pauses = new CameraPauses({
      store,
      command: async (_camera, _verb, change) => {
        if (camera.fails || !store.camera('porch')?.online) throw new Refusal('camera-offline', 'away');
        told.push(change);
        camera.settings = { ...camera.settings, ...change };
        await report(true);
        return { ...camera.settings };
      },
      live: { end: (id) => ended.push(id) },
      clockWatch: {
        async look() {
          const [by, now] = [corrected.by, clock.now()];
          corrected.by = 0;
          const all = { since: 0, until: now, after: { frame: 0, burst: 0 }, through: null };
          if (by !== 0) await store.shiftTimes({ ...all, by });
        },
      },
      clock,
      log: createLog('silent'),
    });
    pauses.start();
    t.teardown(() => pauses.stop());
    return pauses;
  }
  await report(true);
  const pauses = begin();
  await settled();
  return { store, clock, camera, told, ended, report, corrected, pauses, begin };
}

t.test('an hour of pause takes the settings away and brings them back', async (t) => {
  const { store, clock, camera, told, ended, pauses } = await hubWithCamera(t);
  const since = clock.now();
  t.match(await pauses.pause('porch', 60), { pause: { since, until: since + 60 * MINUTE } });
  await settled();
  t.strictSame(told, [QUIET]);
  t.strictSame(ended, ['porch'], 'nobody goes on watching');
  t.match(camera.settings, QUIET);
  t.match(store.camera('porch'), { deferredSettings: OWN });
  await clock.advance(59 * MINUTE);
  t.ok(store.camera('porch')?.pause, 'not before its time');
  await clock.advance(MINUTE);
  t.equal(store.camera('porch')?.pause, null);
  t.match(camera.settings, OWN);
  t.equal(store.camera('porch')?.deferredSettings, null);
  t.strictSame(told, [QUIET, OWN], 'each once');
  await t.rejects(pauses.pause('attic', 60), { code: 'camera-unknown' });
});

t.test(
  'a camera that is away at the end gets its settings when it comes, also from a later run',
  async (t) => {
    const { store, clock, camera, report, pauses, begin } = await hubWithCamera(t);
    await pauses.pause('porch', 5);
    await settled();
    await store.touchCamera('porch', { at: clock.now(), online: false });
    await pauses.stop();
    await clock.leap(60 * MINUTE);
    begin();
    await settled();
    t.equal(store.camera('porch')?.pause, null, 'over while the hub was off');
    t.match(camera.settings, QUIET);
    await report(true);
    await settled();
    t.match(camera.settings, OWN);
  },
);

t.test('a pause has no end of its own, survives both restarts, and what fails is tried again', async (t) => {
  const { store, clock, camera, report, pauses, begin } = await hubWithCamera(t);
  camera.fails = true;
  await pauses.pause('porch', null);
  await settled();
  t.match(camera.settings, OWN);
  camera.fails = false;
  await clock.advance(MINUTE);
  t.match(camera.settings, QUIET, 'told at the next look');
  await pauses.stop();
  const again = begin();
  await clock.advance(48 * 60 * MINUTE);
  t.match(store.camera('porch')?.pause, { until: null });
  // A camera that has lost what it was told.
  camera.settings = { ...camera.settings, motion: true, scheduleSeconds: 60 };
  await report(true);
  await settled();
  t.match(camera.settings, QUIET);
  await again.end('porch');
  await settled();
  t.match(camera.settings, OWN);
  await again.end('porch');
  t.equal(store.camera('porch')?.pause, null, 'twice does no harm');
});

t.test('settings that are changed in the pause are in force after it', async (t) => {
  const { camera, told, pauses, store } = await hubWithCamera(t);
  t.match(await pauses.changeSettings('porch', { scheduleSeconds: 60 }), { scheduleSeconds: 60 });
  await pauses.pause('porch', null);
  await settled();
  t.match(await pauses.changeSettings('porch', { quality: 20, motion: false }), {
    quality: 20,
    motion: false,
    scheduleSeconds: 60,
  });
  t.match(camera.settings, { ...QUIET, quality: 20 });
  const { length } = told;
  await store.touchCamera('porch', { at: 0, online: false });
  t.match(await pauses.changeSettings('porch', { scheduleSeconds: 120 }), { scheduleSeconds: 120 });
  t.equal(told.length, length, 'the camera need not be there for it');
  await t.rejects(pauses.changeSettings('porch', { quality: 21 }), { code: 'camera-offline' });
  await t.rejects(pauses.changeSettings('attic', { quality: 21 }), { code: 'camera-unknown' });
  await store.touchCamera('porch', { at: 0, online: true });
  await pauses.end('porch');
  await settled();
  t.match(camera.settings, { motion: false, scheduleSeconds: 120, quality: 20 });
});

t.test('a clock that is set during the pause ends it at the right time', async (t) => {
  const { store, clock, pauses, corrected } = await hubWithCamera(t);
  await pauses.pause('porch', 60);
  await clock.advance(10 * MINUTE);
  // The clock was a year behind when the pause was begun: what it dated is moved before anything ends.
  corrected.by = 365 * 24 * 60 * MINUTE;
  await clock.leap(corrected.by);
  await settled();
  t.ok(store.camera('porch')?.pause, 'ten minutes of sixty are over');
  await clock.advance(50 * MINUTE);
  t.equal(store.camera('porch')?.pause, null);
});

t.test('a camera on a whole hub: paused, photographed by hand, and itself again', async (t) => {
  const hub = await startHub(t);
  const { store } = hub;
  const owner = await registerOwner(hub);
  const settings = { burstIntervalMs: 100, burstFrames: 2, scheduleSeconds: 600 };
  await plugIn(t, hub, { camera: 'porch', settings });
  const said = () => store.camera('porch')?.state?.settings;
  await untilStored(store, () => store.camera('porch')?.online === true && said() !== undefined);
  t.match(await owner.send('PUT', '/cameras/porch/pause', { pause: { minutes: null } }), {
    pause: { until: null },
    state: { settings: { motion: true, scheduleSeconds: 600 } },
  });
  await untilStored(store, () => said()?.motion === false && said()?.scheduleSeconds === 0);
  t.match(await owner.get('/health'), { details: { cameras: { known: 1, paused: 1 } } });
  t.notMatch(hub.issues().join(), /porch/);
  t.match(await (await owner.fetch('/cameras/porch/live')).json(), { status: 409, code: 'camera-paused' });
  t.equal((await owner.fetch('/cameras/porch/capture', { method: 'POST' })).status, 202);
  await untilStored(store, () => store.camera('porch')?.photos === 1);
  t.match(await owner.send('PUT', '/cameras/porch/pause', { pause: null }), { pause: null });
  await untilStored(store, () => said()?.motion === true && said()?.scheduleSeconds === 600);
  await untilStored(store, () => store.camera('porch')?.deferredSettings === null);
});
