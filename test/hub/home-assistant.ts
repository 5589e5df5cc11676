import { writeFileSync } from 'node:fs';
import path from 'node:path';
import mqtt from 'mqtt';
import t, { type Test } from 'tap';
import type { CameraState } from '../../src/cameras/protocol/types.js';
import { readTurn } from '../../src/core/upright.js';
import { HOME_ASSISTANT_USER } from '../../src/hub/home-assistant.js';
import { firmwareFile, pair } from '../support/firmware-image.js';
import { temporaryFolder } from '../support/folder.js';
import { plugIn, registerOwner, startHub } from '../support/hub.js';
import { mosquittoIsHere, startMosquitto } from '../support/mosquitto.js';

type Json = Record<string, unknown>;

/** Home Assistant as the broker sees it: its user, its topics, and a memory of what it heard. */
async function homeAssistant(t: Test, url: string, options: mqtt.IClientOptions = {}) {
  const client = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  t.teardown(() => client.endAsync(true));
  const heard: { topic: string; payload: Buffer; retain: boolean }[] = [];
  const waiting = new Set<() => void>();
  client.on('message', (topic, payload, { retain }) => {
    heard.push({ topic, payload, retain });
    for (const look of waiting) look();
  });
  await client.subscribeAsync(['homeassistant/#', 'petcam-hub/#'], { qos: 1 });

  /** The newest message whose topic ends so and whose payload pleases, waited for. */
  function hears(end: string, holds: (payload: Buffer) => boolean = () => true): Promise<Buffer> {
    return new Promise((resolve) => {
      const look = () => {
        const found = heard.findLast(({ topic, payload }) => topic.endsWith(end) && holds(payload));
        if (!found) return;
        waiting.delete(look);
        resolve(found.payload);
      };
      waiting.add(look);
      look();
    });
  }
  const json = async (end: string, holds: (value: Json) => boolean = () => true): Promise<Json> =>
    JSON.parse(
      (await hears(end, (payload) => payload.length > 0 && holds(JSON.parse(payload.toString())))).toString(),
    );
  const order = async (camera: string, what: string, payload: string) => {
    const [hub = ''] = /(?<=petcam_)[0-9a-f]{8}/.exec(heard.map(({ topic }) => topic).join()) ?? [];
    await client.publishAsync(`petcam-hub/${hub}/${camera}/set/${what}`, payload, { qos: 1 });
  };
  return { client, heard, hears, json, order };
}

async function wholeDay(
  t: Test,
  hub: Awaited<ReturnType<typeof startHub>>,
  home: Awaited<ReturnType<typeof homeAssistant>>,
) {
  const { store } = hub;
  t.match(await home.json('/config', (value) => 'pets_today' in (value['components'] as Json)), {
    device: { name: 'PetCam hub' },
  });
  await plugIn(t, hub, { camera: 'porch' });
  await home.json('_porch/config', ({ device }) => (device as Json)['model'] !== 'camera');
  await home.json('/porch/availability', ({ state }) => state === 'online');

  await home.order('porch', 'capture', 'PRESS');
  const event = await home.json('/porch/event', ({ event_type }) => event_type === 'best_cut');
  const [photo] = store.photos({ limit: 1 });
  t.match(event, { photo: photo?.id, pet: photo?.pet });
  const picture = await home.hears('/porch/best', (payload) => payload.length > 0);
  t.ok(picture.equals(Buffer.from(store.image(photo?.id ?? 0, 'original')?.bytes ?? [])), 'the frame itself');
  t.match(await home.json('/porch/best-info'), { photo: photo?.id, reason: photo?.summary.text });
  t.match(await home.json('/porch/state', ({ pets_today }) => pets_today === 1), {
    signal: Number,
    best_at: String,
    update: { installed_version: String },
  });
  t.notOk(
    home.heard.some(({ topic, retain }) => topic.endsWith('/event') && retain),
    'no event is kept',
  );

  await home.order('porch', 'live', 'ON');
  await home.json('/porch/state', ({ live }) => live === 'ON');
  const preview = await home.hears('/porch/live');
  t.equal(preview.readUInt16BE(0), 0xffd8, 'a JPEG');
  await home.order('porch', 'live', 'OFF');
  await home.json('/porch/state', ({ live }) => live === 'OFF');

  await home.order('porch', 'pause', 'ON');
  await home.json('/porch/state', ({ paused }) => paused === 'ON');
  t.match(store.camera('porch')?.pause, { until: null });
  await home.order('porch', 'pause', 'OFF');
  await home.json('/porch/state', ({ paused }) => paused === 'OFF');

  const says = (state: string | null) => home.json('/state', ({ somebody_home }) => somebody_home === state);
  await says(null);
  await home.order('_home', 'presence', 'ON');
  await says('ON');
  await home.order('_home', 'presence', 'perhaps');
  await home.order('_home', 'presence', 'OFF');
  await says('OFF');

  home.heard.length = 0;
  await home.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
  await home.json('_porch/config');
  t.ok((await home.hears('/porch/best')).length > 0, 'everything is said anew when Home Assistant was born');

  await store.deletePhoto(photo?.id ?? 0);
  await home.hears('/porch/best', (payload) => payload.length === 0);
  await store.removeCamera('porch');
  await home.hears('_porch/config', (payload) => payload.length === 0);
}

t.test('over a Mosquitto of its own', { skip: !mosquittoIsHere(t) }, async (t) => {
  const { url } = await startMosquitto(t);
  const hub = await startHub(t, { PETCAM_HOME_ASSISTANT: 'true', PETCAM_HOME_ASSISTANT_MQTT_URL: url });
  const home = await homeAssistant(t, url);
  await wholeDay(t, hub, home);
  const person = await registerOwner(hub);
  t.match(await person.get('/notifications'), { visits: { presence: 'away' } });
  await hub.hub.stop();
  await home.json('/availability', ({ state }) => state === 'offline');
  t.pass('the hub says that it is gone');
});

t.test('a broker that passes no large message gets small pictures, and health says so', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const { url } = await startMosquitto(t, ['max_packet_size 20000']);
  const hub = await startHub(t, { PETCAM_HOME_ASSISTANT: 'true', PETCAM_HOME_ASSISTANT_MQTT_URL: url });
  const home = await homeAssistant(t, url);
  await home.json('/config', (value) => 'pets_today' in (value['components'] as Json));
  const said = () => hub.issues().filter((text) => text.includes('Home Assistant'));
  t.match(said(), [/MQTT broker does not pass a message of 524288 bytes/]);
  await plugIn(t, hub, { camera: 'porch' });
  await home.json('/porch/availability', ({ state }) => state === 'online');
  await home.order('porch', 'capture', 'PRESS');
  await home.json('/porch/event', ({ event_type }) => event_type === 'best_cut');
  t.equal((await home.hears('/porch/best')).length, 0, 'no picture, and no connection lost for it');
  t.equal(said().length, 1);
});

t.test("over the hub's own broker", async (t) => {
  const password = path.join(temporaryFolder(t), 'password');
  writeFileSync(password, 'a password of its own\n');
  const hub = await startHub(t, {
    PETCAM_HOME_ASSISTANT: 'true',
    PETCAM_HOME_ASSISTANT_PASSWORD_FILE: password,
  });
  const url = `mqtt://127.0.0.1:${hub.mqttPort}`;
  const credentials = { username: HOME_ASSISTANT_USER, password: 'a password of its own' };
  await t.rejects(homeAssistant(t, url, { ...credentials, password: 'a guess' }), { code: 4 });
  await t.rejects(homeAssistant(t, url, { ...credentials, clientId: 'petcam_hub' }), { code: 2 });
  const home = await homeAssistant(t, url, credentials);
  const refused = await home.client.subscribeAsync('petcam/#').catch(() => [{ qos: 128 }]);
  t.match(refused, [{ qos: 128 }], 'the cameras are not its business');
  await wholeDay(t, hub, home);
  const ended = new Promise<void>((resolve) => home.client.once('close', () => resolve()));
  home.client.publish('petcam/porch/request/restart', '{}', { qos: 1 });
  await ended;
  t.pass('who orders cameras about is disconnected');
});

t.test('a camera of later firmware is set from the home', async (t) => {
  const password = path.join(temporaryFolder(t), 'password');
  writeFileSync(password, 'a password of its own\n');
  const hub = await startHub(t, {
    PETCAM_HOME_ASSISTANT: 'true',
    PETCAM_HOME_ASSISTANT_PASSWORD_FILE: password,
  });
  const home = await homeAssistant(t, `mqtt://127.0.0.1:${hub.mqttPort}`, {
    username: HOME_ASSISTANT_USER,
    password: 'a password of its own',
  });
  await plugIn(t, hub, { camera: 'attic', capabilities: ['flip', 'brightness'] });
  const announced = (holds: (components: Record<string, Json>) => boolean) =>
    home.json('_attic/config', ({ components }) => holds(components as Record<string, Json>));
  await announced(({ flip, mirror }) => 'command_topic' in (flip ?? {}) && !('name' in (mirror ?? {})));
  const settings = (holds: (values: Json) => boolean) =>
    home.json('/attic/state', ({ settings }) => holds(settings as Json));
  t.match(await settings(({ flip }) => flip === 'OFF'), { settings: { brightness: 0 } });
  await home.order('attic', 'flip', 'ON');
  await settings(({ flip }) => flip === 'ON');
  await home.order('attic', 'mirror', 'ON');
  await home.order('attic', 'brightness', '7');
  await home.order('attic', 'brightness', '2');
  t.match(await settings(({ brightness }) => brightness === 2), { settings: { flip: 'ON' } });
  t.notHas(hub.store.camera('attic')?.state?.settings, { mirror: true });

  await hub.store.turnCamera('attic', 90);
  await home.order('attic', 'live', 'ON');
  const preview = await home.hears('/attic/live');
  t.equal(readTurn(preview).orientation, 6, 'mounted sideways, its live picture is upright too');
  await home.order('attic', 'live', 'OFF');

  const state = hub.store.camera('attic')?.state as CameraState;
  const { capabilities: _can, ...older } = state;
  await hub.store.touchCamera('attic', { at: Date.now(), state: older });
  await announced(({ flip }) => !('name' in (flip ?? {})));
  t.pass('withdrawn when it can no more');
});

t.test('firmware is offered, installed and followed', async (t) => {
  const password = path.join(temporaryFolder(t), 'password');
  writeFileSync(password, 'a password of its own\n');
  const hub = await startHub(t, {
    PETCAM_HOME_ASSISTANT: 'true',
    PETCAM_HOME_ASSISTANT_PASSWORD_FILE: password,
    PETCAM_FIRMWARE_KEY: pair.publicKey,
  });
  const url = `mqtt://127.0.0.1:${hub.mqttPort}`;
  const home = await homeAssistant(t, url, {
    username: HOME_ASSISTANT_USER,
    password: 'a password of its own',
  });
  const update = (holds: (value: Json) => boolean) =>
    home.json('/porch/state', ({ update }) => holds(update as Json));
  await plugIn(t, hub, { camera: 'porch', firmware: '1.0.0', updates: { key: pair.publicKey } });
  t.match(await update(({ installed_version }) => installed_version === '1.0.0'), {
    update: { latest_version: '1.0.0', in_progress: false, update_percentage: null },
  });

  const owner = await registerOwner(hub);
  const { file } = firmwareFile({ version: '1.1.0' });
  const headers = { 'content-type': 'application/octet-stream' };
  await owner.fetch('/firmware', { method: 'POST', headers, body: new Uint8Array(file) });
  await update(({ latest_version }) => latest_version === '1.1.0');
  await home.order('porch', 'install', 'INSTALL');
  await update(({ in_progress, update_percentage }) => in_progress === true && Number(update_percentage) > 0);
  t.match(await update(({ installed_version }) => installed_version === '1.1.0'), {
    update: { latest_version: '1.1.0' },
  });
  await update(({ in_progress, installed_version }) => !in_progress && installed_version === '1.1.0');
  await home.json('_porch/config', ({ device }) => (device as Json)['sw_version'] === '1.1.0');
  await home.order('porch', 'install', 'INSTALL');
  await home.order('porch', 'live', 'ON');
  await home.json('/porch/state', ({ live }) => live === 'ON');
  t.match(hub.store.rollouts(), [{ state: 'done' }], 'nothing is left to install');
});

t.test('a password file that is not there is said at the start', async (t) => {
  const settings = { PETCAM_HOME_ASSISTANT: 'true', PETCAM_HOME_ASSISTANT_PASSWORD_FILE: '/no/such/file' };
  await t.rejects(startHub(t, settings), { code: 'file-missing' });
});
