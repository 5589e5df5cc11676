import t from 'tap';
import { newFirmwareKey } from '../../../../src/cameras/protocol/firmware-claim.js';
import { DEFAULT_SETTINGS } from '../../../../src/cameras/protocol/settings.js';
import { startApi } from '../../../support/api/hub.js';
import { firmwareFile, type ImageOptions, pair } from '../../../support/firmware-image.js';

const { app, store, signedIn } = await startApi(t, {}, { firmwareKey: pair.publicKey });
const owner = await signedIn('owner');
const member = await signedIn('member');

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  who: object = owner.headers,
) {
  const headers = who as Record<string, string>;
  const response = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return response.body === '' ? { status: response.statusCode } : response.json();
}

async function upload(file: Uint8Array, who: object = owner.headers) {
  const headers = { ...who, 'content-type': 'application/octet-stream' };
  return (await app.inject({ method: 'POST', url: '/firmware', headers, payload: Buffer.from(file) })).json();
}

const add = (options: ImageOptions = {}) => upload(firmwareFile(options).file);

async function cameraOf(id: string, firmware: string) {
  await store.addCamera(id, id, Buffer.alloc(32));
  const bursts = { queued: 0, sent: 0, lost: 0, framesLost: 0 };
  const said = { firmware, board: 'simulated', rssi: -60, uptimeMs: 1, resetReason: 'power-on', bursts };
  await store.touchCamera(id, { at: 1_763_867_000_000, state: { ...said, settings: DEFAULT_SETTINGS } });
}

t.test('files that are no firmware are refused by name', async (t) => {
  const bytes = new Uint8Array(firmwareFile().file);
  const cases: [string, Uint8Array, number][] = [
    ['firmware-claim', Buffer.from('hello'), 422],
    ['firmware-signature', firmwareFile({ privateKey: newFirmwareKey().privateKey }).file, 422],
    ['firmware-length', bytes.subarray(0, -1), 422],
    ['firmware-length', Buffer.concat([bytes, Buffer.from('x')]), 422],
    ['firmware-hash', Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]), 422],
    ['body-too-large', Buffer.alloc(0x1e_0000 + 513), 413],
  ];
  for (const [code, body, status] of cases) t.match(await upload(body), { code, status }, code);
  t.match(await call('POST', '/firmware', {}), { code: 'media-type' });
  t.match(await call('POST', '/firmware'), { code: 'media-type' });
  const headers = { ...owner.headers, 'content-type': 'application/octet-stream' };
  const elsewhere = await app.inject({ method: 'POST', url: '/cameras', headers, payload: 'bytes' });
  t.match(elsewhere.json(), { code: 'media-type' }, 'bytes are a body nowhere else');
});

t.test('images are kept, told and forgotten', async (t) => {
  t.match(await add(), {
    id: 1,
    version: '1.1.0',
    board: 'simulated',
    length: 50_000,
    halted: false,
    cameras: [],
  });
  t.match(await add(), { id: 1 }, 'the same again changes nothing');
  t.match(await add({ bytes: Buffer.from('other') }), { status: 409, code: 'firmware-exists' });
  for (let minor = 2; minor < 9; minor += 1) await add({ version: `1.${minor}.0` });
  t.match(await add({ version: '1.9.0' }), { status: 409, code: 'firmware-full' });
  t.match(await call('DELETE', '/firmware/8'), { status: 204 });
  t.match(await call('DELETE', '/firmware/8'), { status: 404, code: 'firmware-unknown' });
  const { enabled, images } = await call('GET', '/firmware');
  t.equal(enabled, true);
  t.equal(images.length, 7);
});

t.test('an image is rolled out to whom it fits', async (t) => {
  await cameraOf('hall', '1.5.0');
  await store.addCamera('new', 'new', Buffer.alloc(32));
  const rollOut = (id: number, ...cameras: string[]) =>
    call('POST', `/firmware/${id}/rollout`, cameras.length > 0 ? { cameras } : {});
  t.match(await rollOut(99), { status: 404, code: 'firmware-unknown' });
  t.match(await rollOut(1), { status: 409, code: 'firmware-no-camera' });
  t.match(await rollOut(1, 'hall'), { status: 409, code: 'firmware-not-newer' });
  t.match(await rollOut(6, 'nobody'), { status: 404, code: 'camera-unknown' });
  t.match(await rollOut(6, 'new'), { status: 409, code: 'firmware-other-board' });
  await add({ board: 'ai-thinker', version: '2.0.0' });
  t.match(await rollOut(9, 'hall'), { code: 'firmware-other-board', detail: /is a simulated/ });
  t.match(await call('DELETE', '/firmware/99/rollout'), { status: 404, code: 'firmware-unknown' });

  t.match(await rollOut(6), { cameras: [{ camera: 'hall', state: 'waiting' }] });
  t.match(await rollOut(7), { cameras: [{ camera: 'hall', state: 'waiting' }] });
  const { images } = await call('GET', '/firmware');
  t.match(images[5].cameras, [{ state: 'cancelled', reason: 'replaced' }], 'one image at a time');
  const [, row] = store.rollouts();
  await store.stepRollout(row?.id ?? 0, ['waiting'], { state: 'receiving', received: 25_000 });
  t.match(await rollOut(6, 'hall'), { status: 409, code: 'firmware-busy' });
  t.match(await call('GET', '/cameras/hall'), {
    update: { image: 7, available: '1.7.0', state: 'receiving', percent: 50, reason: null },
  });
  t.match(await call('GET', '/firmware'), {
    images: [{}, {}, {}, {}, {}, {}, { cameras: [{ percent: 50 }] }, {}],
  });
  t.match(await call('DELETE', '/firmware/7'), { status: 409, code: 'firmware-in-use' });
  t.match(await call('DELETE', '/firmware/7/rollout'), {
    cameras: [{ state: 'cancelled', reason: 'stopped' }],
  });
});

t.test('only an owner brings firmware', async (t) => {
  const everything = [
    () => upload(firmwareFile().file, member.headers),
    () => call('GET', '/firmware', undefined, member.headers),
    () => call('POST', '/firmware/1/rollout', {}, member.headers),
    () => call('DELETE', '/firmware/1/rollout', undefined, member.headers),
    () => call('DELETE', '/firmware/1', undefined, member.headers),
  ];
  for (const attempt of everything) t.match(await attempt(), { status: 403, code: 'owner-only' });
  t.match(await upload(firmwareFile().file, {}), { status: 401, code: 'not-signed-in' });
  const noted = store.securityEvents(50).map(({ name }) => name);
  for (const name of ['firmware-added', 'firmware-removed', 'firmware-rolled-out'])
    t.ok(noted.includes(name), name);
});
