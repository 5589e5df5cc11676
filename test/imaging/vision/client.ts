/** What the hub makes of a vision service that does not do what it should: it is not trusted. */
import { EventEmitter, once } from 'node:events';
import { open } from 'node:fs/promises';
import t, { type Test } from 'tap';
import { type Clock, systemClock } from '../../../src/core/clock.js';
import { freeAllBuffers } from '../../../src/core/collect-garbage.js';
import { Fault, Refusal } from '../../../src/core/errors.js';
import type { Line } from '../../../src/core/rpc/confined.js';
import { type Connection, openConnection } from '../../../src/core/rpc/connection.js';
import { encodeError } from '../../../src/core/rpc/errors.js';
import type { ToService } from '../../../src/core/rpc/messages.js';
import { Spool, type SpooledBytes, SpoolFolder } from '../../../src/core/spool.js';
import { startBehind } from '../../../src/imaging/vision/client.js';
import type { StartRequest } from '../../../src/imaging/vision/service-calls.js';
import type { VisionTask } from '../../../src/imaging/vision/types.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock } from '../../support/manual-clock.js';
import { socketPair } from '../../support/socket-pair.js';

const REQUEST: StartRequest = {
  threads: 1,
  upscale: 'auto',
  maxRssBytes: 1,
  nice: 0,
  probe: { files: [], port: 1 },
};
/** Answer to the first call, the start. */
const STARTED = { kind: 'done', id: 1, response: { reached: [] } };
const TIMEOUTS = { startMs: 1000, graceMs: 100 };
const DETECTIONS = { pets: [], others: [], hint: null };

type Answer = (message: ToService, connection: Connection) => void;

/** A service that answers as a test says; `killed` is how often the hub took its life. It ends with its connection, unless it is stubborn. */
async function serviceThat(t: Test, answer: Answer, isStubborn = false) {
  const [near, far] = await socketPair(t);
  const connection: Connection = openConnection(far, 1e6, (message) =>
    answer(message as ToService, connection),
  );
  const service = { killed: 0, connection };
  const ended = connection.closed.then(() => '');
  if (!isStubborn) far.once('end', () => far.end());
  const kill = () => {
    service.killed++;
    far.destroy();
  };
  const line: Line = { stream: near, ended, kill };
  return { line, service };
}

const isStart = (message: ToService) => message.kind === 'call' && message.name === 'start';

async function started(t: Test, answer: Answer, clock: Clock = systemClock) {
  const { line, service } = await serviceThat(t, (message, connection) => {
    if (isStart(message)) connection.send(STARTED);
    else answer(message, connection);
  });
  const { signal } = new AbortController();
  const { child } = await startBehind(line, REQUEST, TIMEOUTS, clock, signal);
  return { child, service };
}

const look = {
  task: 'detect' as VisionTask,
  request: { bytes: Buffer.from('a') },
  signal: undefined,
  onProgress: undefined,
};
const ask = { ...look, silenceMs: 1000 };

/** What comes of a task that a service answers by `answer`. */
async function outcomeOf(t: Test, answer: object, task: VisionTask = 'detect'): Promise<unknown> {
  const { child } = await started(t, (message, connection) => {
    if (message.kind === 'call') connection.send({ id: message.id, ...answer });
  });
  t.teardown(() => child.kill());
  return child.perform({ ...ask, task });
}

t.test('an answer is taken when it is one', async (t) => {
  t.strictSame(await outcomeOf(t, { kind: 'done', response: DETECTIONS }), DETECTIONS);
  for (const error of [
    new Refusal('image-undecodable', 'no picture'),
    new Fault('model-hash', 'another file', 'put it back', { cause: new Error('read') }),
    new Fault('vision-ended', 'killed by SIGKILL', ''),
  ]) {
    const { name, code, message } = error;
    const answer = { kind: 'failed', error: encodeError(error) };
    await t.rejects(outcomeOf(t, answer), { name, code, message });
  }
});

t.test('an error that nobody meant is taken for a crash', async (t) => {
  const answer = { kind: 'failed', error: encodeError(new TypeError('nobody thought of this')) };
  await t.rejects(outcomeOf(t, answer), { code: 'vision-crashed', message: /nobody thought of this/ });
});

t.test('what is no answer to the task is taken for a crash', async (t) => {
  const image = { bytes: Buffer.from('x'), mime: 'image/webp', width: 1, height: 1 };
  const refusal = (code: string) => ({ family: 'refusal', code, message: '' });
  const answers: [string, object, VisionTask?][] = [
    ['another task', { kind: 'done', response: { small: image, large: image } }],
    ['a field too many', { kind: 'done', response: { ...DETECTIONS, more: 1 } }],
    ['a number that is none', { kind: 'done', response: { ...DETECTIONS, hint: { score: '1' } } }],
    ['too many pets', { kind: 'done', response: { ...DETECTIONS, pets: Array(9).fill({}) } }],
    [
      'bytes that are a text',
      { kind: 'done', response: { small: { ...image, bytes: 'x' }, large: image } },
      'thumbnails',
    ],
    [
      'a page instead of a picture',
      { kind: 'done', response: { small: { ...image, mime: 'text/html' }, large: image } },
      'thumbnails',
    ],
    ['a refusal in the name of the hub', { kind: 'failed', error: refusal('cancelled') }],
    ['news that nobody asked for', { kind: 'event', event: DETECTIONS }],
    ['a refusal of nobody', { kind: 'failed', error: refusal('hub-busy') }],
    ['a message of no kind', { kind: 'exec' }],
    ['progress beyond the end', { kind: 'progress', done: 2 }],
  ];
  for (const [name, answer, task] of answers)
    await t.rejects(outcomeOf(t, answer, task), { code: 'vision-crashed' }, name);
});

t.test('a service that says without end that it goes on is ended', async (t) => {
  const { child } = await started(t, (message, connection) => {
    if (message.kind !== 'call') return;
    for (let i = 0; i <= 2_000; i++) connection.send({ kind: 'progress', id: message.id, done: 0.5 });
  });
  await t.rejects(child.perform(ask), { code: 'vision-crashed', message: /goes on/ });
});

t.test('answers to a task that is over are not heard', async (t) => {
  const { child } = await started(t, (message, connection) => {
    if (message.kind !== 'call') return;
    if (message.id === 3)
      connection.send({ kind: 'failed', id: 2, error: { family: 'unexpected', message: '' } });
    connection.send({ kind: 'done', id: message.id, response: DETECTIONS });
  });
  t.teardown(() => child.kill());
  await child.perform(ask);
  t.strictSame(await child.perform(ask), DETECTIONS);
});

t.test('a service that is silent longer than it may is ended, and the task with it', async (t) => {
  const clock = new ManualClock();
  const { child } = await started(t, () => {}, clock);
  const lost = t.rejects(child.perform(ask), { code: 'vision-timeout' });
  await clock.advance(1999);
  await clock.advance(1);
  await lost;
});

t.test('a task that is given up is told so, and is waited for no longer than it takes to stop', async (t) => {
  const clock = new ManualClock();
  const heard: string[] = [];
  const cancelled = new EventEmitter();
  const { child } = await started(
    t,
    ({ kind }) => {
      heard.push(kind);
      if (kind === 'cancel') cancelled.emit('heard');
    },
    clock,
  );
  const controller = new AbortController();
  const asked = child.perform({ ...ask, signal: controller.signal });
  const told = once(cancelled, 'heard');
  controller.abort();
  await told;
  t.strictSame(heard, ['call', 'cancel']);
  const lost = t.rejects(asked, { code: 'vision-timeout' });
  await clock.advance(200);
  await lost;
});

t.test('a connection that ends without a word was ended from outside', async (t) => {
  const { child, service } = await started(t, (_, connection) => connection.destroy());
  await t.rejects(child.perform(ask), { code: 'vision-ended' });
  t.match(await child.ended, { detail: 'the connection was closed' });
  t.equal(service.killed, 0);
});

t.test('a service that does not end when it is told is killed', async (t) => {
  for (const way of ['end', 'kill'] as const) {
    const clock = new ManualClock();
    const { line, service } = await serviceThat(t, (_, connection) => connection.send(STARTED), true);
    const { child } = await startBehind(line, REQUEST, TIMEOUTS, clock, new AbortController().signal);
    const ended = child[way]();
    await clock.advance(200);
    await ended;
    t.equal(service.killed, 1, way);
  }
});

t.test('a start: what it says first is what counts', async (t) => {
  const { signal } = new AbortController();
  const start = async (answer: Answer, clock: Clock = systemClock) =>
    startBehind((await serviceThat(t, answer)).line, REQUEST, TIMEOUTS, clock, signal);
  const saying = (message: object) => start((_, connection) => connection.send(message));
  const response = { reached: ['/data/secret.key'] };
  t.match(await saying({ ...STARTED, response }), response);
  const error = { family: 'fault', code: 'vision-unavailable', message: 'no module', hint: 'install' };
  await t.rejects(saying({ kind: 'failed', id: 1, error }), { code: 'vision-unavailable', hint: 'install' });
  await t.rejects(saying({ kind: 'progress', id: 1, done: 1 }), {
    code: 'vision-unavailable',
    message: /before it was asked/,
  });
  await t.rejects(saying({ kind: 'nonsense' }), { code: 'vision-unavailable', message: /no message/ });
});

t.test('a start that says nothing is given up after its time', async (t) => {
  const clock = new ManualClock();
  const hello = new EventEmitter();
  const { line, service } = await serviceThat(t, () => hello.emit('heard'));
  const { signal } = new AbortController();
  const heard = once(hello, 'heard');
  const silent = t.rejects(startBehind(line, REQUEST, TIMEOUTS, clock, signal), {
    code: 'vision-unavailable',
    message: /silent for 2000 ms/,
  });
  await heard;
  await clock.advance(2000);
  await silent;
  t.equal(service.killed, 0, 'it ended with the connection');
});

t.test('a start that nobody waits for any more is broken off', async (t) => {
  const controller = new AbortController();
  const { line } = await serviceThat(t, () => controller.abort());
  await t.rejects(startBehind(line, REQUEST, TIMEOUTS, systemClock, controller.signal), {
    code: 'vision-unavailable',
  });
});

t.test('the bytes of a task go with its answer, though the process stays', async (t) => {
  const { child } = await started(t, (message, connection) => {
    if (message.kind === 'call') connection.send({ kind: 'done', id: message.id, response: DETECTIONS });
  });
  t.teardown(() => child.kill());
  const freed = new Set<number>();
  const registry = new FinalizationRegistry<number>((task) => freed.add(task));
  for (let task = 0; task < 5; task += 1) {
    const bytes = new Uint8Array(1000);
    registry.register(bytes, task);
    await child.perform({ ...ask, request: { bytes } });
  }
  // The last one may still be on the stack or in the socket; those before it are of no use to anybody.
  while (freed.size < 4) {
    freeAllBuffers();
    await new Promise(setImmediate);
  }
  t.ok(freed.size >= 4);
});

t.test('a photo goes out of a file, and its enlargement into one', async (t) => {
  const folder = new SpoolFolder(temporaryFolder(t));
  const [photo, into] = [await folder.open(), await folder.open()];
  await photo.append(Buffer.alloc(300_000, 7));
  const image = { bytes: Buffer.alloc(500_000, 8), mime: 'image/jpeg', width: 2, height: 2 };
  const asked: unknown[] = [];
  const { child } = await started(t, (message, connection) => {
    if (message.kind !== 'call') return;
    asked.push(message.request);
    connection.send({ kind: 'done', id: message.id, response: { image, model: 'm', scale: 2 } });
  });
  t.teardown(() => child.kill());
  const request = { bytes: photo.part(0, 300_000) };
  const answer = child.perform({ ...ask, task: 'upscale', request, into });
  // Whoever asked may let go of the files at once.
  await photo.release();
  const { image: made } = (await answer) as { image: { bytes: SpooledBytes } };
  const [{ request: sent }] = asked as [{ request: { bytes: Buffer } }];
  t.ok(sent.bytes.equals(Buffer.alloc(300_000, 7)));
  const read = Buffer.alloc(500_000);
  await made.bytes.read(read, 0);
  t.ok(read.equals(image.bytes));
  await into.release();
  t.equal(folder.bytes, 0);
});

t.test(
  'a disk that is full while an answer comes is the hub\u2019s own fault, not the picture\u2019s',
  async (t) => {
    const image = { bytes: Buffer.alloc(500_000, 8), mime: 'image/jpeg', width: 2, height: 2 };
    const { child } = await started(t, (message, connection) => {
      if (message.kind === 'call')
        connection.send({ kind: 'done', id: message.id, response: { image, model: 'm', scale: 2 } });
    });
    const into = new Spool(await open('/dev/full', 'r+'), { claim: async () => {}, giveBack: () => {} });
    await t.rejects(child.perform({ ...ask, task: 'upscale', into }), {
      name: 'Fault',
      code: 'storage-full',
    });
    await into.release();
  },
);

t.test('a task for a process that is gone is lost at once', async (t) => {
  const { child } = await started(t, () => {});
  await child.kill();
  await t.rejects(child.perform(ask), { code: 'vision-ended' });
});
