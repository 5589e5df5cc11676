import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../../src/cameras/protocol/settings.js';
import type { CameraState } from '../../../../src/cameras/protocol/types.js';
import { Refusal } from '../../../../src/core/errors.js';
import { startApi } from '../../../support/api/hub.js';

const { app, store, link, signedIn } = await startApi(t);
const owner = await signedIn('owner');
const member = await signedIn('member');

async function call(method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, who = owner) {
  const response = await app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.body === '' ? null : response.json(), response };
}

t.test('an owner adds a camera and sees its key this once', async (t) => {
  const { status, body, response } = await call('POST', '/cameras', { name: 'Living room' });
  t.equal(status, 201);
  t.match(body, {
    camera: {
      id: 'living-room',
      name: 'Living room',
      online: false,
      lastSeenAt: null,
      state: null,
      photos: 0,
      refused: null,
      unusable: null,
      connection: { state: 'steady', connects: 0 },
      costlyFrames: 0,
    },
    mqtt: {
      url: 'mqtt://hub.test:1883',
      tlsUrl: 'mqtts://hub.test:8883',
      username: 'living-room',
      password: /^[0-9a-f]{64}$/,
    },
  });
  t.equal(response.headers['cache-control'], 'no-store');
  t.strictSame(link.toldCameras, ['living-room'], 'it is noted what it is told');
  t.equal(
    body.console,
    `hub {"v":1,"host":"hub.test","port":8883,"camera":"living-room","key":"${body.mqtt.password}","name":"petcam.local"}`,
    'what to type on its serial console',
  );
  t.ok(store.checkCameraKey('living-room', Buffer.from(body.mqtt.password, 'hex')));
  const list = await app.inject({ url: '/cameras', headers: member.headers });
  t.match(list.json().cameras, [{ id: 'living-room' }]);
  t.notMatch(list.body, body.mqtt.password);
});

t.test('an id may be chosen, once', async (t) => {
  t.equal((await call('POST', '/cameras', { id: 'door', name: 'Door' })).status, 201);
  t.match((await call('POST', '/cameras', { id: 'door', name: 'Door' })).body, {
    status: 409,
    code: 'camera-exists',
  });
  t.equal((await call('POST', '/cameras', { name: 'Door' })).body.camera.id, 'door-2');
});

t.test('bad names are refused', async (t) => {
  for (const payload of [
    { id: 'Door', name: 'x' },
    { id: 'bridge', name: 'x' },
    { name: '' },
    { name: ' x' },
    {},
  ])
    t.match((await call('POST', '/cameras', payload)).body, { status: 400, code: 'request-invalid' });
});

t.test('renaming', async (t) => {
  t.match((await call('PATCH', '/cameras/door', { name: 'Front door' })).body, {
    id: 'door',
    name: 'Front door',
  });
  t.match((await call('PATCH', '/cameras/none', { name: 'x' })).body, {
    status: 404,
    code: 'camera-unknown',
  });
});

t.test('a setting that the camera does not have is refused', async (t) => {
  const said = {
    firmware: '1.2.0',
    board: 'ai-thinker',
    rssi: -61,
    uptimeMs: 1000,
    resetReason: 'power-on',
    bursts: { queued: 0, sent: 1, lost: 0, framesLost: 0 },
  } as const;
  const tell = (state: CameraState) =>
    store.touchCamera('door', { at: 1_763_867_000_000, online: true, state });
  const change = (payload: object) => call('POST', '/cameras/door/settings', payload);
  await tell({ ...said, settings: DEFAULT_SETTINGS });
  link.answer = () => ({ ...DEFAULT_SETTINGS, flip: true });
  const asked = link.asked.length;
  t.match((await change({ quality: 12, flip: true })).body, { status: 409, code: 'setting-unsupported' });
  t.equal(link.asked.length, asked, 'one of the first cameras is not asked');

  await tell({
    ...said,
    settings: { ...DEFAULT_SETTINGS, flip: false },
    sensor: { state: 'unsupported', model: 'unsupported', id: 0x2145 },
    capabilities: ['flip'],
  });
  t.match((await app.inject({ url: '/cameras/door', headers: member.headers })).json(), {
    state: {
      sensor: { state: 'unsupported', id: 0x2145 },
      capabilities: ['flip'],
      settings: { flip: false },
    },
  });
  t.match((await change({ flip: true })).body, { settings: { flip: true } });
  t.match((await change({ mirror: true })).body, { code: 'setting-unsupported', detail: /mirror/ });
});

t.test('what a camera reports is shown', async (t) => {
  const state = {
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -61,
    uptimeMs: 1000,
    resetReason: 'power-on',
    bursts: { queued: 0, sent: 1, lost: 0, framesLost: 0 },
    settings: DEFAULT_SETTINGS,
  } as const;
  await store.touchCamera('door', { at: 1_763_867_000_000, online: true, state });
  const { cameras } = (await app.inject({ url: '/cameras', headers: member.headers })).json();
  t.match(
    cameras.find(({ id }: { id: string }) => id === 'door'),
    { online: true, lastSeenAt: 1_763_867_000_000, state },
  );
  const one = (await app.inject({ url: '/cameras/door', headers: member.headers })).json();
  t.match(one, {
    id: 'door',
    online: true,
    state: { rssi: -61, resetReason: 'power-on', firmware: '1.0.0' },
  });
});

t.test('anybody of the home may take a picture', async (t) => {
  link.answer = () => ({ burst: '00000017-5' });
  const { status, body } = await call('POST', '/cameras/door/capture', undefined, member);
  t.equal(status, 202);
  t.strictSame(body, { burst: '00000017-5' });
  t.strictSame(link.asked.at(-1), ['door', 'capture', {}]);
});

t.test('settings go to the camera, and its answer comes back', async (t) => {
  const settings = {
    frameSize: 'vga',
    quality: 12,
    burstFrames: 6,
    burstIntervalMs: 500,
    warmupFrames: 2,
    motion: false,
    motionSensitivity: 3,
    cooldownMs: 5000,
    flash: 'auto',
    scheduleSeconds: 3600,
  };
  link.answer = () => settings;
  const change = { quality: 12, scheduleSeconds: 3600 };
  t.match((await call('POST', '/cameras/door/settings', change, member)).body, { code: 'owner-only' });
  const { body } = await call('POST', '/cameras/door/settings', change);
  t.strictSame(body, { settings });
  t.strictSame(link.asked.at(-1), ['door', 'settings', { quality: 12, scheduleSeconds: 3600 }]);
});

t.test('an owner restarts a camera', async (t) => {
  link.answer = () => ({});
  t.match((await call('POST', '/cameras/door/restart', undefined, member)).body, { code: 'owner-only' });
  t.equal((await call('POST', '/cameras/door/restart')).status, 204);
  t.strictSame(link.asked.at(-1), ['door', 'restart', {}]);
  t.match((await call('POST', '/cameras/none/restart')).body, { status: 404, code: 'camera-unknown' });
});

t.test('a new key takes the place of the old one, and is shown this once', async (t) => {
  const { status, body } = await call('POST', '/cameras/door/key');
  t.equal(status, 200);
  t.match(body, { camera: { id: 'door', name: 'Front door' }, mqtt: { username: 'door' } });
  t.ok(store.checkCameraKey('door', Buffer.from(body.mqtt.password, 'hex')));
  t.match(body.console, body.mqtt.password);
  t.match((await call('POST', '/cameras/none/key')).body, { status: 404, code: 'camera-unknown' });
  t.match((await call('POST', '/cameras/door/key', undefined, member)).body, { code: 'owner-only' });
});

t.test('with an external broker there is no line to type', async (t) => {
  link.tlsAddress = () => null;
  t.match((await call('POST', '/cameras/door/key')).body, { mqtt: { tlsUrl: null }, console: null });
});

t.test('settings outside their range never reach the camera', async (t) => {
  const before = link.asked.length;
  for (const payload of [{}, { quality: 5 }, { flash: 'bright' }, { scheduleSeconds: 30 }, { turbo: true }])
    t.match((await call('POST', '/cameras/door/settings', payload)).body, { status: 400 });
  t.equal(link.asked.length, before);
});

t.test('a camera that cannot be asked', async (t) => {
  t.match((await call('POST', '/cameras/none/capture')).body, { status: 404, code: 'camera-unknown' });
  const cases = [
    ['camera-offline', 409],
    ['camera-refused', 409],
    ['camera-timeout', 504],
  ] as const;
  for (const [code, status] of cases) {
    link.answer = () => {
      throw new Refusal(code, 'a burst is being taken');
    };
    t.match((await call('POST', '/cameras/door/capture')).body, {
      status,
      code,
      detail: 'a burst is being taken',
    });
  }
});

t.test('a camera that was removed is gone', async (t) => {
  t.equal((await call('DELETE', '/cameras/door')).status, 204);
  t.equal((await app.inject({ url: '/cameras/door', headers: member.headers })).statusCode, 404);
  t.match((await call('DELETE', '/cameras/door')).body, { status: 404, code: 'camera-unknown' });
});
