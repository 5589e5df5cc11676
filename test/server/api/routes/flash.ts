import t from 'tap';
import { newFirmwareKey } from '../../../../src/cameras/protocol/firmware-claim.js';
import { startApi } from '../../../support/api/hub.js';
import { pair } from '../../../support/firmware-image.js';
import { flashFile } from '../../../support/flash-image.js';

const { app, store, signedIn } = await startApi(t, {}, { firmwareKey: pair.publicKey });
const owner = await signedIn('owner');
const member = await signedIn('member');

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, who: object = owner.headers) {
  const response = await app.inject({ method, url, headers: who as Record<string, string> });
  return response.body === '' ? { status: response.statusCode } : response.json();
}

async function upload(file: Uint8Array, who: object = owner.headers) {
  const headers = { ...who, 'content-type': 'application/octet-stream' };
  const request = { method: 'POST', url: '/flash-images', headers, payload: Buffer.from(file) } as const;
  return (await app.inject(request)).json();
}

t.test('files that are no flash image are refused by name, before they are kept', async (t) => {
  const { file } = flashFile();
  const altered = Buffer.from(file);
  altered[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
  const cases: [string, Uint8Array, number][] = [
    ['firmware-claim', Buffer.from('hello'), 422],
    ['firmware-signature', flashFile({ privateKey: newFirmwareKey().privateKey }).file, 422],
    ['firmware-length', file.subarray(0, -1), 422],
    ['firmware-hash', altered, 422],
    ['body-too-large', Buffer.alloc(0x32_0000 + 513), 413],
  ];
  for (const [code, body, status] of cases) t.match(await upload(body), { code, status }, code);
  t.match(await call('POST', '/flash-images'), { code: 'media-type' });
  t.equal(store.flashImages().length, 0);
});

t.test('an image is kept, listed with its key, handed out as it came, and forgotten', async (t) => {
  const { file, claim } = flashFile({ board: 'xiao-esp32s3', version: '1.4.0' });
  const image = { version: '1.4.0', length: claim.length, sha256: claim.sha256, source: 'owner' };
  t.match(await upload(file), { id: 'xiao-esp32s3', chip: 'esp32s3', cable: false, image });
  const { boards, keys } = await call('GET', '/flash-images');
  t.strictSame(keys, [pair.publicKey]);
  t.equal(boards.length, 7);
  t.match(boards[0], { id: 'ai-thinker', flashBytes: 4_194_304, cable: true, image: null });
  const { headers } = owner;
  const answer = await app.inject({ url: '/flash-images/xiao-esp32s3', headers });
  t.equal(answer.headers['content-type'], 'application/octet-stream');
  t.ok(answer.rawPayload.equals(file));
  t.match(await call('GET', '/flash-images/ai-thinker'), { status: 404, code: 'firmware-unknown' });
  t.match(await call('DELETE', '/flash-images/xiao-esp32s3'), { status: 204 });
  t.match(await call('DELETE', '/flash-images/xiao-esp32s3'), { status: 404, code: 'firmware-unknown' });
});

t.test('only an owner sees, brings and takes them', async (t) => {
  const everything = [
    () => upload(flashFile().file, member.headers),
    () => call('GET', '/flash-images', member.headers),
    () => call('GET', '/flash-images/ai-thinker', member.headers),
    () => call('DELETE', '/flash-images/ai-thinker', member.headers),
  ];
  for (const attempt of everything) t.match(await attempt(), { status: 403, code: 'owner-only' });
  t.match(await upload(flashFile().file, {}), { status: 401, code: 'not-signed-in' });
});
