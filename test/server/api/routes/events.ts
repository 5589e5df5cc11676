import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { HEARTBEAT_MS } from '../../../../src/server/api/events/event-feed.js';
import { startApi } from '../../../support/api/hub.js';

const { app, store, clock, photo, progress, signedIn } = await startApi(t, { limits: { listeners: 3 } });
const member = await signedIn('member');
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;

/** How many pages the hub knows of. */
async function listeners(): Promise<number> {
  const response = await app.inject({ url: '/health', headers: member.headers });
  return response.json().details.listeners;
}

/** A page that follows the events over a real connection. */
async function listen(headers: Record<string, string> = {}, query = '') {
  const request = get({ port, path: `/events${query}`, headers: { ...member.headers, ...headers } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  response.on('error', () => {});
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  const until = async (pattern: RegExp) => {
    while (!pattern.test(text)) await once(response, 'data');
    return text;
  };
  /** Resolves when this side is closed and the hub has noticed. */
  async function hangUp() {
    const before = await listeners();
    request.destroy();
    while ((await listeners()) >= before) await new Promise((resolve) => setImmediate(resolve));
  }
  const ids = () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  return { response, until, ids, text: () => text, hangUp };
}

t.test('a photo reaches the phone the moment it is stored', async (t) => {
  const page = await listen();
  t.match(page.response.headers, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'content-encoding': undefined,
  });
  await page.until(/event: hello/);
  const id = await photo();
  const text = await page.until(/photo\.new/);
  const event = JSON.parse(/event: photo\.new\ndata: (.*)\n/.exec(text)?.[1] ?? '{}');
  t.match(event, { type: 'photo.new', data: { photoId: id } });
  await page.hangUp();
});

t.test('a phone that slept misses nothing', async (t) => {
  const page = await listen();
  await page.until(/event: hello/);
  await photo();
  await page.until(/photo\.new/);
  await page.hangUp();
  const last = page.ids().at(-1) as number;
  for (let count = 0; count < 3; count += 1) await photo();
  const expected = store.eventsSince(last, 100).map(({ id }) => id);
  t.ok(expected.length >= 3);
  for (const again of [
    await listen({ 'last-event-id': String(last) }),
    await listen({}, `?after=${last}`),
    await listen({ 'last-event-id': String(last) }, '?after=0'),
  ]) {
    await again.until(new RegExp(`^id: ${expected.at(-1)}$`, 'm'));
    t.strictSame(again.ids(), expected);
    await again.hangUp();
  }
});

t.test('how far an upscale has come', async (t) => {
  const page = await listen();
  await page.until(/event: hello/);
  progress(7, 0.25);
  t.match(await page.until(/upscale\.progress/), 'data: {"photoId":7,"done":0.25}');
  await page.hangUp();
});

t.test('a page that is one too many is told when to come back', async (t) => {
  const pages = [await listen()];
  for (let person = 0; person < 2; person += 1) pages.push(await listen((await signedIn('member')).headers));
  const { response } = await listen((await signedIn('member')).headers);
  t.equal(response.statusCode, 503);
  t.ok(response.headers['retry-after']);
  response.resume();
  for (const page of pages) {
    await page.hangUp();
  }
});

t.test('a last id that is none of ours begins with what comes next', async (t) => {
  const page = await listen({ 'last-event-id': 'yesterday' });
  await page.until(/event: hello/);
  t.strictSame(page.ids(), []);
  await page.hangUp();
});

t.test('signing out ends the stream', async (t) => {
  const { headers, sessionId } = await signedIn('owner');
  const page = await listen(headers);
  await page.until(/event: hello/);
  await store.revokeSession(sessionId);
  const ended = once(page.response, 'end');
  await clock.advance(HEARTBEAT_MS);
  await ended;
  t.pass();
});

t.test('the stream of somebody who is removed ends at once', async (t) => {
  const [owner, guest] = [await signedIn('owner'), await signedIn('member')];
  const page = await listen(guest.headers);
  await page.until(/event: hello/);
  const ended = once(page.response, 'end');
  await app.inject({ method: 'DELETE', url: `/users/${guest.user.id}`, headers: owner.headers });
  await ended;
  const out = await listen((await signedIn('member')).headers);
  await out.until(/event: hello/);
  await out.hangUp();
  t.pass();
});

t.test('closing the hub ends the streams in good order', async (t) => {
  const { headers } = await signedIn('member');
  const page = await listen(headers);
  await page.until(/event: hello/);
  const ended = once(page.response, 'end');
  await app.close();
  await ended;
  t.ok(page.response.complete);
});
