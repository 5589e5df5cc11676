import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../src/cameras/protocol/settings.js';
import type { CameraState } from '../../../src/cameras/protocol/types.js';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { workReads } from '../../../src/store/reads/work.js';
import { frameOf, jpegOf } from '../../support/frames.js';
import { KEY, makePhoto, openTestWriter, sendBurst } from '../../support/store.js';

const state: CameraState = {
  firmware: '1.0.0',
  board: 'ai-thinker',
  rssi: -61,
  uptimeMs: 1,
  resetReason: 'power-on',
  bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
  settings: DEFAULT_SETTINGS,
};

function storeWithCamera(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  return { ...writer, ...cameraReads(writer.db), ...workReads(writer.db), ...burstReads(writer.db) };
}

t.test('cameras are added, renamed, given a new key', (t) => {
  const { run, camera, cameras, sealedKey, clock, events } = storeWithCamera(t);
  const row = run('addCamera', 'porch', 'Porch', KEY);
  t.strictSame(row, {
    id: 'porch',
    name: 'Porch',
    createdAt: clock.now(),
    online: false,
    lastSeenAt: null,
    state: null,
    turn: 0,
    stream: null,
    pause: null,
    deferredSettings: null,
    photos: 0,
    refused: null,
    unusable: null,
  });
  t.throws(() => run('addCamera', 'porch', 'Again', KEY), { code: 'camera-exists' });
  t.match(run('renameCamera', 'porch', 'Front door'), { name: 'Front door' });
  run('rotateCameraKey', 'porch', Buffer.from('other'));
  t.same(sealedKey('porch'), Buffer.from('other'));
  run('addCamera', 'hall', 'Hall', KEY);
  t.match(cameras(), [{ id: 'porch' }, { id: 'hall' }]);
  t.equal(camera('nobody'), null);
  t.equal(sealedKey('nobody'), null);
  const unknown = { code: 'camera-unknown' };
  t.throws(() => run('renameCamera', 'nobody', 'x'), unknown);
  t.throws(() => run('rotateCameraKey', 'nobody', KEY), unknown);
  t.throws(() => run('removeCamera', 'nobody'), unknown);
  t.throws(() => run('touchCamera', 'nobody', { at: 1 }), unknown);
  t.match(
    events.map(({ data }) => data),
    [
      { camera: 'porch', online: false },
      { camera: 'porch' },
      { camera: 'porch', rekeyed: true },
      { camera: 'hall' },
    ],
  );
  t.end();
});

t.test('a removed camera loses its key; its photos and its unfinished burst are kept', async (t) => {
  const { run, camera, cameras, sealedKey, nextCutJob, openBursts, closedBurst, events } = storeWithCamera(t);
  run('addCamera', 'porch', 'Porch', KEY);
  await sendBurst(run, 'b1');
  await makePhoto(run, nextCutJob());
  t.equal(camera('porch')?.photos, 1);
  run('saveFrame', frameOf(0, jpegOf(1), { burst: 'b2' }));
  run('saveManifest', {
    camera: 'porch',
    manifest: { burst: 'b3', trigger: 'motion', frames: [] },
    receivedAt: 1,
    dropped: [],
  });
  run('removeCamera', 'porch');
  t.strictSame(cameras(), []);
  t.equal(sealedKey('porch'), null);
  t.match(events.at(-1), { type: 'camera.updated', data: { camera: 'porch', removed: true } });
  t.match(nextCutJob(), { burst: 'b2', frames: [{ index: 0 }] });
  t.throws(() => run('removeCamera', 'porch'), { code: 'camera-unknown' });
  const again = run('addCamera', 'porch', 'Back again', KEY);
  t.match(again, { name: 'Back again', photos: 1 });
  t.equal(closedBurst('porch', 'b1'), null, 'its burst names are new');
  await sendBurst(run, 'b1');
  t.match(closedBurst('porch', 'b1'), { durable: [{}, {}, {}] });
  t.strictSame(openBursts(), []);
});

t.test('being seen is stored; only what an owner sees changing is announced', (t) => {
  const { run, camera, events } = storeWithCamera(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const touch = (seen: { at: number; online?: boolean; state?: CameraState }) => {
    events.length = 0;
    run('touchCamera', 'porch', seen);
    return events.map(({ type, data }) => type === 'camera.updated' && data.online);
  };
  t.strictSame(touch({ at: 10, online: true }), [true]);
  t.strictSame(touch({ at: 20, online: true }), []);
  t.strictSame(touch({ at: 30, state }), [true]);
  t.match(camera('porch'), { online: true, lastSeenAt: 30, state });
  t.strictSame(
    touch({ at: 40, state: { ...state, rssi: -80, uptimeMs: 2 } }),
    [],
    'signal comes by every minute',
  );
  t.equal(camera('porch')?.state?.rssi, -80);
  t.strictSame(touch({ at: 50, state: { ...state, firmware: '1.1.0' } }), [true]);
  t.strictSame(
    touch({ at: 60, state: { ...state, firmware: '1.1.0', settings: { ...state.settings, quality: 12 } } }),
    [true],
  );
  t.strictSame(touch({ at: 5 }), []);
  t.equal(camera('porch')?.lastSeenAt, 60, 'a clock that was put back does not unsee');
  run('allOffline');
  t.equal(camera('porch')?.online, false);
  t.end();
});
