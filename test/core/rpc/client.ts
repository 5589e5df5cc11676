import t from 'tap';
import { Fault, Refusal } from '../../../src/core/errors.js';
import { RpcClient } from '../../../src/core/rpc/client.js';
import type { FromService, ToService } from '../../../src/core/rpc/messages.js';
import type { Ending, Peer } from '../../../src/core/rpc/peer.js';
import { ManualClock, settled } from '../../support/manual-clock.js';

interface Calls {
  add: { request: number[]; response: number };
  wait: { request: undefined; response: string };
}

const GRACE_MS = 100;
const ended = (detail: string): Ending => ({ signal: null, detail });

/** A client whose service is the test: `sent` is what it was told, `say` is what it answers. */
function connect(graceMs: number | null = GRACE_MS) {
  const clock = new ManualClock();
  const sent: ToService[] = [];
  const events: unknown[] = [];
  let hear = (_message: FromService) => {};
  let end = (_ending: Ending) => {};
  const peer: Peer = {
    send: (message) => void sent.push(message),
    onMessage: (listener) => {
      hear = listener;
    },
    kill: () => end({ signal: 'SIGKILL', detail: 'killed' }),
    ended: new Promise((resolve) => {
      end = resolve;
    }),
  };
  const client = new RpcClient<Calls>(peer, {
    clock,
    ...(graceMs === null ? {} : { graceMs }),
    onEvent: (event) => events.push(event),
  });
  const said = (kind: ToService['kind']) => sent.filter((message) => message.kind === kind);
  return { client, clock, said, events, say: (message: FromService) => hear(message), end };
}

t.test('answers find their calls, in whatever order they come', async (t) => {
  const { client, say, said } = connect();
  const answers = [client.call('add', [1, 2]), client.call('add', [3, 4])];
  t.strictSame(said('call'), [
    { kind: 'call', id: 1, name: 'add', request: [1, 2] },
    { kind: 'call', id: 2, name: 'add', request: [3, 4] },
  ]);
  say({ kind: 'done', id: 2, response: 7 });
  say({ kind: 'done', id: 1, response: 3 });
  say({ kind: 'done', id: 1, response: 4 });
  say({ kind: 'done', id: 9, response: 5 });
  t.strictSame(
    await Promise.all(answers),
    [3, 7],
    'the first answer counts, and one that nobody asked for does not',
  );
});

t.test('errors arrive as what they were', async (t) => {
  const { client, say } = connect();
  const calls = [client.call('add', []), client.call('add', []), client.call('add', [])];
  const outcomes = Promise.allSettled(calls);
  say({ kind: 'failed', id: 1, error: { family: 'refusal', code: 'hub-busy', message: 'later' } });
  say({ kind: 'failed', id: 2, error: { family: 'fault', code: 'storage-full', message: 'a', hint: 'b' } });
  say({ kind: 'failed', id: 3, error: { family: 'unexpected', message: 'a mistake' } });
  const [refused, faulty, mistake] = (await outcomes).map(
    (outcome) => (outcome as PromiseRejectedResult).reason,
  );
  t.ok(refused instanceof Refusal && faulty instanceof Fault);
  t.match(mistake, { name: 'Error', message: 'a mistake' });
});

t.test('ready when the service says so, and not when it cannot work, ends or is silent', async (t) => {
  const good = connect();
  good.say({ kind: 'ready' });
  await good.client.ready();
  await good.client.ready(10);
  t.equal(good.clock.pending, 0);

  const unusable = connect();
  unusable.say({
    kind: 'unusable',
    error: { family: 'fault', code: 'database-damaged', message: 'a', hint: 'b' },
  });
  await t.rejects(unusable.client.ready(), { name: 'Fault', code: 'database-damaged' });

  const dead = connect();
  dead.end(ended('no such script'));
  await t.rejects(dead.client.ready(10), { name: 'ServiceEnded', message: 'no such script' });
  t.equal(dead.clock.pending, 0);

  const silent = connect();
  const ready = silent.client.ready(10);
  await Promise.all([t.rejects(ready, { message: 'silent for 10 ms' }), silent.clock.advance(10)]);
});

t.test('every call is answered when the service ends, and none is begun afterwards', async (t) => {
  const { client, end, clock } = connect();
  const calls: Promise<unknown>[] = [
    client.call('add', [], { silenceMs: 50 }),
    client.call('wait', undefined, { signal: new AbortController().signal }),
  ];
  end({ signal: 'SIGSEGV', detail: 'killed by SIGSEGV' });
  for (const call of calls)
    await t.rejects(call, { name: 'ServiceEnded', ending: { signal: 'SIGSEGV' }, message: /SIGSEGV/ });
  await t.rejects(client.call('add', []), { name: 'ServiceEnded' });
  await client.end();
  t.equal(clock.pending, 0);
});

t.test('a service that is silent for too long is killed; progress is no silence', async (t) => {
  const { client, say, clock } = connect();
  const heard: number[] = [];
  let asked = 0;
  const call = client.call('wait', undefined, {
    silenceMs: 50,
    onProgress: (done) => heard.push(done),
    onSilence: () => {
      asked += 1;
    },
  });
  const outcome = t.rejects(call, { name: 'ServiceEnded', message: 'killed' });
  await clock.advance(49);
  say({ kind: 'progress', id: 1, done: 0.5 });
  await clock.advance(49);
  t.equal(asked, 0);
  await clock.advance(1);
  await outcome;
  t.strictSame([heard, asked], [[0.5], 1]);
  t.equal(clock.pending, 0);
});

t.test('time in which the hub itself stood still does not count', async (t) => {
  const { client, say, clock } = connect();
  const call = client.call('wait', undefined, { silenceMs: 50 });
  await clock.leap(1000);
  await clock.advance(49);
  say({ kind: 'done', id: 1, response: 'in time' });
  t.equal(await call, 'in time');
});

t.test('a call that is cancelled ends with an answer, soon or by force', async (t) => {
  const { client, say, said, clock } = connect();
  const stop = new AbortController();
  const call = client.call('wait', undefined, { silenceMs: 50, signal: stop.signal });
  stop.abort();
  t.strictSame(said('cancel'), [{ kind: 'cancel', id: 1 }]);
  await clock.advance(GRACE_MS - 1);
  say({ kind: 'progress', id: 1, done: 0.9 });
  say({ kind: 'done', id: 1, response: 'half' });
  t.equal(await call, 'half');
  t.equal(clock.pending, 0);

  const late = client.call('wait', undefined, { signal: AbortSignal.abort() });
  t.strictSame(
    said('cancel').map((message) => 'id' in message && message.id),
    [1, 2],
    'also one whose signal had aborted before',
  );
  const outcome = t.rejects(late, { name: 'ServiceEnded' });
  await clock.advance(GRACE_MS);
  await outcome;
});

t.test('a signal that outlives its call cancels nothing any more', async (t) => {
  const { client, say, said } = connect();
  const stop = new AbortController();
  const call = client.call('wait', undefined, { signal: stop.signal });
  say({ kind: 'done', id: 1, response: 'done' });
  await call;
  stop.abort();
  t.strictSame(said('cancel'), []);
});

t.test('it ends by itself, or by force after the grace time', async (t) => {
  const gentle = connect();
  const ending = gentle.client.end();
  t.strictSame(gentle.said('end'), [{ kind: 'end' }]);
  gentle.end(ended('exit code 0'));
  await ending;
  t.equal(gentle.clock.pending, 0);

  const stubborn = connect();
  const forced = stubborn.client.end();
  await stubborn.clock.advance(GRACE_MS);
  await forced;
  t.match(await stubborn.client.ended, { signal: 'SIGKILL' });

  const patient = connect(null);
  const waited = patient.client.end();
  t.equal(patient.clock.pending, 0, 'no time is too long where none is given');
  patient.end(ended('exit code 0'));
  await waited;

  const killed = connect();
  await killed.client.kill();
  t.match(await killed.client.ended, { signal: 'SIGKILL' });
});

t.test('without any grace it is killed at once', async (t) => {
  const stop = new AbortController();
  const { client, said, clock } = connect(0);
  const call = client.call('wait', undefined, { signal: stop.signal });
  stop.abort();
  await t.rejects(call, { name: 'ServiceEnded', message: 'killed' });
  t.strictSame(said('cancel'), []);
  const other = connect(0);
  await other.client.end();
  t.strictSame(other.said('end'), []);
  t.equal(clock.pending, 0);
});

t.test('news that belongs to no call is heard', async (t) => {
  const { events, say } = connect();
  say({ kind: 'event', event: { kind: 'found' } });
  await settled();
  t.strictSame(events, [{ kind: 'found' }]);
});
