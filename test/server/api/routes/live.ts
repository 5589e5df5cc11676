import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { Refusal } from '../../../../src/core/errors.js';
import { picturesIn } from '../../../cameras/live/fixtures/pictures.js';
import { startApi } from '../../../support/api/hub.js';
import { jpegOf } from '../../../support/frames.js';
import { settled } from '../../../support/manual-clock.js';
import { KEY } from '../../../support/store.js';

const { app, store, live, link, signedIn } = await startApi(t);
const member = await signedIn('member');
await store.addCamera('porch', 'Porch', KEY);
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;

async function watch(headers: Record<string, string> = member.headers, path = '/cameras/porch/live') {
  const request = get({ port, path, headers });
  request.on('error', () => {});
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const seen: Buffer[] = [];
  response.on('data', (chunk) => seen.push(chunk));
  response.on('error', () => {});
  const pictures = () => picturesIn(Buffer.concat(seen));
  return {
    request,
    response,
    text: () => Buffer.concat(seen).toString(),
    async until(count: number) {
      while (pictures().length < count) await once(response, 'data');
      return pictures();
    },
    async hangUp() {
      const before = live.viewers;
      request.destroy();
      while (live.viewers >= before) await settled();
    },
  };
}

t.test('a member watches: pictures, each as it came, and nobody keeps them', async (t) => {
  const page = await watch();
  t.match(page.response.headers, {
    'content-type': /^multipart\/x-mixed-replace; boundary=/,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-encoding': undefined,
  });
  live.show('porch', jpegOf(1, 5000));
  t.strictSame(await page.until(1), [jpegOf(1, 5000)]);
  live.show('porch', jpegOf(2, 50));
  t.strictSame(await page.until(2), [jpegOf(1, 5000), jpegOf(2, 50)]);
  t.strictSame(link.asked, [['porch', 'preview', { seconds: 30, fps: 4 }]]);
  await page.hangUp();
  t.strictSame(link.asked.at(-1), ['porch', 'preview', { seconds: 0, fps: 4 }], 'nobody watches any more');
});

t.test('the cookie is enough, as an img element has no other way', async () => {
  const page = await watch({ cookie: `petcam_access=${member.token}` });
  live.show('porch', jpegOf(1));
  await page.until(1);
  await page.hangUp();
});

t.test('strangers, unknown cameras and cameras that are not there', async (t) => {
  t.equal((await watch({})).response.statusCode, 401);
  t.equal((await watch(member.headers, '/cameras/attic/live')).response.statusCode, 404);
  for (const [code, status] of [
    ['camera-offline', 409],
    ['camera-refused', 409],
    ['camera-timeout', 504],
  ] as const) {
    link.answer = () => {
      throw new Refusal(code, 'as the test says');
    };
    const { response, text } = await watch();
    await once(response, 'end');
    t.equal(response.statusCode, status);
    t.match(JSON.parse(text()), { code });
  }
  link.answer = () => ({});
  t.equal(live.viewers, 0);
});

t.test('whoever leaves while the camera is asked is not watched for', async (t) => {
  let answered = (_: Record<string, unknown>) => {};
  const asked = new Promise<void>((resolve) => {
    link.answer = () => {
      resolve();
      return new Promise((answer) => {
        answered = answer;
      }) as never;
    };
  });
  const connected = once(app.server, 'connection');
  const request = get({ port, path: '/cameras/porch/live', headers: member.headers, agent: false });
  request.on('error', () => {});
  const [socket] = await connected;
  await asked;
  link.answer = () => ({});
  request.destroy();
  await once(socket, 'close');
  await settled();
  answered({});
  while (live.viewers > 0) await settled();
  t.strictSame(link.asked.at(-1), ['porch', 'preview', { seconds: 0, fps: 4 }]);
});

t.test('a session that is ended sees nothing more', async (t) => {
  const { headers, sessionId } = await signedIn('owner');
  const page = await watch(headers);
  live.show('porch', jpegOf(1));
  await page.until(1);
  const ended = once(page.response, 'end');
  await store.revokeSession(sessionId);
  live.show('porch', jpegOf(2));
  await ended;
  t.strictSame(picturesIn(Buffer.from(page.text(), 'latin1')).length, 1);
});

t.test('who is removed sees no further picture, and the stream ends without one', async (t) => {
  const [owner, guest] = [await signedIn('owner'), await signedIn('member')];
  const page = await watch(guest.headers);
  live.show('porch', jpegOf(1));
  await page.until(1);
  const ended = once(page.response, 'close');
  await app.inject({ method: 'DELETE', url: `/users/${guest.user.id}`, headers: owner.headers });
  await ended;
  t.equal(live.viewers, 0);
});

t.test('closing the hub ends the streams in good order', async (t) => {
  const page = await watch();
  live.show('porch', jpegOf(1));
  await page.until(1);
  const ended = once(page.response, 'end');
  await app.close();
  await ended;
  t.ok(page.response.complete);
});
