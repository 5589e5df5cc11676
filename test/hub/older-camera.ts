/** A camera with the firmware of before: it names no sensor and no capabilities, and passes over fields it does not know. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { connect } from 'mqtt';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { registerOwner, SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

const scene = path.join(SAMPLE_BURSTS, 'cat-focus');
const FRAMES = readdirSync(scene)
  .filter((name) => name.endsWith('.jpg'))
  .slice(0, 2)
  .map((name) => readFileSync(path.join(scene, name)));

/** Settings of the first cameras, all of them. */
const SETTINGS = {
  frameSize: 'svga',
  quality: 10,
  burstFrames: 2,
  burstIntervalMs: 100,
  warmupFrames: 4,
  motion: true,
  motionSensitivity: 5,
  cooldownMs: 10_000,
  flash: 'off',
  scheduleSeconds: 0,
};

/** Plays that camera, written from the first edition of docs/PROTOCOL.md; `asked` is all that it was asked. */
async function playOlderCamera(url: string, id: string, key: string) {
  const client = connect(url, { protocolVersion: 4, clientId: id, username: id, password: key });
  const asked: [string, Record<string, unknown>][] = [];
  let settings: Record<string, unknown> = SETTINGS;
  let bursts = 0;
  const say = (below: string, payload: Buffer | object, retain = false) =>
    client.publish(
      `petcam/${id}/${below}`,
      Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
      { qos: 1, retain },
    );
  const sayState = () =>
    say(
      'state',
      {
        ...{ v: 1, firmware: '1.0.0', board: 'ai-thinker', rssi: -61, uptimeMs: 1000 },
        resetReason: 'power-on',
        bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
        settings,
      },
      true,
    );
  function takeBurst(): string {
    const burst = `00000001-${bursts++}`;
    for (const [index, frame] of FRAMES.entries()) say(`burst/${burst}/frame/${index}`, frame);
    const frames = FRAMES.map((frame, index) => ({
      index,
      length: frame.length,
      crc32: crc32(frame),
      ageMs: 500 - 100 * index,
    }));
    say(`burst/${burst}/manifest`, { v: 1, burst, trigger: 'command', count: frames.length, frames });
    return burst;
  }
  function answer(verb: string, data: Record<string, unknown>): object {
    if (verb === 'capture') return { status: 'ok', data: { burst: takeBurst() } };
    if (verb === 'settings') {
      const known = Object.entries(data).filter(([name]) => name in SETTINGS);
      settings = { ...settings, ...Object.fromEntries(known) };
      sayState();
      return { status: 'ok', data: settings };
    }
    if (verb === 'time' || verb === 'preview') return { status: 'ok', data: {} };
    return { status: 'error', error: { code: 'unknown-verb', message: verb } };
  }
  client.on('message', (topic, payload) => {
    const [, , kind, verb = ''] = topic.split('/');
    if (kind !== 'request') return;
    const { transaction, data } = JSON.parse(payload.toString());
    asked.push([verb, data]);
    say(`response/${verb}`, { transaction, ...answer(verb, data) });
  });
  await new Promise((resolve) => client.once('connect', resolve));
  await client.subscribeAsync([`petcam/${id}/request/+`, `petcam/${id}/burst/+/ack`], { qos: 1 });
  say('availability', { state: 'online' }, true);
  sayState();
  const verbs = () => asked.map(([verb]) => verb).filter((verb) => verb !== 'time');
  return { verbs, stop: () => client.endAsync(true) };
}

t.test('a camera with the firmware of before works as before', async (t) => {
  const hub = await startHub(t);
  const owner = await registerOwner(hub);
  const key = newCameraKey();
  await hub.store.addCamera('porch', 'Porch', Buffer.from(key, 'hex'));
  const camera = await playOlderCamera(`mqtt://127.0.0.1:${hub.mqttPort}`, 'porch', key);
  t.teardown(camera.stop);
  const row = () => hub.store.camera('porch');
  await untilStored(hub.store, () => row()?.online === true && row()?.state !== null);
  t.same(row()?.state?.settings, SETTINGS);

  t.match(await owner.send('POST', '/cameras/porch/settings', { quality: 12 }), {
    settings: { quality: 12 },
  });
  t.match(await owner.send('POST', '/cameras/porch/settings', { quality: 14, flip: true }), {
    code: 'setting-unsupported',
  });
  t.match(await owner.send('POST', '/hub/address', { host: '192.168.1.20' }), {
    cameras: [{ camera: 'porch', outcome: 'unsupported' }],
  });
  t.strictSame(camera.verbs(), ['settings'], 'it is asked nothing that it does not know');

  t.match(await owner.send('PATCH', '/cameras/porch', { turn: 90 }), { turn: 90 });
  await owner.send('POST', '/cameras/porch/capture');
  await untilStored(hub.store, () => hub.store.photos({ limit: 1 }).length === 1);
  const [photo] = hub.store.photos({ limit: 1 });
  t.match(photo, { camera: 'porch', turn: 90 });
  t.ok(Number(photo?.height) > Number(photo?.width), 'what it sends lying is upright');
  const issues = hub.issues().filter((issue) => issue.includes('Porch'));
  t.strictSame(issues, [], 'nothing is held against it');
});
