import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import mqtt, { type IClientOptions } from 'mqtt';
import t, { type Test } from 'tap';
import { PskListener } from '../../../src/cameras/mqtt/psk-listener.js';
import { systemClock } from '../../../src/core/clock.js';
import { quiet, startBroker } from '../../support/broker.js';
import { clientHello, flood, loopbackAddresses } from '../../support/flood.js';

const keys = new Map([
  ['porch', Buffer.alloc(32, 1)],
  ['garden', Buffer.alloc(32, 2)],
  ['attic', Buffer.alloc(32, 3)],
]);

/** A broker that believes what the handshake has proved, and a listener in front of it. */
async function start(t: Test) {
  const { broker } = await startBroker(t, {
    authenticate: async (_name, _password, identity) => identity !== null,
  });
  const listener = new PskListener({
    host: '127.0.0.1',
    port: 0,
    keyOf: (camera) => keys.get(camera) ?? null,
    onConnection: (socket, identity, address) => broker.accept(socket, identity, address),
    clientOf: (address) => address,
    clock: systemClock,
    log: quiet,
  });
  const port = await listener.start();
  t.teardown(() => listener.stop());
  return { broker, listener, port };
}

/** Connects as `identity` with `key`, and says in MQTT that it is `name`. */
async function connect(
  t: Test,
  port: number,
  identity: string,
  key: Buffer,
  name = identity,
  more: object = {},
) {
  const options = {
    protocolVersion: 4,
    clientId: name,
    username: name,
    keepalive: 30,
    reconnectPeriod: 0,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
    pskCallback: () => ({ identity, psk: key }),
    checkServerIdentity: () => undefined,
    ...more,
  };
  const client = await mqtt.connectAsync(`mqtts://127.0.0.1:${port}`, options as IClientOptions, false);
  t.teardown(() => client.endAsync(true));
  return client;
}

t.test(
  'a camera that has the key is in, without a password, and a large frame comes through whole',
  async (t) => {
    const { port } = await start(t);
    const camera = await connect(t, port, 'porch', keys.get('porch') as Buffer);
    await camera.subscribeAsync('petcam/porch/request/+', { qos: 1 });
    await camera.publishAsync('petcam/porch/burst/b/frame/0', Buffer.alloc(200_000, 7), { qos: 1 });
    t.ok(camera.connected);
  },
);

t.test('the suite that an ESP32 offers is taken too, and one without forward secrecy is not', async (t) => {
  const { port } = await start(t);
  const key = keys.get('porch') as Buffer;
  const build = readFileSync(
    new URL('../../../firmware/port/esp_idf/CMakeLists.txt', import.meta.url),
    'utf8',
  );
  t.match(build, 'MBEDTLS_SSL_CIPHERSUITES=MBEDTLS_TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256"');
  const esp32 = { ciphers: 'ECDHE-PSK-AES128-CBC-SHA256', ecdhCurve: 'prime256v1' };
  t.ok((await connect(t, port, 'porch', key, 'porch', esp32)).connected);
  for (const ciphers of ['PSK-AES128-CBC-SHA256', 'ECDHE-PSK-AES128-CBC-SHA', 'ECDHE-PSK-AES256-CBC-SHA384'])
    await t.rejects(connect(t, port, 'porch', key, 'porch', { ciphers }), ciphers);
});

t.test('a wrong key, a stranger, a name that is no camera and a borrowed name are refused', async (t) => {
  const { port } = await start(t);
  const key = keys.get('porch') as Buffer;
  await t.rejects(connect(t, port, 'porch', Buffer.alloc(32, 9)));
  await t.rejects(connect(t, port, 'cellar', key));
  await t.rejects(connect(t, port, 'bridge', key));
  await t.rejects(connect(t, port, 'porch', key, 'garden'), { code: 4 });
});

t.test('a removed camera is cut off, and stop cuts the others', async (t) => {
  const { broker, listener, port } = await start(t);
  const porch = await connect(t, port, 'porch', keys.get('porch') as Buffer);
  const garden = await connect(t, port, 'garden', keys.get('garden') as Buffer);
  const ended = (client: typeof porch) => new Promise((resolve) => client.once('close', () => resolve(null)));
  const gone = ended(porch);
  broker.disconnectCamera('porch');
  await gone;
  t.ok(garden.connected);
  const cut = ended(garden);
  await listener.stop();
  await cut;
  await listener.stop();
});

t.test('a port that is taken is a fault that says what to set', async (t) => {
  const { port } = await start(t);
  const second = new PskListener({
    host: '127.0.0.1',
    port,
    keyOf: () => null,
    onConnection: () => {},
    clientOf: String,
    clock: systemClock,
    log: quiet,
  });
  await t.rejects(second.start(), { code: 'mqtt-tls-port', hint: /PETCAM_MQTT_TLS_PORT/ });
});

t.test('a key that is replaced during the handshake does not let its camera in', async (t) => {
  const { broker } = await startBroker(t, { authenticate: async () => true });
  const key = Buffer.alloc(32, 1);
  for (const after of [null, Buffer.alloc(32, 9)]) {
    const answers: (Buffer | null)[] = [key, after];
    const listener = new PskListener({
      host: '127.0.0.1',
      port: 0,
      keyOf: () => answers.shift() ?? null,
      onConnection: (socket, identity, address) => broker.accept(socket, identity, address),
      clientOf: String,
      clock: systemClock,
      log: quiet,
    });
    const port = await listener.start();
    t.teardown(() => listener.stop());
    await t.rejects(connect(t, port, 'porch', key));
  }
});

t.test('the alert does not tell a name that is known from one that is not', async (t) => {
  const { port } = await start(t);
  const alertFor = (identity: string) =>
    connect(t, port, identity, Buffer.alloc(32, 9)).then(
      () => 'in',
      (error: Error) => /SSL alert number \d+/.exec(error.message)?.[0] ?? error.message,
    );
  const alert = await alertFor('porch');
  t.match(alert, /^SSL alert number/);
  for (const stranger of ['cellar', 'bridge', 'No Name']) t.equal(await alertFor(stranger), alert, stranger);
});

t.test('a key that cannot be read lets nobody in and ends nothing', async (t) => {
  const { port } = await start(t);
  const garden = keys.get('garden') as Buffer;
  const get = keys.get;
  keys.get = () => {
    throw new Error('the disk');
  };
  await t.rejects(connect(t, port, 'garden', garden));
  keys.get = get;
  await t.resolves(connect(t, port, 'garden', garden));
});

const hello = await clientHello({
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  pskCallback: () => null,
} as object);

for (const [what, words] of [
  ['say nothing', undefined],
  ['begin a handshake and stop', hello],
] as const) {
  t.test(
    `a known camera and a new one get in under a flood of connections that ${what}`,
    { timeout: 120_000 },
    (t) => getInUnderFlood(t, words),
  );
}

async function getInUnderFlood(t: Test, words: Uint8Array | undefined): Promise<void> {
  const { port } = await start(t);
  const porch = keys.get('porch') as Buffer;
  const first = await connect(t, port, 'porch', porch);
  await first.endAsync(true);
  const said = words && { words };
  const { counts, stop } = flood(port, [
    { perSecond: 500, addresses: ['127.0.9.9'], ...said },
    { perSecond: 50, addresses: loopbackAddresses(7, 200), ...said },
  ]);
  t.teardown(stop);
  const waits: number[] = [];
  const getIn = async (name: string) => {
    const began = performance.now();
    const camera = await connect(t, port, name, keys.get(name) as Buffer, name, { connectTimeout: 30_000 });
    waits.push(performance.now() - began);
    await camera.endAsync(true);
  };
  while (counts.opened < 1500) await setTimeout(50);
  for (let round = 0; round < 5; round += 1) await getIn('porch');
  await getIn('garden');
  t.comment(`${counts.opened} connections; ${waits.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  t.ok(Math.max(...waits) < 5000);
}

t.test(
  'one camera that ends handshakes and says nothing keeps no other out',
  { timeout: 120_000 },
  async (t) => {
    const { port } = await start(t);
    const stolen = {
      ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
      maxVersion: 'TLSv1.2',
      pskCallback: () => ({ identity: 'attic', psk: keys.get('attic') as Buffer }),
      checkServerIdentity: () => undefined,
    } as object;
    const silent: TLSSocket[] = [];
    t.teardown(() => silent.forEach((socket) => void socket.destroy()));
    for (let count = 0; count < 140; count += 1) {
      const socket = connectTls({ port, host: '127.0.0.1', ...stolen }).on('error', () => {});
      silent.push(socket);
      await once(socket, 'secureConnect');
    }
    await Promise.all(silent.slice(0, -4).map(async (socket) => socket.closed || once(socket, 'close')));
    t.strictSame(
      silent.slice(-4).map(({ closed }) => closed),
      [false, false, false, false],
      'four are left to it',
    );
    for (const name of ['porch', 'garden']) await connect(t, port, name, keys.get(name) as Buffer);
  },
);

t.test('who connects and says nothing leaves after a second or two', async (t) => {
  const { port } = await start(t);
  const began = performance.now();
  const socket = connectTcp(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'close');
  const waited = performance.now() - began;
  t.ok(waited > 1000 && waited < 20_000, `${waited} ms`);
});
