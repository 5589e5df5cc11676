import { once } from 'node:events';
import { get, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { Refusal } from '../../../../src/core/errors.js';
import { multipart, startApi } from '../../../support/api/hub.js';
import { imageOf } from '../../../support/store.js';

const { app, clock, vision, signedIn } = await startApi(t);
const [{ headers }, other] = [await signedIn('member'), await signedIn('member')];
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;
const photoOf = (size: number) => ({ bytes: Buffer.alloc(size, 7) });
const now = { prefer: 'respond-async' };

async function upload(url: string, files: Parameters<typeof multipart>[0], more: object = {}) {
  const body = multipart(files);
  const all = { ...headers, ...body.headers, ...more };
  return app.inject({ method: 'POST', url, payload: body.payload, headers: all });
}

const look = (id: string, who = headers) => app.inject({ url: `/upscale/${id}`, headers: who });

/** Answers of the vision process that come when the test says so. */
function hold() {
  const works = vision.answers.upscale;
  const waiting: (() => void)[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const progress: (((done: number) => void) | undefined)[] = [];
  vision.answers.upscale = (bytes, signal, request, onProgress) => {
    signals.push(signal);
    progress.push(onProgress);
    return new Promise((resolve) => waiting.push(() => resolve(works(bytes, signal, request))));
  };
  const release = () => {
    vision.answers.upscale = works;
    for (const answer of waiting) answer();
  };
  return { signals, progress, release };
}

async function condition(holds: () => boolean | Promise<boolean>) {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

t.test('a photo comes back enlarged', async (t) => {
  const response = await upload('/upscale', [photoOf(1000)]);
  t.equal(response.statusCode, 200);
  t.match(response.headers, {
    'content-type': 'image/jpeg',
    'x-petcam-model': 'test-x2',
    'x-petcam-scale': '2',
  });
  t.ok(response.rawPayload.length > 0);
  t.equal(vision.asked.at(-1)?.bytes.length, 1000);
});

t.test('by four where that is asked for, by two otherwise, by nothing else', async (t) => {
  await upload('/upscale', [photoOf(1000)]);
  t.match(vision.asked.at(-1)?.request, { scale: 2 });
  t.equal((await upload('/upscale?scale=4', [photoOf(1000)])).statusCode, 200);
  t.match(vision.asked.at(-1)?.request, { scale: 4 });
  for (const query of ['scale=3', 'scale=two', 'size=4']) {
    t.equal((await upload(`/upscale?${query}`, [photoOf(1000)])).statusCode, 400, query);
  }
});

t.test('two at a time; the next one is told to come back', async (t) => {
  const held = hold();
  const running = [upload('/upscale', [photoOf(10)]), upload('/upscale', [photoOf(10)])];
  await condition(() => held.signals.length === 2);
  const third = await upload('/upscale', [photoOf(10)]);
  t.match(third.json(), { status: 503, code: 'hub-busy' });
  t.equal(third.headers['retry-after'], '5');
  held.release();
  for (const response of await Promise.all(running)) t.equal(response.statusCode, 200);
});

t.test('a client that hangs up stops the work', async (t) => {
  const held = hold();
  const body = multipart([photoOf(10)]);
  const request = httpRequest({
    port,
    method: 'POST',
    path: '/upscale',
    headers: { ...headers, ...body.headers },
  });
  request.on('error', () => {});
  request.end(body.payload);
  await condition(() => held.signals.length === 1);
  const signal = held.signals[0] as AbortSignal;
  t.notOk(signal.aborted);
  request.destroy();
  if (!signal.aborted) await once(signal, 'abort');
  held.release();
  t.equal((await upload('/upscale', [photoOf(10)])).statusCode, 200, 'and its place is free');
});

t.test('an upload that hangs up in the middle leaves its place', async (t) => {
  const body = multipart([photoOf(100_000)]);
  for (let count = 0; count < 3; count += 1) {
    const length = { 'content-length': body.payload.length };
    const request = httpRequest({
      port,
      method: 'POST',
      path: '/upscale',
      headers: { ...headers, ...body.headers, ...length },
    });
    request.on('error', () => {});
    request.write(body.payload.subarray(0, 1000));
    await once(request, 'socket');
    await new Promise((resolve) => request.write(body.payload.subarray(1000, 2000), resolve));
    request.destroy();
  }
  const answers: number[] = [];
  await condition(() => true);
  for (let tries = 0; tries < 500 && !answers.includes(200); tries += 1) {
    // What is injected never waits for the network, and the news of a lost connection comes from there.
    await new Promise((resolve) => setTimeout(resolve, 10));
    answers.push((await upload('/upscale', [photoOf(10)])).statusCode);
  }
  t.ok(answers.includes(200));
});

t.test('a photo that takes long is answered within 180 s, by the address where it will be', async (t) => {
  const held = hold();
  const asked = upload('/upscale?scale=4', [photoOf(1000)]);
  await condition(() => held.signals.length === 1);
  held.progress[0]?.(0.25);
  await clock.advance(149_999);
  await clock.advance(1);
  const answer = await asked;
  t.equal(answer.statusCode, 202);
  const { id } = answer.json();
  t.same(answer.json(), { id, state: 'working', done: 0.25 });
  t.match(answer.headers, { location: `upscale/${id}`, 'retry-after': '2', 'cache-control': 'no-store' });
  held.progress[0]?.(0.5);
  const half = await look(id);
  t.equal(half.statusCode, 202);
  t.match(half.json(), { state: 'working', done: 0.5 });
  held.release();
  await condition(async () => (await look(id)).statusCode === 200);
  const photo = await look(id);
  t.match(photo.headers, {
    'content-type': 'image/jpeg',
    'x-petcam-model': 'test-x2',
    'x-petcam-scale': '2',
  });
  t.same(photo.rawPayload, imageOf(1000, 'image/jpeg').bytes);
  t.same((await look(id)).rawPayload, photo.rawPayload, 'it can be fetched again');
});

t.test('who asks for it has the address at once, or after as many seconds as they say', async (t) => {
  const held = hold();
  const answer = await upload('/upscale/', [photoOf(10)], now);
  t.equal(answer.statusCode, 202);
  t.equal(answer.headers['location'], answer.json().id, 'relative to the address that was asked');
  const later = upload('/upscale', [photoOf(11)], { prefer: 'respond-async, wait=20' });
  await condition(() => held.signals.length === 2);
  await clock.advance(20_000);
  t.equal((await later).statusCode, 202);
  held.release();
  await condition(async () => (await look(answer.json().id)).statusCode === 200);
  const quick = await upload('/upscale', [photoOf(12)], { prefer: 'respond-async, wait=20' });
  t.equal(quick.statusCode, 200, 'a photo that is done by then is the answer');
});

t.test('an enlargement is its sender\u2019s, on every device, and nobody else\u2019s', async (t) => {
  const { id } = (await upload('/upscale', [photoOf(10)], now)).json();
  await condition(async () => (await look(id)).statusCode === 200);
  t.match((await look(id, other.headers)).json(), { status: 404, code: 'not-found' });
  t.match((await look('x'.repeat(22))).json(), { status: 404, code: 'not-found' });
  t.match((await look('short')).json(), { status: 400 });
  const forget = (who: object) =>
    app.inject({ method: 'DELETE', url: `/upscale/${id}`, headers: { ...who } });
  t.equal((await forget(other.headers)).statusCode, 404);
  t.equal((await forget(headers)).statusCode, 204);
  t.equal((await look(id)).statusCode, 404);
});

t.test('one that fails says so at its address, and the photo can be sent again', async (t) => {
  const works = vision.answers.upscale;
  vision.answers.upscale = () => {
    throw new Refusal('image-undecodable', 'it ends too early');
  };
  const key = { ...now, 'idempotency-key': 'again' };
  const { id } = (await upload('/upscale', [photoOf(10)], key)).json();
  await condition(async () => (await look(id)).statusCode === 422);
  t.match((await look(id)).json(), { code: 'image-undecodable', detail: 'it ends too early' });
  vision.answers.upscale = works;
  const again = await upload('/upscale', [photoOf(10)], { 'idempotency-key': 'again' });
  t.equal(again.statusCode, 200);
});

t.test('the same photo with the same key is one enlargement, at one address', async (t) => {
  const held = hold();
  const key = { ...now, 'idempotency-key': 'twice' };
  const first = await upload('/upscale', [photoOf(10)], key);
  const second = await upload('/upscale', [photoOf(10)], key);
  t.same(second.json(), first.json());
  t.equal(held.signals.length, 1);
  held.release();
  const photo = await upload('/upscale', [photoOf(10)], { 'idempotency-key': 'twice' });
  t.equal(photo.statusCode, 200);
});

t.test('one that is given up is no longer worked on, and its place is free', async (t) => {
  const held = hold();
  const ids = [];
  for (const size of [10, 11]) ids.push((await upload('/upscale', [photoOf(size)], now)).json().id);
  t.equal((await upload('/upscale', [photoOf(12)], now)).statusCode, 503, 'both places are taken');
  await app.inject({ method: 'DELETE', url: `/upscale/${ids[0]}`, headers });
  t.ok(held.signals[0]?.aborted);
  t.notOk(held.signals[1]?.aborted);
  held.release();
  await condition(async () => (await upload('/upscale', [photoOf(12)], now)).statusCode === 202);
});

t.test('its sender hears how it goes on, and nobody else', async (t) => {
  const told: Record<string, string> = {};
  const streams = [
    [headers, 'sender'],
    [other.headers, 'other'],
  ] as const;
  for (const [who, name] of streams) {
    const [response] = await once(get({ port, path: '/events', headers: who, agent: false }), 'response');
    response.setEncoding('utf8').on('data', (text: string) => {
      told[name] = (told[name] ?? '') + text;
    });
    t.teardown(() => response.destroy());
  }
  await condition(() => Object.values(told).length === 2);
  const held = hold();
  const { id } = (await upload('/upscale', [photoOf(10)], now)).json();
  await condition(() => held.progress.length === 1);
  held.progress[0]?.(0.5);
  held.release();
  const events = () => told['sender']?.match(new RegExp(`event: enlargement.changed\\ndata: .*${id}.*`, 'g'));
  await condition(() => events()?.length === 2);
  t.strictSame(events(), [
    `event: enlargement.changed\ndata: {"id":"${id}","done":0.5,"state":"working"}`,
    `event: enlargement.changed\ndata: {"id":"${id}","done":1,"state":"done"}`,
  ]);
  t.notMatch(told['other'], /enlargement/);
});
