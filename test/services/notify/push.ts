import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { Agent, createServer } from 'node:https';
import t, { type Test } from 'tap';
import { checkEndpoint, push, pushKeys } from '../../../src/services/notify/push.js';
import { localCertificates } from '../../support/certificates.js';

const visit = {
  photo: 7,
  camera: 'porch',
  cameraName: 'Porch',
  pet: 'cat' as const,
  names: ['Nabi'],
  takenAt: 1_763_867_000_000,
  url: 'https://petcam.local:8443/#/photo/7',
};

/** A browser: its keys, and how it reads what it is sent (RFC 8188 and RFC 8291). */
function browser() {
  const pair = createECDH('prime256v1');
  const p256dh = pair.generateKeys();
  const auth = Buffer.alloc(16, 5);
  const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, salt, info, length));
  function read(body: Buffer): unknown {
    const salt = body.subarray(0, 16);
    const idLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + idLength);
    const sealed = body.subarray(21 + idLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender]);
    const secret = derive(pair.computeSecret(sender), auth, info, 32);
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString());
  }
  return { keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') }, read };
}

async function pushService(t: Test, status: () => number) {
  const certificates = await localCertificates(t);
  const { cert, key } = certificates.current();
  const got: { authorization: string; body: Buffer }[] = [];
  const server = createServer({ cert, key }, async (request, answer) => {
    const body = Buffer.concat(await request.toArray());
    got.push({ authorization: request.headers.authorization ?? '', body });
    answer.writeHead(status()).end();
  });
  await new Promise<void>((done) => server.listen(0, done));
  const agent = new Agent({ ca: certificates.authority?.pem ?? '' });
  t.teardown(async () => {
    agent.destroy();
    await new Promise((done) => server.close(done));
  });
  return { endpoint: `https://localhost:${(server.address() as { port: number }).port}/send/1`, got, agent };
}

t.test('a browser alone reads what it is told, and knows who tells it', async (t) => {
  let status = 201;
  const { endpoint, got, agent } = await pushService(t, () => status);
  const { keys, read } = browser();
  const own = pushKeys(new Uint8Array(32).fill(3));
  t.strictSame(own, pushKeys(new Uint8Array(32).fill(3)), 'the same at every start');
  const asked: number[] = [];
  const picture = new Uint8Array(2_600).fill(200);
  const makePicture = async (photo: number) => {
    asked.push(photo);
    return picture;
  };
  const target = push({ id: 4, endpoint, ...keys }, { keys: own, makePicture, agent });
  t.equal(target.name, 'push/4');
  await target.tell(visit, null, new AbortController().signal);
  const [message] = got;
  const { url: _, ...told } = visit;
  t.strictSame(read(message?.body ?? Buffer.alloc(0)), told);
  t.notOk(message?.body.includes('Porch'), 'the service cannot read it');
  const [, token = '', publicKey = ''] = /vapid t=(.+), k=(.+)/.exec(message?.authorization ?? '') ?? [];
  t.equal(publicKey, own.publicKey);
  t.ok(isSignedBy(publicKey, token), 'signed with the key that the browser subscribed with');

  const thumbnail = { bytes: new Uint8Array(9), mime: 'image/webp' };
  t.strictSame(asked, [], 'without a thumbnail nothing is made');
  await target.tell(visit, thumbnail, new AbortController().signal);
  t.strictSame(read(got[1]?.body ?? Buffer.alloc(0)), {
    ...told,
    picture: Buffer.from(picture).toString('base64'),
  });
  t.ok((got[1]?.body.length ?? 0) <= 4_096, 'every push service takes it (RFC 8030)');
  const long = { ...visit, names: Array.from({ length: 12 }, (_, index) => `${index}`.repeat(40)) };
  await target.tell(long, thumbnail, new AbortController().signal);
  const { url: _url, ...longTold } = long;
  t.strictSame(read(got[2]?.body ?? Buffer.alloc(0)), longTold, 'the words go before the picture');
  t.strictSame(asked, [7, 7]);

  status = 410;
  await t.rejects(target.tell(visit, null, new AbortController().signal), { code: 'notify-gone' });
  status = 400;
  await t.rejects(target.tell(visit, null, new AbortController().signal), { code: 'notify-refused' });
  status = 500;
  await t.rejects(target.tell(visit, null, new AbortController().signal), {
    message: /unexpected response code/,
  });
});

function isSignedBy(publicKey: string, token: string): boolean {
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } });
  const [head, claims, signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${claims}`);
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

t.test('only the push services of browsers are called', (t) => {
  checkEndpoint('https://fcm.googleapis.com/fcm/send/abc');
  checkEndpoint('https://web.push.apple.com/abc');
  checkEndpoint('https://updates.push.services.mozilla.com/wpush/v2/abc');
  checkEndpoint('https://wns2-par02p.notify.windows.com/w/?token=abc');
  const strangers = [
    'https://192.168.1.1/',
    'http://fcm.googleapis.com/x',
    'https://googleapis.com.example/x',
    'https://storage.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://somebody@fcm.googleapis.com/x',
    'https://:secret@fcm.googleapis.com/x',
    'https://a.b.notify.windows.com/x',
  ];
  for (const endpoint of strangers) t.throws(() => checkEndpoint(endpoint), { code: 'push-service-unknown' });
  t.end();
});

t.test('a browser is told of an alert by its codes, which the page has words for', async (t) => {
  const { endpoint, got, agent } = await pushService(t, () => 201);
  const { keys, read } = browser();
  const parts = { keys: pushKeys(Buffer.alloc(32, 9)), makePicture: async () => null, agent };
  const target = push({ id: 3, endpoint, ...keys }, parts);
  const alert = { type: 'hub-trouble' as const, camera: null, cameraName: null, since: 1_763_867_000_000 };
  const issues = [{ code: 'storage-full', text: 'the disk is full' }];
  await target.alert(
    { ...alert, issues, url: 'https://petcam.local:8443/#/settings' },
    AbortSignal.timeout(9000),
  );
  t.strictSame(read(got[0]?.body ?? Buffer.alloc(0)), { ...alert, issues: ['storage-full'] });
});
