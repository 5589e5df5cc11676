import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import t from 'tap';
import { cameraRegistry } from '../../../../src/hub/pairing.js';
import type { PairingStatus } from '../../../../src/server/api/schemas/pairing.js';
import { startApi } from '../../../support/api/hub.js';
import { DirectRadio } from '../../../support/direct-radio.js';
import { FakeEsp32, HOME } from '../../../support/fake-esp32.js';

const CODE = '40718235';

/** The API, a camera in the air, and every line that is logged. */
async function start() {
  let logged = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const camera = new FakeEsp32({ name: 'PetCam-3A7F10', code: CODE, joinPolls: 0 });
  const hub = await startApi(
    t,
    {},
    { openRadio: () => new DirectRadio(camera), log: pino({ level: 'trace' }, sink) as never },
  );
  const owner = await hub.signedIn('owner');
  const member = await hub.signedIn('member');
  async function call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, who = owner) {
    const response = await hub.app.inject({
      method,
      url,
      headers: who.headers,
      ...(payload && { payload }),
    });
    return { status: response.statusCode, body: response.json() };
  }
  /** The pairing once it is at one of these steps; its pauses are those of the manual clock. */
  async function reach(...steps: PairingStatus['step'][]): Promise<PairingStatus> {
    for (;;) {
      const { body } = await call('GET', '/pairing');
      if (steps.includes(body.step)) return body;
      await hub.clock.advance(100);
    }
  }
  return { ...hub, camera, owner, member, call, reach, logged: () => logged };
}

const { app, camera, call, reach, owner, member, store, clock, logged } = await start();

t.test('pairing is for owners', async (t) => {
  for (const [method, url, payload] of [
    ['GET', '/pairing'],
    ['POST', '/pairing', { name: 'Hall' }],
    ['POST', '/pairing/camera', { device: 'x', code: CODE }],
    ['POST', '/pairing/wifi', { ssid: 'x', password: 'long enough' }],
    ['DELETE', '/pairing'],
  ] as const)
    t.match(await call(method, url, payload, member), { status: 403, body: { code: 'owner-only' } });
  t.match(await call('GET', '/pairing'), { status: 200, body: { step: 'idle', until: null, leftMs: null } });
});

t.test('what does not fit is refused before anything happens', async (t) => {
  for (const [url, payload] of [
    ['/pairing', {}],
    ['/pairing', { name: ' ' }],
    ['/pairing', { name: 'Hall', seconds: 5 }],
    ['/pairing/camera', { device: 'x', code: '1234' }],
    ['/pairing/wifi', { ssid: '', password: '' }],
  ] as const)
    t.match(await call('POST', url, payload), { status: 400, body: { code: 'request-invalid' } });
  t.match(await call('POST', '/pairing', { camera: 'nobody' }), {
    status: 404,
    body: { code: 'camera-unknown' },
  });
  t.match(await call('POST', '/pairing/wifi', { ssid: 'x', password: 'long enough' }), {
    status: 409,
    body: { code: 'pairing-not-now' },
  });
  t.match(await call('DELETE', '/pairing'), { status: 200, body: { step: 'idle' } });
});

t.test('from the open window to the key, and the phone of the owner hears each step', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const heard = { owner: '', member: '' };
  for (const [who, { headers }] of [
    ['owner', owner],
    ['member', member],
  ] as const) {
    const request = get({ port, path: '/events', headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    t.teardown(() => request.destroy());
    response.setEncoding('utf8').on('data', (chunk) => (heard[who] += chunk));
    response.on('error', () => {});
  }

  const opened = await call('POST', '/pairing', { name: 'Hall' });
  t.match(opened, { status: 201, body: { camera: 'hall', name: 'Hall', leftMs: 120_000 } });
  t.match(await call('POST', '/pairing', { name: 'Attic' }), { status: 409, body: { code: 'pairing-busy' } });
  await clock.advance(1000);
  const { found, leftMs } = await reach('choosing');
  t.match(found, [{ name: 'PetCam-3A7F10', rssi: Number }]);
  t.ok(leftMs !== null && leftMs < 120_000, 'the window closes by itself');
  const choice = { device: found[0]?.device, code: CODE };
  t.match(await call('POST', '/pairing/camera', choice), { status: 202, body: { step: 'connecting' } });
  t.match((await reach('networks')).networks, [{ ssid: 'Home', secured: true }, { ssid: 'Guests' }]);
  const wifi = { ssid: HOME.ssid, password: HOME.password };
  t.match(await call('POST', '/pairing/wifi', wifi), { status: 202, body: { ssid: 'Home' } });
  t.match(await reach('arriving', 'failed'), { step: 'arriving', failure: null });
  t.match(camera.handover, { host: 'hub.test', port: 8883, camera: 'hall' });
  t.ok(store.checkCameraKey('hall', Buffer.from(camera.handover?.key ?? '', 'hex')));

  while (!heard.owner.includes('"step":"arriving"')) await new Promise((resolve) => setImmediate(resolve));
  t.match(heard.owner, /event: pairing\.changed\ndata: \{"step":"choosing"/);
  await store.renameCamera('hall', 'Hallway');
  while (!heard.member.includes('camera.updated')) await new Promise((resolve) => setImmediate(resolve));
  t.notMatch(heard.member, 'pairing.changed', 'the networks of the home are not for everybody');
  for (const secret of [HOME.password, CODE, camera.handover?.key ?? '-'])
    t.notOk(`${logged()}${heard.owner}`.includes(secret), 'no secret is logged or repeated');
});

t.test('a camera that was paired half starts over as itself, with another key', async (t) => {
  const former = camera.handover?.key ?? '';
  t.match((await call('DELETE', '/pairing')).body, { step: 'failed', failure: { code: 'cancelled' } });
  camera.handover = null;
  const again = await call('POST', '/pairing', { camera: 'hall', seconds: 60 });
  t.match(again.body, { camera: 'hall', name: 'Hallway' }, 'it keeps its name');
  await call('POST', '/pairing/camera', { device: (await reach('choosing')).found[0]?.device, code: CODE });
  await reach('networks');
  await call('POST', '/pairing/wifi', { ssid: HOME.ssid, password: HOME.password });
  t.match(await reach('arriving', 'failed'), { step: 'arriving' });
  t.notOk(store.checkCameraKey('hall', Buffer.from(former, 'hex')), 'the key of before is worth nothing');
  await call('DELETE', '/pairing');
});

t.test('the hub knows who a camera is', async (t) => {
  const registry = cameraRegistry({
    store,
    config: { mqttTlsHost: '127.0.0.1', advertisedHost: '', mdns: false },
    told: () => {},
    tlsPort: 8883,
  });
  t.strictSame(registry.address(), { host: '127.0.0.1', port: 8883 });
  const announced = cameraRegistry({
    store,
    config: { mqttTlsHost: '127.0.0.1', advertisedHost: '', mdns: true },
    told: () => {},
    tlsPort: 8883,
  });
  t.strictSame(announced.address(), { host: '127.0.0.1', port: 8883, name: 'petcam.local' });
  const ipv6 = (mdns: boolean) =>
    cameraRegistry({
      store,
      config: { mqttTlsHost: 'fd00::7', advertisedHost: '', mdns },
      told: () => {},
      tlsPort: 8883,
    }).address();
  t.match(ipv6(true), { host: 'petcam.local' }, 'cameras take no literal of IPv6');
  t.match(ipv6(false), { host: 'fd00::7' }, 'without a name there is nothing else to say');
  await store.touchCamera('hall', { at: clock.now(), online: true });
  t.strictSame(registry.identify('Hallway', null), { camera: 'hallway', again: false });
  t.strictSame(registry.identify('Hall', null), { camera: 'hall-2', again: false });
  const undo = await registry.admit({ camera: 'attic', name: 'Attic', key: '01'.repeat(32), again: false });
  t.strictSame(
    registry.identify('Attic', null),
    { camera: 'attic', again: true },
    'never heard of: half paired',
  );
  const undoAgain = await registry.admit({
    camera: 'attic',
    name: 'Attic',
    key: '02'.repeat(32),
    again: true,
  });
  await undoAgain();
  t.ok(store.checkCameraKey('attic', Buffer.alloc(32, 1)));
  await undo();
  t.equal(store.camera('attic'), null);
  const elsewhere = cameraRegistry({
    store,
    config: { mqttTlsHost: '', advertisedHost: '', mdns: false },
    told: () => {},
    tlsPort: null,
  });
  t.throws(() => elsewhere.identify('Attic', null), { code: 'pairing-unavailable' });
});
