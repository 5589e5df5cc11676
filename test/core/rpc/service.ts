import { EventEmitter, once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import t, { type Test } from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { Refusal } from '../../../src/core/errors.js';
import { RpcClient } from '../../../src/core/rpc/client.js';
import type { FromService } from '../../../src/core/rpc/messages.js';
import { portPeer } from '../../../src/core/rpc/peer.js';
import { processPort, type ServiceParts, serve, threadPort } from '../../../src/core/rpc/service.js';

interface Calls {
  double: { request: number; response: number };
  refuse: { request: undefined; response: never };
  count: { request: undefined; response: string };
}

/** A service in this thread that is called through a real message channel. */
function open(t: Test, parts: (emit: (event: unknown) => void) => ServiceParts<Calls>) {
  const { port1, port2 } = new MessageChannel();
  const events: unknown[] = [];
  const client = new RpcClient<Calls>(portPeer(port1), {
    clock: systemClock,
    onEvent: (e) => events.push(e),
  });
  t.teardown(() => client.kill());
  serve<Calls>(threadPort(port2), parts);
  return { client, events };
}

const handlers: ServiceParts<Calls>['handlers'] = {
  double: (number) => number * 2,
  refuse: () => {
    throw new Refusal('camera-unknown', 'no such camera');
  },
  count: async (_request, { signal, onProgress }) => {
    onProgress(0.5);
    if (!signal.aborted) await once(signal, 'abort');
    return 'stopped';
  },
};

t.test('calls are answered, also several at once', async (t) => {
  const { client } = open(t, () => ({ handlers }));
  await client.ready();
  t.strictSame(await Promise.all([client.call('double', 2), client.call('double', 3)]), [4, 6]);
  await t.rejects(client.call('refuse', undefined), { name: 'Refusal', code: 'camera-unknown' });
});

t.test('progress is told, and a call can be cancelled', async (t) => {
  const { client } = open(t, () => ({ handlers }));
  const stop = new AbortController();
  const call = client.call('count', undefined, { signal: stop.signal, onProgress: () => stop.abort() });
  t.equal(await call, 'stopped');
});

t.test('a cancellation that comes after the answer is of no consequence', async (t) => {
  const { client } = open(t, () => ({ handlers }));
  const stop = new AbortController();
  const call = client.call('double', 2, { signal: stop.signal });
  stop.abort();
  t.equal(await call, 4);
  t.equal(await client.call('double', 4), 8);
});

t.test('it closes what it has opened when it is told to end', async (t) => {
  let closed = 0;
  const close = () => {
    closed += 1;
  };
  const { client, events } = open(t, (emit) => {
    emit('opened');
    return { handlers, close };
  });
  await client.ready();
  await client.end();
  t.equal(closed, 1);
  t.strictSame(events, ['opened']);
});

t.test('it ends when what it closes is closed', async (t) => {
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const { client } = open(t, () => ({ handlers, close: () => closed }));
  await client.ready();
  let isEnded = false;
  const ended = client.end().then(() => {
    isEnded = true;
  });
  t.equal(await client.call('double', 2), 4, 'it still answers');
  t.notOk(isEnded);
  close();
  await ended;
});

t.test('a service that cannot be opened says why and ends', async (t) => {
  const { client } = open(t, () => {
    throw new Refusal('camera-unknown', 'nothing here');
  });
  await t.rejects(client.ready(), { name: 'Refusal', code: 'camera-unknown' });
  t.match(await client.ended, { detail: 'closed' });
});

t.test('a process ends when it is told to, and with the process that forked it', async (t) => {
  for (const event of ['message', 'disconnect']) {
    const said: FromService[] = [];
    let exited: number | null = null;
    const process = Object.assign(new EventEmitter(), {
      send: (message: FromService) => said.push(message),
      exit: (code: number) => {
        exited = code;
      },
    });
    serve<Calls>(processPort(process), () => ({ handlers }));
    t.strictSame(said, [{ kind: 'ready' }]);
    process.emit(event, { kind: 'end' });
    t.equal(exited, 0);
  }
});
