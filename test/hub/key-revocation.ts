import { once } from 'node:events';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import t, { type Test } from 'tap';
import { camera as cameraCommand } from '../../src/cli/camera.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { watchKeys } from '../../src/hub/key-revocation.js';
import { quietSettings, registerOwner, startHub } from '../support/hub.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore, runOn, sendBurst } from '../support/store.js';
import { untilStored } from '../support/until.js';

const hub = await startHub(t);
const owner = await registerOwner(hub);

interface Added {
  mqtt: { password: string };
}

const add = async (name: string) => (await owner.send<Added>('POST', '/cameras', { name })).mqtt.password;

const pskOf = (id: string, key: string) => ({
  minVersion: 'TLSv1.2' as const,
  maxVersion: 'TLSv1.2' as const,
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  pskCallback: () => ({ identity: id, psk: Buffer.from(key, 'hex') }),
  checkServerIdentity: () => undefined,
});

/** A camera that says that it is there, over the plain listener or over TLS with its key. */
async function plugIn(t: Test, id: string, key: string, how: 'plain' | 'tls'): Promise<MqttClient> {
  const plain = how === 'plain';
  const options = {
    protocolVersion: 4,
    clientId: id,
    username: id,
    ...(plain ? { password: key } : pskOf(id, key)),
    reconnectPeriod: 0,
    will: {
      topic: `petcam/${id}/availability`,
      payload: Buffer.from('{"state":"offline"}'),
      qos: 1,
      retain: true,
    },
  };
  const url = plain ? `mqtt://127.0.0.1:${hub.mqttPort}` : `mqtts://127.0.0.1:${hub.mqttTlsPort}`;
  const client = await mqtt.connectAsync(url, options as IClientOptions, false);
  t.teardown(() => client.endAsync(true));
  await client.publishAsync(`petcam/${id}/availability`, '{"state":"online"}', { qos: 1, retain: true });
  await untilStored(hub.store, () => hub.store.camera(id)?.online === true);
  return client;
}

const endOf = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()));

for (const how of ['plain', 'tls'] as const) {
  t.test(`${how}: a camera that is removed is cut off at once, and its key opens nothing`, async (t) => {
    const id = `removed-${how}`;
    const key = await add(id);
    const client = await plugIn(t, id, key, how);
    const closed = endOf(client);
    await owner.send('DELETE', `/cameras/${id}`);
    await closed;
    await t.rejects(plugIn(t, id, key, how));
    t.equal(hub.store.camera(id), null);
  });

  t.test(`${how}: a new key ends the connection of the old one, and opens another`, async (t) => {
    const id = `rekeyed-${how}`;
    const old = await add(id);
    const client = await plugIn(t, id, old, how);
    const closed = endOf(client);
    const { mqtt: given } = await owner.send<Added>('POST', `/cameras/${id}/key`);
    await closed;
    await untilStored(hub.store, () => hub.store.camera(id)?.online === false);
    await t.rejects(plugIn(t, id, old, how));
    await plugIn(t, id, given.password, how);
  });

  t.test(`${how}: so it is when the command line does it beside the running hub`, async (t) => {
    const id = `elsewhere-${how}`;
    const client = await plugIn(t, id, await add(id), how);
    const closed = endOf(client);
    const config = () => readConfig(quietSettings(hub.directory));
    await cameraCommand.run(['remove', id], { config, version: '0.0.0', print: () => {} });
    await closed;
    t.equal(hub.store.camera(id), null);
  });
}

t.test('a connection that has proved its key and said nothing yet is cut off too', async (t) => {
  const key = await add('silent');
  const socket = connectTls({
    port: hub.mqttTlsPort ?? 0,
    host: '127.0.0.1',
    ...pskOf('silent', key),
  } as never);
  await once(socket, 'secureConnect');
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  // The hub's side of the handshake may be a moment later than ours.
  const removed = owner.send('DELETE', '/cameras/silent');
  socket.resume();
  await Promise.all([closed, removed]);
  t.pass();
});

t.test('a TLS session is not resumed: it would outlive its key', async (t) => {
  const key = await add('resumer');
  const options = { port: hub.mqttTlsPort ?? 0, host: '127.0.0.1', ...pskOf('resumer', key) };
  const first: TLSSocket = connectTls(options as never);
  await once(first, 'secureConnect');
  const session = first.getSession();
  first.destroy();
  await owner.send('DELETE', '/cameras/resumer');
  const second = connectTls({ ...options, session } as never);
  const [error] = await once(second, 'error');
  t.match(error, Error);
});

const log = createLog('silent');

t.test('a look that fails ends neither the hub nor the watch', async (t) => {
  const clock = new ManualClock();
  const { store } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', Buffer.alloc(32, 1));
  let broken = true;
  const eventsSince: typeof store.eventsSince = (id, limit) => {
    if (broken) throw new Error('the disk');
    return store.eventsSince(id, limit);
  };
  const cut: string[] = [];
  const quiet = { ...store, eventsSince, onEvents: () => () => {} };
  const end = watchKeys({ store: quiet, cutOff: (camera, why) => cut.push(`${camera} ${why}`), clock, log });
  await store.rotateCameraKey('porch', Buffer.alloc(32, 2));
  await clock.advance(1000);
  t.strictSame(cut, []);
  broken = false;
  await clock.advance(1000);
  t.strictSame(cut, ['porch rekeyed']);
  end();
});

t.test('what happened before the watch began is nobody to cut off', async (t) => {
  const { store } = await openTestStore(t);
  const clock = new ManualClock();
  await store.addCamera('porch', 'Porch', Buffer.alloc(32, 1));
  await store.removeCamera('porch');
  const cut: string[] = [];
  const end = watchKeys({ store, cutOff: (camera, why) => cut.push(`${camera} ${why}`), clock, log });
  await store.addCamera('hall', 'Hall', Buffer.alloc(32, 1));
  for (let count = 0; count < 120; count += 1) await store.renameCamera('hall', `Hall ${count}`);
  await sendBurst(runOn(store), 'b1', { camera: 'hall' });
  await store.rotateCameraKey('hall', Buffer.alloc(32, 2));
  await clock.advance(3000);
  t.strictSame(cut, ['hall rekeyed']);
  end();
  t.equal(clock.pending, 0);
  await store.removeCamera('hall');
  t.strictSame(cut, ['hall rekeyed'], 'ended');
});
