import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import mqtt, { type IClientOptions } from 'mqtt';
import t, { type Test } from 'tap';
import { MAX_CONNECTIONS } from '../../../src/cameras/mqtt/broker.js';
import { MAX_FRAME_BYTES, MAX_PACKET_BYTES } from '../../../src/cameras/protocol/limits.js';
import {
  cameraOptions,
  closed,
  connectCamera,
  connectHub,
  KEY,
  messages,
  startBroker,
} from '../../support/broker.js';

/** The return code with which a client is turned away; 0 when it comes in. */
async function returnCode(url: string, options: IClientOptions): Promise<number> {
  try {
    const client = await mqtt.connectAsync(url, { ...cameraOptions('porch'), ...options }, false);
    await client.endAsync(true);
    return 0;
  } catch (error) {
    return (error as { code?: number }).code ?? -1;
  }
}

/** A bare TCP connection. */
async function dial(t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Resolves when the connection has ended, however roughly. */
function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));
}

t.test('only a camera with its own key comes in', async (t) => {
  const { url } = await startBroker(t);
  t.equal(await returnCode(url, {}), 0);
  t.equal(await returnCode(url, { password: 'b'.repeat(64) }), 4, 'a wrong key');
  t.equal(
    await returnCode(url, { username: undefined, password: undefined } as unknown as IClientOptions),
    4,
    'anonymous',
  );
  t.equal(await returnCode(url, { username: 'shed', clientId: 'shed' }), 4, 'an unknown camera');
  t.equal(await returnCode(url, { username: 'Hub!', clientId: 'Hub!' }), 4, 'no name of a camera');
  t.equal(await returnCode(url, { clientId: 'garden' }), 2, 'under the name of another');
  t.equal(await returnCode(url, { keepalive: 121 }), 2, 'a keep alive that is too long');
  t.equal(await returnCode(url, { keepalive: 0 }), 2, 'a keep alive for ever');
  t.equal(await returnCode(url, { protocolVersion: 5 }), 1, 'MQTT 5');
});

t.test('a check that fails is not a yes', async (t) => {
  const { url } = await startBroker(t, {
    async authenticate() {
      throw new Error('database closed');
    },
  });
  t.equal(await returnCode(url, {}), 3);
});

t.test('a transport that has proved a name is bound to it', async (t) => {
  const asked: unknown[] = [];
  const { broker } = await startBroker(t, {
    async authenticate(...claim) {
      asked.push(claim);
      return true;
    },
  });
  const { createServer } = await import('node:net');
  const server = createServer((socket) => broker.accept(socket, 'porch')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  const url = `mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  t.equal(await returnCode(url, { username: 'garden', clientId: 'garden' }), 4);
  t.equal(await returnCode(url, { password: undefined } as unknown as IClientOptions), 0);
  t.strictSame(asked, [['porch', null, 'porch']]);
});

t.test('one camera can neither read nor write what is another’s', async (t) => {
  const { url } = await startBroker(t);
  const porch = await connectCamera(t, url, 'porch');
  const garden = await connectCamera(t, url, 'garden');
  for (const filter of ['petcam/garden/#', 'petcam/+/state', '#', '$SYS/#']) {
    await t.rejects(porch.subscribeAsync(filter, { qos: 1 }), { message: /Subscribe error/ }, filter);
  }
  await garden.subscribeAsync('petcam/garden/#', { qos: 1 });
  let leaked = false;
  garden.on('message', () => {
    leaked = true;
  });
  porch.publish('petcam/garden/request/restart', '{}', { qos: 1 });
  await closed(porch);
  t.pass('the connection ends');
  t.equal(leaked, false);
});

t.test('QoS 2 ends the connection', async (t) => {
  const { url } = await startBroker(t);
  const porch = await connectCamera(t, url, 'porch');
  porch.publish('petcam/porch/state', '{}', { qos: 2 });
  await closed(porch);
});

t.test('the hub hears its cameras and answers them, and a camera does not hear itself', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = connectHub(t, broker);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  const porch = await connectCamera(t, url, 'porch');
  await porch.subscribeAsync('petcam/porch/#', { qos: 1 });
  const heard = messages(hub, 1);
  const answered = messages(porch, 1);
  const frame = Buffer.alloc(MAX_FRAME_BYTES, 'x');
  await porch.publishAsync('petcam/porch/burst/b/frame/0', frame, { qos: 1 });
  t.equal(
    (await heard)[0]?.length,
    MAX_FRAME_BYTES + 'petcam/porch/burst/b/frame/0 '.length,
    'a frame of the largest size',
  );
  await hub.publishAsync('petcam/porch/burst/b/ack', 'stored', { qos: 1 });
  t.strictSame(await answered, ['petcam/porch/burst/b/ack stored'], 'and nothing of its own');
});

t.test('only availability and state are kept for later', async (t) => {
  const { broker, url } = await startBroker(t);
  const porch = await connectCamera(t, url, 'porch');
  await porch.publishAsync('petcam/porch/burst/b/frame/0', 'x', { qos: 1, retain: true });
  await porch.publishAsync('petcam/porch/state', Buffer.alloc(4097), { qos: 1, retain: true });
  await porch.publishAsync('petcam/porch/availability', 'here', { qos: 1, retain: true });
  const hub = connectHub(t, broker);
  const heard = messages(hub, 2);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  await porch.publishAsync('petcam/porch/response/x', 'later', { qos: 1 });
  t.strictSame(await heard, ['petcam/porch/availability here', 'petcam/porch/response/x later']);
});

t.test('a camera that vanishes leaves its last will, a second one takes its place', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = connectHub(t, broker);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  const will = {
    topic: 'petcam/porch/availability',
    payload: Buffer.from('gone'),
    qos: 1 as const,
    retain: true,
  };
  const first = await connectCamera(t, url, 'porch', { will });
  const gone = messages(hub, 1);
  const second = await connectCamera(t, url, 'porch', { will });
  await closed(first);
  t.strictSame(await gone, ['petcam/porch/availability gone']);
  const again = messages(hub, 1);
  broker.disconnectCamera('porch');
  broker.disconnectCamera('garden');
  await closed(second);
  t.strictSame(await again, ['petcam/porch/availability gone']);
});

t.test('a last will speaks only for its own camera', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = connectHub(t, broker);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  const heard = messages(hub, 1);
  const will = {
    topic: 'petcam/garden/availability',
    payload: Buffer.from('gone'),
    qos: 1 as const,
    retain: true,
  };
  const porch = await connectCamera(t, url, 'porch', { will });
  porch.stream.destroy();
  await closed(porch);
  const garden = await connectCamera(t, url, 'garden');
  await garden.publishAsync('petcam/garden/preview', 'here', { qos: 1 });
  t.strictSame(await heard, ['petcam/garden/preview here']);
});

t.test('no session outlives its connection', async (t) => {
  const { url } = await startBroker(t);
  const porch = await connectCamera(t, url, 'porch', { clean: false });
  await porch.subscribeAsync('petcam/porch/request/+', { qos: 1 });
  await porch.endAsync(true);
  const again = mqtt.connect(url, { ...cameraOptions('porch'), clean: false });
  t.teardown(() => again.endAsync(true));
  const [connack] = (await once(again as never, 'connect')) as [{ sessionPresent: boolean }];
  t.equal(connack.sessionPresent, false);
});

t.test('an unauthenticated client that announces 150 MB is cut before it can send them', async (t) => {
  const { port } = await startBroker(t);
  const socket = await dial(t, port);
  const before = process.memoryUsage().rss;
  let sent = 0;
  const flood = () => {
    while (!socket.destroyed && sent < 150e6 && socket.write(Buffer.alloc(65536))) sent += 65536;
  };
  socket.on('drain', flood);
  socket.write(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x48, 0, 4]));
  flood();
  await gone(socket);
  t.ok(sent < 32e6, `it was cut after ${sent} bytes`);
  t.ok(process.memoryUsage().rss - before < 60e6, 'and the memory did not grow by what it announced');
});

t.test('nothing but a small CONNECT passes before the key is checked', async (t) => {
  const { port } = await startBroker(t);
  const publish = await dial(t, port);
  publish.end(Buffer.from([0x30, 5, 0, 1, 0x61, 0x62, 0x63]));
  publish.resume();
  await gone(publish);
  const noise = await dial(t, port);
  noise.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff]));
  noise.resume();
  await gone(noise);
  t.pass('both connections end');
});

t.test('a client may send on without waiting for the answer to its CONNECT', async (t) => {
  const { broker, port } = await startBroker(t);
  const hub = connectHub(t, broker);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  const heard = messages(hub, 1);
  const field = (text: string) =>
    Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), Buffer.from(text)]);
  const packet = (type: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([type, body.length]), body]);
  };
  const head = Buffer.concat([field('MQTT'), Buffer.from([4, 0xc2, 0, 30])]);
  const hello = packet(0x10, head, field('porch'), field('porch'), field(KEY));
  const socket = await dial(t, port);
  socket.write(Buffer.concat([hello, packet(0x30, field('petcam/porch/preview'), Buffer.from('hi'))]));
  t.strictSame(await heard, ['petcam/porch/preview hi']);
});

t.test('a message of any size arrives cut to the limit, and the connection stays', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = connectHub(t, broker);
  await hub.subscribeAsync('petcam/#', { qos: 1 });
  const sizes: number[] = [];
  const three = new Promise<void>((resolve) => {
    hub.on('message', (_topic, payload) => {
      if (sizes.push(payload.length) === 3) resolve();
    });
  });
  const porch = await connectCamera(t, url, 'porch');
  for (const size of [590_000, 3_000_000, 1000])
    await porch.publishAsync('petcam/porch/burst/b/frame/0', Buffer.alloc(size, 1), { qos: 1 });
  await three;
  const [first = 0, second = 0, third = 0] = sizes;
  for (const size of [first, second])
    t.ok(size > MAX_FRAME_BYTES && size < MAX_PACKET_BYTES, 'above a frame, within a packet');
  t.equal(third, 1000, 'what follows is whole');
});

t.test('a packet above the limit that is no message ends the connection', async (t) => {
  const { url } = await startBroker(t);
  const porch = await connectCamera(t, url, 'porch');
  porch.stream.write(Buffer.concat([Buffer.from([0x82, 0x80, 0x80, 0x80, 0x01]), Buffer.alloc(1000)]));
  await closed(porch);
});

t.test('who does not say CONNECT in time is cut, and so is the one too many', async (t) => {
  const { port } = await startBroker(t, { connectTimeoutMs: 300 });
  const sockets = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => dial(t, port)));
  const extra = await dial(t, port);
  extra.resume();
  await gone(extra);
  for (const socket of sockets) socket.resume();
  await Promise.all(sockets.map(gone));
  t.pass('all are gone');
});

t.test('a camera that does not read is cut off, and nobody waits for it', async (t) => {
  const { broker, url } = await startBroker(t);
  const hub = connectHub(t, broker);
  const frozen = await connectCamera(t, url, 'porch');
  const healthy = await connectCamera(t, url, 'garden');
  await frozen.subscribeAsync('petcam/porch/#', { qos: 0 });
  await healthy.subscribeAsync('petcam/garden/#', { qos: 0 });
  frozen.stream.pause();
  let cut = false;
  frozen.stream.once('close', () => {
    cut = true;
  });
  const heard = messages(healthy, 1);
  const payload = Buffer.alloc(400_000);
  for (let at = 0; at < 200 && !cut; at += 1)
    await hub.publishAsync('petcam/porch/request/x', payload, { qos: 1 });
  await hub.publishAsync('petcam/garden/request/x', 'still here', { qos: 1 });
  t.strictSame(await heard, ['petcam/garden/request/x still here']);
  frozen.stream.resume();
  await closed(frozen);
});

t.test('a port that is taken is said in one line', async (t) => {
  const { port } = await startBroker(t);
  await t.rejects(startBroker(t, { port }), { code: 'mqtt-port', message: new RegExp(`:${port}`) });
});

t.test('a camera that ends another of its name is told apart from one that comes back', async (t) => {
  const seen: unknown[] = [];
  let tellLast = () => {};
  const last = new Promise<void>((resolve) => {
    tellLast = resolve;
  });
  const { url } = await startBroker(t, {
    onCamera: (...came) => {
      if (seen.push(came) === 3) tellLast();
    },
  });
  const first = await connectCamera(t, url, 'porch');
  const ended = closed(first);
  const second = await connectCamera(t, url, 'porch');
  await ended;
  await second.endAsync();
  await connectCamera(t, url, 'garden');
  // A camera may hear that it is connected before the broker tells the hub.
  await last;
  t.match(seen, [
    ['porch', false, '127.0.0.1'],
    ['porch', true, '127.0.0.1'],
    ['garden', false, '127.0.0.1'],
  ]);
});
