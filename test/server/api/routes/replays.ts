import t from 'tap';
import { Replays } from '../../../../src/server/api/routes/replays.js';
import { multipart, startApi } from '../../../support/api/hub.js';
import { ManualClock } from '../../../support/manual-clock.js';

const { app, link, store, vision, signedIn } = await startApi(t);
const { headers } = await signedIn('owner');
const enlarged = () => vision.asked.filter(({ task }) => task === 'upscale').length;

async function upload(url: string, sizes: number[], more: Record<string, string>) {
  const body = multipart(sizes.map((size) => ({ bytes: Buffer.alloc(size, 7) })));
  const all = { ...headers, ...body.headers, ...more };
  return app.inject({ method: 'POST', url, payload: body.payload, headers: all });
}

t.test('a photo that is sent again with its key is enlarged once', async (t) => {
  const key = { 'idempotency-key': 'first' };
  const before = enlarged();
  const answer = await upload('/upscale', [100], key);
  const again = await upload('/upscale', [100], key);
  t.equal(answer.statusCode, 200);
  t.same(again.rawPayload, answer.rawPayload);
  t.equal(again.headers['x-petcam-model'], answer.headers['x-petcam-model']);
  t.equal(enlarged() - before, 1);
  await upload('/upscale', [100], {});
  t.equal(enlarged() - before, 2, 'without a key it is done again');
});

t.test('a key belongs to one request of one session', async (t) => {
  const key = { 'idempotency-key': 'mine' };
  await upload('/upscale', [100], key);
  const other = await upload('/upscale', [101], key);
  t.match(other.json(), { status: 422, code: 'idempotency-reused' });
  t.equal((await upload('/bestcut', [100, 200], key)).statusCode, 200, 'another route');
  const theirs = (await signedIn('member')).headers;
  t.equal((await upload('/upscale', [101], { ...key, ...theirs })).statusCode, 200, 'another session');
  t.match((await upload('/upscale', [1], { 'idempotency-key': 'x'.repeat(129) })).json(), {
    code: 'request-invalid',
    faults: [{ field: 'headers/idempotency-key' }],
  });
});

t.test('the best of several photos is found once', async (t) => {
  const key = { 'idempotency-key': 'several' };
  const before = vision.asked.length;
  const answer = await upload('/bestcut', [100, 300], key);
  const after = vision.asked.length;
  t.ok(after > before);
  t.same((await upload('/bestcut', [100, 300], key)).json(), answer.json());
  t.equal(vision.asked.length, after, 'nothing is looked at again');
});

t.test('a camera is added once, and its key is not lost with the answer', async (t) => {
  const add = () =>
    app.inject({
      method: 'POST',
      url: '/cameras',
      headers: { ...headers, 'idempotency-key': 'porch' },
      payload: { name: 'Porch' },
    });
  const [first, second] = await Promise.all([add(), add()]);
  t.equal(first.statusCode, 201);
  t.same(second.json(), first.json());
  t.equal(store.cameras().length, 1);
  t.same(link.asked, []);
});

t.test('what was refused can be tried again', async (t) => {
  const works = vision.answers.upscale;
  vision.answers.upscale = () => {
    throw new Error('the process is gone');
  };
  const key = { 'idempotency-key': 'again' };
  t.equal((await upload('/upscale', [100], key)).statusCode, 500);
  vision.answers.upscale = works;
  t.equal((await upload('/upscale', [100], key)).statusCode, 200);
});

const replay = (value: string, bytes = 10) => Promise.resolve({ value, bytes });

t.test(
  'one that comes while the first is being done gets its answer, or does it after a failure',
  async (t) => {
    const replays = new Replays(new ManualClock());
    let fail: (error: Error) => void = () => {};
    const failing = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const first = replays.once('a', 'f', () => failing);
    const second = replays.once('a', 'f', () => replay('second'));
    const third = replays.once('a', 'f', () => replay('third'));
    fail(new Error('its phone has gone'));
    await t.rejects(first);
    t.same(await Promise.all([second, third]), ['second', 'second']);
  },
);

t.test('what is kept is bounded, in number, bytes and time', async (t) => {
  const clock = new ManualClock();
  const replays = new Replays(clock, { most: 3, mostBytes: 100, keepMs: 1000 });
  let done = 0;
  const ask = (name: string, bytes = 10) =>
    replays.once(name, 'f', () => {
      done += 1;
      return replay(name, bytes);
    });
  for (const name of ['a', 'b', 'c', 'd']) await ask(name);
  await ask('d');
  t.equal(done, 4);
  await ask('a');
  t.equal(done, 5, 'the oldest has gone');
  await ask('large', 95);
  t.ok(replays.bytes <= 100);
  await ask('too large', 101);
  t.equal(replays.bytes, 0);
  await ask('brief');
  await clock.advance(1000);
  t.equal(replays.bytes, 0);
  const before = done;
  await ask('brief');
  t.equal(done, before + 1);
});

t.test('an answer that takes longer than it is kept is not counted', async (t) => {
  const clock = new ManualClock();
  const replays = new Replays(clock, { most: 3, mostBytes: 100, keepMs: 1000 });
  let finish: (answer: { value: string; bytes: number }) => void = () => {};
  const slow = new Promise<{ value: string; bytes: number }>((resolve) => {
    finish = resolve;
  });
  const answer = replays.once('a', 'f', () => slow);
  await clock.advance(1000);
  finish({ value: 'late', bytes: 50 });
  t.equal(await answer, 'late');
  t.equal(replays.bytes, 0);
});
