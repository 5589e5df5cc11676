import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import { camerasFor, newestFor, updateFor } from '../../../src/services/firmware/offer.js';
import { isHalted, nextTurn } from '../../../src/services/firmware/turn.js';
import { byRunningVersion } from '../../../src/services/firmware/verdict.js';
import type { CameraRow } from '../../../src/store/cameras.js';
import type { FirmwareImage, Rollout } from '../../../src/store/firmware.js';
import { refusalOf } from '../../support/refusals.js';

const image = (id: number, version: string, board = 'simulated'): FirmwareImage => ({
  id,
  board,
  version,
  length: 1000,
  sha256: '',
  claim: '',
  signature: '',
  addedAt: 0,
});

const row = (camera: string, state: Rollout['state'], more: Partial<Rollout> = {}): Rollout => ({
  ...image(1, '1.1.0'),
  imageId: 1,
  camera,
  state,
  received: 0,
  reason: null,
  halts: false,
  askedAt: 0,
  changedAt: 0,
  ...more,
});

const said = (firmware: string, board = 'simulated') => ({
  firmware,
  board,
  rssi: -60,
  uptimeMs: 1,
  resetReason: 'power-on',
  bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
  settings: DEFAULT_SETTINGS,
});

const camera = (id: string, state: CameraRow['state']): CameraRow => ({
  id,
  name: id,
  createdAt: 0,
  online: true,
  lastSeenAt: null,
  state,
  turn: 0,
  stream: null,
  pause: null,
  deferredSettings: null,
  photos: 0,
  refused: null,
  unusable: null,
});

const everybody = () => true;

t.test('whose turn it is', async (t) => {
  t.equal(nextTurn([], everybody), null);
  t.equal(nextTurn([row('a', 'done'), row('b', 'waiting')], everybody)?.camera, 'b');
  t.equal(nextTurn([row('a', 'waiting'), row('b', 'waiting')], (id) => id === 'b')?.camera, 'b');
  for (const state of ['offered', 'receiving', 'restarting', 'trial'] as const)
    t.equal(nextTurn([row('a', state), row('b', 'waiting', { imageId: 2 })], everybody), null, state);
  const failed = row('a', 'failed', { halts: true });
  t.equal(nextTurn([failed, row('b', 'waiting')], everybody), null, 'halted');
  t.equal(
    nextTurn([failed, row('b', 'waiting', { imageId: 2 })], everybody)?.camera,
    'b',
    'another image goes on',
  );
  t.ok(isHalted([failed], 1));
  t.notOk(isHalted([failed], 2));
});

t.test('what there is for a camera', async (t) => {
  const images = [image(1, '1.1.0'), image(3, '1.10.0'), image(2, '1.9.0'), image(4, '9.0.0', 'ai-thinker')];
  const received = () => 500;
  t.equal(newestFor('simulated', images)?.version, '1.10.0');
  t.equal(newestFor('host', images), null);
  t.equal(updateFor(camera('a', null), images, [], received), null, 'it has not said what it is');
  t.equal(updateFor(camera('a', said('1.10.0')), images, [], received), null);
  t.match(updateFor(camera('a', said('1.0.0')), images, [], received), {
    image: 3,
    available: '1.10.0',
    state: null,
  });
  const busy = row('a', 'receiving');
  t.match(updateFor(camera('a', said('1.0.0')), images, [busy], received), { image: 1, percent: 50 });
  const waits = [row('b', 'failed', { imageId: 3, halts: true }), row('a', 'waiting', { imageId: 3 })];
  t.match(updateFor(camera('a', said('1.0.0')), images, waits, received), {
    state: 'waiting',
    reason: 'halted',
  });
  const cancelled = [row('a', 'cancelled', { imageId: 3 })];
  t.match(updateFor(camera('a', said('1.0.0')), images, cancelled, received), { state: null });
});

t.test('whom an image is for', async (t) => {
  const cameras = [
    camera('old', said('1.0.0')),
    camera('new', said('1.1.0')),
    camera('other', said('0.1.0', 'ai-thinker')),
    camera('silent', null),
  ];
  t.same(camerasFor(image(1, '1.1.0'), cameras, [], null), ['old']);
  const gaveUp = [row('old', 'rolled-back')];
  t.equal(
    refusalOf(() => camerasFor(image(1, '1.1.0'), cameras, gaveUp, null)),
    'firmware-no-camera',
  );
  t.same(camerasFor(image(1, '1.1.0'), cameras, gaveUp, ['old']), ['old'], 'by name it is tried again');
});

t.test('what the running version says', async (t) => {
  t.same(byRunningVersion(row('a', 'waiting'), said('1.1.0')), { state: 'done' });
  t.same(byRunningVersion(row('a', 'waiting'), said('1.2.0')), { state: 'cancelled', reason: 'not-newer' });
  t.equal(byRunningVersion(row('a', 'waiting'), said('1.0.0')), null);
  t.equal(byRunningVersion(row('a', 'receiving'), said('1.2.0')), null);
  t.equal(byRunningVersion(row('a', 'rolled-back'), said('1.1.0')), null);
  t.equal(byRunningVersion(row('a', 'failed', { reason: 'hash' }), said('1.1.0')), null);
  const trial = { ...said('1.1.0'), update: { version: '1.1.0', state: 'trial' as const } };
  t.same(byRunningVersion(row('a', 'receiving'), trial), { state: 'trial' }, 'the result was not heard');
  t.equal(byRunningVersion(row('a', 'trial'), trial), null);
});
