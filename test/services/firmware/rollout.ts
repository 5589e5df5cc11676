import t, { type Test } from 'tap';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import type { CameraState } from '../../../src/cameras/protocol/types.js';
import type { RefusalCode } from '../../../src/core/codes.js';
import { Refusal } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { readFirmwareFile } from '../../../src/services/firmware/image.js';
import { RollOut } from '../../../src/services/firmware/rollout.js';
import { firmwareFile, type ImageOptions, pair } from '../../support/firmware-image.js';
import { openTestStore } from '../../support/store.js';

const MINUTE = 60_000;
type Asked = { camera: string; claim: string };

/** A roll-out over a real store, with cameras that say what the test says, and a clock that stands still. */
async function rolloutWithCameras(t: Test) {
  const { store, clock } = await openTestStore(t);
  const asked: Asked[] = [];
  const chunks: [string, number, number][] = [];
  const busy = new Set<string>();
  const answers: Record<string, () => Promise<unknown>> = {};
  const rollOut = new RollOut({
    store,
    isBusy: (camera) => busy.has(camera),
    ask: async (camera, { claim }) => {
      asked.push({ camera, claim });
      return answers[camera]?.();
    },
    sendChunk: async (camera, offset, bytes) => {
      chunks.push([camera, offset, bytes.length]);
    },
    onProgress: () => {},
    clock,
    log: createLog('silent'),
  });
  t.teardown(() => rollOut.stop());
  const said = (version: string, more: Partial<CameraState> = {}): CameraState => ({
    firmware: version,
    board: 'simulated',
    rssi: -60,
    uptimeMs: 1,
    resetReason: 'power-on',
    bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
    settings: DEFAULT_SETTINGS,
    ...more,
  });
  async function add(options: ImageOptions = {}): Promise<number> {
    const { bytes, ...image } = readFirmwareFile(firmwareFile(options).file, pair.publicKey);
    return (await store.addFirmware(image, bytes)).id;
  }
  async function camera(id: string, online = true) {
    await store.addCamera(id, id, Buffer.alloc(32));
    await store.touchCamera(id, { at: clock.now(), online, state: said('1.0.0') });
  }
  async function says(id: string, version: string, more: Partial<CameraState> = {}) {
    await store.touchCamera(id, { at: clock.now(), state: said(version, more) });
    await rollOut.heard(id, said(version, more));
  }
  const online = (id: string, there: boolean) => store.touchCamera(id, { at: clock.now(), online: there });
  const stateOf = (id: string) => store.rollouts().findLast((row) => row.camera === id)?.state;
  const reasonOf = (id: string) => store.rollouts().findLast((row) => row.camera === id)?.reason;
  const refuses = (id: string, code: RefusalCode, cause?: { code: string }) => {
    answers[id] = async () => {
      throw new Refusal(code, 'no', { cause });
    };
  };
  const want = (id: string, offset = 0, length = 4096, version = '1.1.0') =>
    rollOut.wanted(id, { version, offset, length });
  return {
    store,
    clock,
    rollOut,
    asked,
    chunks,
    busy,
    answers,
    refuses,
    add,
    camera,
    says,
    online,
    stateOf,
    reasonOf,
    want,
  };
}

t.test('who is busy, or does not answer, gets its turn again', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  home.busy.add('hall');
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(5000);
  t.equal(home.asked.length, 0, 'a burst is coming in');
  home.busy.clear();
  home.refuses('hall', 'camera-refused', { code: 'busy' });
  await home.clock.advance(2000);
  t.equal(home.asked.length, 1);
  t.equal(home.stateOf('hall'), 'waiting');
  await home.clock.advance(28_000);
  t.equal(home.asked.length, 1, 'it is left alone for a while');
  home.refuses('hall', 'camera-timeout');
  await home.clock.advance(4000);
  t.equal(home.asked.length, 2);
  t.equal(home.stateOf('hall'), 'waiting');
  home.answers['hall'] = async () => ({});
  await home.clock.advance(32_000);
  t.equal(home.stateOf('hall'), 'offered');
});

t.test('a no is a no, with its code', async (t) => {
  for (const code of ['signature', 'no-key', 'unknown-verb', 'other-board', 'storage']) {
    const home = await rolloutWithCameras(t);
    await home.camera('hall');
    await home.camera('porch');
    home.refuses('hall', 'camera-refused', { code });
    await home.store.askRollout(await home.add(), ['hall', 'porch']);
    home.rollOut.start();
    await home.clock.advance(100_000);
    t.equal(home.stateOf('hall'), 'failed');
    t.equal(home.reasonOf('hall'), code);
    t.equal(home.stateOf('porch'), 'waiting', 'and halts the others');
  }
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  home.refuses('hall', 'camera-refused');
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(100);
  t.equal(home.reasonOf('hall'), 'unspecified');
});

t.test('an error that is nobody’s answer is logged, and it is tried again', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  home.answers['hall'] = async () => {
    throw new Error('a bug');
  };
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(5000);
  t.equal(home.stateOf('hall'), 'offered');
  home.answers['hall'] = async () => ({});
  await home.clock.advance(100_000);
  t.ok(home.asked.length >= 2);
});

t.test(
  'a camera that wants nothing is asked again, and given up at last; late words still count',
  async (t) => {
    const home = await rolloutWithCameras(t);
    await home.camera('hall');
    await home.store.askRollout(await home.add(), ['hall']);
    home.rollOut.start();
    await home.clock.advance(100);
    await home.want('hall');
    t.equal(home.stateOf('hall'), 'receiving');
    await home.clock.advance(80_000);
    t.equal(home.asked.length, 1);
    await home.clock.advance(20_000);
    t.equal(home.asked.length, 2, 'the same claim again');
    await home.clock.advance(29 * MINUTE);
    t.equal(home.stateOf('hall'), 'failed');
    t.equal(home.reasonOf('hall'), 'silent');
    await home.want('hall', 4096);
    t.same(home.asked.at(-1), { camera: 'hall', claim: '' }, 'what it wants then is cancelled');
    await home.says('hall', '1.1.0');
    t.equal(home.stateOf('hall'), 'done', 'it runs after all');
  },
);

t.test('a camera that goes away keeps its turn for a while, then lets others go first', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  await home.camera('porch');
  await home.store.askRollout(await home.add(), ['hall', 'porch']);
  home.rollOut.start();
  await home.clock.advance(100);
  await home.want('hall');
  await home.online('hall', false);
  await home.clock.advance(10 * MINUTE);
  t.equal(home.stateOf('hall'), 'receiving');
  await home.online('hall', true);
  await home.clock.advance(2000);
  t.equal(home.asked.length, 2, 'asked again as soon as it is back');
  await home.online('hall', false);
  await home.clock.advance(31 * MINUTE);
  t.equal(home.stateOf('hall'), 'waiting');
  t.equal(home.stateOf('porch'), 'offered');
  await home.want('hall', 4096);
  t.same(home.asked.at(-1), { camera: 'hall', claim: '' }, 'out of its turn');
  await home.want('porch');
  t.equal(home.stateOf('porch'), 'receiving');
  await home.says('porch', '1.1.0');
  t.equal(home.stateOf('porch'), 'done');
  home.refuses('hall', 'camera-offline');
  await home.want('hall', 4096);
  t.equal(home.stateOf('hall'), 'receiving', 'it goes on by itself when nobody else is under way');
});

t.test('nothing is heard of a camera that has restarted', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(100);
  await home.rollOut.ended('hall', { version: '1.1.0', state: 'restarting' });
  t.equal(home.stateOf('hall'), 'restarting');
  const before = home.asked.length;
  await home.want('hall');
  t.equal(home.asked.length, before, 'an old want is passed over');
  await home.clock.advance(31 * MINUTE);
  t.equal(home.reasonOf('hall'), 'silent');
});

t.test('only a rollback of this try ends it', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  const back = { resetReason: 'watchdog', update: { version: '1.1.0', state: 'rolled-back' } } as const;
  await home.says('hall', '1.0.0', back);
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(100);
  await home.want('hall');
  await home.says('hall', '1.0.0', back);
  t.equal(home.stateOf('hall'), 'receiving', 'that was an earlier one');
  await home.rollOut.ended('hall', { version: '1.1.0', state: 'restarting' });
  await home.clock.advance(5000);
  t.equal(home.stateOf('hall'), 'restarting', 'what was kept of an earlier word is not asked');
  await home.says('hall', '1.1.0', { update: { version: '1.1.0', state: 'trial' } });
  t.equal(home.stateOf('hall'), 'trial');
  await home.says('hall', '1.1.0', { update: { version: '1.1.0', state: 'trial' } });
  t.equal(home.stateOf('hall'), 'trial');
  await home.says('hall', '1.0.0', back);
  t.equal(home.stateOf('hall'), 'rolled-back');
  t.equal(home.reasonOf('hall'), 'watchdog');
});

t.test('results are counted once, and of nothing else than what is being received', async (t) => {
  const home = await rolloutWithCameras(t);
  await home.camera('hall');
  await home.store.askRollout(await home.add(), ['hall']);
  home.rollOut.start();
  await home.clock.advance(100);
  await home.rollOut.ended('hall', { version: '9.9.9', state: 'restarting' });
  await home.rollOut.ended('hall', { version: '1.1.0', state: 'failed', reason: 'cancelled' });
  t.equal(home.stateOf('hall'), 'offered');
  await home.rollOut.ended('hall', { version: '1.1.0', state: 'failed', reason: 'hash' });
  await home.rollOut.ended('hall', { version: '1.1.0', state: 'failed', reason: 'storage' });
  t.equal(home.reasonOf('hall'), 'hash');
});

t.test(
  'bytes that are not there are not sent, and a camera that asks twice at once gets them once',
  async (t) => {
    const home = await rolloutWithCameras(t);
    await home.camera('hall');
    await home.store.askRollout(await home.add({ bytes: Buffer.alloc(5000, 1) }), ['hall']);
    home.rollOut.start();
    await home.clock.advance(100);
    await home.want('hall', 0, 4095);
    await home.want('hall', 8192, 4096);
    t.same(home.chunks, []);
    await Promise.all([home.want('hall'), home.want('hall')]);
    await home.want('hall', 4096, 904);
    t.same(home.chunks, [
      ['hall', 0, 4096],
      ['hall', 4096, 904],
    ]);
  },
);

t.test(
  'a camera that has overtaken its image leaves the line; a hub that stops does nothing more',
  async (t) => {
    const home = await rolloutWithCameras(t);
    await home.camera('hall', false);
    await home.store.askRollout(await home.add(), ['hall']);
    home.rollOut.start();
    await home.says('hall', '1.2.0');
    t.equal(home.stateOf('hall'), 'cancelled');
    t.equal(home.reasonOf('hall'), 'not-newer');
    await home.rollOut.stop();
    await home.store.askRollout(await home.add({ version: '1.3.0' }), ['hall']);
    await home.online('hall', true);
    home.rollOut.wake();
    await home.clock.advance(5000);
    t.equal(home.asked.length, 0);
  },
);
