import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import t from 'tap';
import { DEFAULT_SETTINGS } from '../../src/cameras/protocol/settings.js';
import { camera } from '../../src/cli/camera.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import { openStore } from '../../src/store/store.js';
import { HOME } from '../support/fake-esp32.js';
import { temporaryFolder } from '../support/folder.js';
import { plugIn, quietSettings, registerOwner, startHub } from '../support/hub.js';
import { KEY } from '../support/store.js';
import { untilStored } from '../support/until.js';
import { plugInPaired, virtualCameras } from '../support/virtual-camera.js';

function hubIn(directory: string) {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig({ PETCAM_DATA_DIR: directory });
    await camera.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  return { run, json };
}

t.test('add gives an id, a key that the hub then knows, and the broker', async (t) => {
  const directory = temporaryFolder(t);
  const { run, json } = hubIn(directory);
  const added = await json('add', 'Living room');
  t.match(added, {
    id: 'living-room',
    name: 'Living room',
    key: /^[0-9a-f]{64}$/,
    broker: 'mqtt://127.0.0.1:1883',
  });
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  t.ok(store.checkCameraKey('living-room', Buffer.from(added.key, 'hex')));
  t.notOk(store.checkCameraKey('living-room', Buffer.alloc(32)));
  await store.close();
  t.match(await run('add', 'Küche', '--id', 'kitchen'), /id +kitchen\n +key +[0-9a-f]{64}/);
  const [, typed = ''] = (await json('add', 'Hall')).console.split('hub ');
  t.match(
    JSON.parse(typed),
    { v: 1, port: 8883, camera: 'hall', key: /^[0-9a-f]{64}$/ },
    'as the firmware reads it',
  );
  t.equal((await json('add', '거실')).id, 'camera', 'a name without Latin letters still gives an id');
});

t.test('with a broker of its own no console line leads to a port where nothing listens', async (t) => {
  const settings = { PETCAM_DATA_DIR: temporaryFolder(t), PETCAM_MQTT_URL: 'mqtts://broker.example' };
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig(settings);
    await camera.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const added = await run('add', 'Hall');
  t.match(added, /uses a broker of its own, mqtts:\/\/broker\.example: give the camera its access there/);
  t.match(added, /broker +mqtts:\/\/broker\.example\n +id +hall\n +key +[0-9a-f]{64}/);
  t.notMatch(added, /console|8883/);
  const anew = JSON.parse(await run('rotate', 'hall', '--json'));
  t.match(anew, { broker: 'mqtts://broker.example', console: null });
});

t.test('list and remove', async (t) => {
  const { run, json } = hubIn(temporaryFolder(t));
  t.match(await run('list'), 'No cameras yet');
  await run('add', 'Hall');
  t.match(await run('list'), /hall +Hall +0 photos, never seen/);
  t.strictSame(
    (await json('list')).map(({ id }: { id: string }) => id),
    ['hall'],
  );
  t.strictSame(await json('remove', 'hall'), { removed: 'hall' });
  await run('add', 'Hall');
  t.match(await run('remove', 'hall'), 'forgotten');
  t.match(await run('list'), 'No cameras yet');
});

t.test('mistakes are answered by name', async (t) => {
  const { run } = hubIn(temporaryFolder(t));
  await t.rejects(run('add'), { code: 'usage' });
  await t.rejects(run('add', 'x', '--id', 'Bridge!'), { code: 'usage', message: /at most 32/ });
  await t.rejects(run('add', 'x', '--id', 'bridge'), { code: 'usage' });
  await t.rejects(run('polish'), { code: 'usage' });
  await t.rejects(run(), { code: 'usage' });
  await t.rejects(run('remove', 'nobody'), { code: 'camera-unknown' });
  await run('add', 'x');
  await t.rejects(run('add', 'x'), { code: 'camera-exists' });
});

t.test('show, rename and rotate', async (t) => {
  const directory = temporaryFolder(t);
  const { run, json } = hubIn(directory);
  await run('add', 'Hall');
  t.match(await run('show', 'hall'), /now +offline\nheard of +never seen\nphotos +0/);
  t.match(await json('rename', 'hall', 'Long', 'hallway'), { id: 'hall', name: 'Long hallway' });
  t.match(await run('rename', 'hall', 'Hall'), 'hall is called Hall now.');
  const { key } = await json('rotate', 'hall');
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  t.ok(store.checkCameraKey('hall', Buffer.from(key, 'hex')));
  const state = {
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -61,
    uptimeMs: 1,
    resetReason: 'brownout',
    bursts: { queued: 0, sent: 1, lost: 0, framesLost: 0 },
    settings: DEFAULT_SETTINGS,
  };
  await store.touchCamera('hall', { at: 1_763_867_000_000, online: true, state });
  const sensor = { state: 'ok' as const, model: 'ov2640', id: 38 };
  for (const known of [sensor, { state: 'failing' as const }]) {
    await store.addCamera(`attic-${known.state}`, 'Attic', KEY);
    const reported = { ...state, sensor: known };
    await store.touchCamera(`attic-${known.state}`, { at: 1_763_867_000_000, online: true, state: reported });
  }
  await store.close();
  t.match(await run('show', 'attic-ok'), /sensor +ov2640, ok/);
  t.match(await run('show', 'attic-failing'), /sensor +not known yet, failing/);
  t.match(await run('show', 'hall'), /-61 dBm\nfirmware +1\.0\.0 on ai-thinker\nlast start +brownout/);
  t.match(await json('show', 'hall'), { id: 'hall', state: { settings: { burstFrames: 8 } } });
  t.match(await run('list'), /last seen 2025-11-23 \d\d:03:20 [+-]\d\d:\d\d/);
  await t.rejects(run('show', 'nobody'), { code: 'camera-unknown' });
  await t.rejects(run('rename', 'hall'), { code: 'usage' });
});

t.test('the Wi-Fi can be filled into what is typed', async (t) => {
  const { run } = hubIn(temporaryFolder(t));
  t.match(
    await run('add', 'Hall', '--ssid', 'Our home'),
    'wifi {"ssid":"Our home","password":"ITS PASSWORD"}',
  );
});

/** A person at a keyboard, who answers each question when it comes; `said` is all that is on the screen. */
function typist(answers: [RegExp, string][]) {
  const input = new PassThrough();
  let said = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      said += chunk;
      const next = answers.findIndex(([question]) => question.test(said));
      if (next >= 0) {
        const [found] = answers.splice(next, 1);
        said += '\n';
        setImmediate(() => input.write(`${found?.[1]}\n`));
      }
      done();
    },
  });
  return { input: Object.assign(input, { isTTY: true }), output, said: () => said };
}

t.test('pair asks for what it needs, beside the running hub', async (t) => {
  const code = '40718235';
  const world = await virtualCameras(t, [{ name: 'PetCam-3A7F10', code }, { name: 'PetCam-000001' }]);
  const port = String(await freePort());
  const hub = await startHub(t, { PETCAM_MQTT_TLS_PORT: port });
  const settings = { ...quietSettings(hub.directory), PETCAM_MQTT_TLS_PORT: port };
  const person = typist([
    [/Which camera \(.*\)\? $/, 'PetCam-3A7F10'],
    [/digits\): $/, '11112222'],
    [/try again: $/, ''],
    [/digits\): $/, code],
    [/Which Wi-Fi \(Home, Guests\)\? $/, HOME.ssid],
    [/Password of Home: $/, 'wrong horse'],
    [/password is wrong\. Press Enter to try again: $/, ''],
    [/Which Wi-Fi \(Home, Guests\)\? $/, 'Guests'],
  ]);
  const lines: string[] = [];
  void world.handover(0).then((handover) => plugInPaired(t, handover));
  await camera.run(['pair', 'Living', 'room'], {
    config: () => readConfig(settings),
    version: '0.0.0',
    radio: world.radio,
    keyboard: person,
    print: (line) => lines.push(line),
  });
  t.match(lines, [/^Looking/, /^Connecting/, /code/]);
  t.equal(lines.at(-1), 'Living room is here, as living-room.');
  t.equal(hub.store.camera('living-room')?.online, true);
  t.notOk(person.said().includes('wrong horse'), 'no password is on the screen');
});

t.test(
  'pair for a script: everything by options, one line of JSON, or the failure by its code',
  async (t) => {
    const code = '40718235';
    const world = await virtualCameras(t, [{ code }]);
    const port = String(await freePort());
    const hub = await startHub(t, { PETCAM_MQTT_TLS_PORT: port });
    const settings = { ...quietSettings(hub.directory), PETCAM_MQTT_TLS_PORT: port };
    const file = path.join(temporaryFolder(t), 'password');
    writeFileSync(file, `${HOME.password}\n`);
    const run = async (...args: string[]) => {
      const lines: string[] = [];
      const nobody = Object.assign(new PassThrough(), { isTTY: false });
      nobody.end();
      await camera.run(['pair', ...args, '--json'], {
        config: () => readConfig(settings),
        version: '0.0.0',
        radio: world.radio,
        keyboard: { input: nobody, output: new PassThrough() },
        print: (line) => lines.push(line),
      });
      return lines;
    };
    await t.rejects(run('Hall', '--code', '00000000'), { code: 'wrong-code' });
    await t.rejects(run('Hall', '--device', 'PetCam-77'), { code: 'usage', message: /PetCam-A1B2C3/ });
    await t.rejects(run('Hall'), { code: 'usage', message: /nobody answers: Code/ });
    await t.rejects(run('Hall', '--seconds', '5'), { code: 'request-invalid' });
    await t.rejects(run(), { code: 'request-invalid' });
    await t.rejects(run('--camera', 'nobody'), { code: 'camera-unknown' });
    const elsewhere = ['--code', code, '--ssid', 'Nowhere', '--password-file', file];
    await t.rejects(run('Hall', ...elsewhere), { code: 'wifi-not-found' });
    void world.handover(0).then((handover) => plugInPaired(t, handover));
    const given = ['--code', code, '--ssid', HOME.ssid, '--password-file', file];
    t.strictSame(
      (await run('Hall', ...given)).map((line) => JSON.parse(line)),
      [{ id: 'hall', name: 'Hall', ssid: 'Home' }],
    );
  },
);

t.test('pair says what keeps it from beginning', async (t) => {
  const run = (settings: Record<string, string>) =>
    camera.run(['pair', 'Hall'], {
      config: () => readConfig({ PETCAM_DATA_DIR: temporaryFolder(t), ...settings }),
      version: '0.0.0',
      print: () => {},
    });
  await t.rejects(run({ PETCAM_MQTT_TLS_PORT: '0' }), { code: 'usage' });
  await t.rejects(run({ PETCAM_MQTT_URL: 'mqtt://broker.test' }), { code: 'pairing-unavailable' });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

t.test('settings, captures and restarts go through the running hub', async (t) => {
  const hub = await startHub(t);
  const settings = {
    PETCAM_DATA_DIR: path.join(hub.directory, 'data'),
    PETCAM_HTTP_PORT: String(hub.httpPort),
  };
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig(settings);
    await camera.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  await plugIn(t, hub, { camera: 'porch', capabilities: ['brightness', 'motionIgnore'] });
  await untilStored(hub.store, () => hub.store.camera('porch')?.online === true);
  await t.rejects(run('capture', 'porch'), { code: 'not-set-up' });
  await registerOwner(hub);
  const sessions = hub.store.sessions(1).length;
  t.match(await run('set', 'porch', 'burstFrames=5', 'motion=false', 'frameSize=vga'), /burstFrames=5\n/);
  t.match(hub.store.camera('porch')?.state?.settings, { burstFrames: 5, motion: false, frameSize: 'vga' });
  t.match(JSON.parse(await run('set', 'porch', 'burstFrames=6', '--json')), {
    burstFrames: 6,
    motion: false,
  });
  await t.rejects(run('set', 'porch', 'burstFrames=99'), { code: 'request-invalid' });
  await t.rejects(run('set', 'porch'), { code: 'usage' });
  await t.rejects(run('set', 'porch', 'burstFrames'), { code: 'usage' });
  await t.rejects(run('restart', 'attic'), { code: 'camera-unknown' });
  t.match(await run('set', 'porch', 'brightness=-1'), 'brightness=-1');
  const zone = `${'0'.repeat(47)}1`;
  t.match(await run('set', 'porch', `motionIgnore=${zone}`), `motionIgnore=${zone}`);
  t.match(await run('pause', 'porch', '--minutes', '60'), /^porch is paused until \d/);
  t.match(await run('show', 'porch'), /\npause +is paused until \d/);
  t.equal(await run('pause', 'porch'), 'porch is paused until you end it.');
  await t.rejects(run('pause', 'porch', '--minutes', 'soon'), { code: 'usage' });
  t.match(JSON.parse(await run('resume', 'porch', '--json')), { id: 'porch', pause: null });
  t.match(await run('capture', 'porch'), 'takes a burst');
  await hub.store.addCamera('attic', 'Attic', KEY);
  const told = await run('move', '192.168.1.20');
  t.match(
    told,
    /^porch +cannot be told: it finds the hub by its name/,
    'the simulated one knows no such request',
  );
  t.match(told, /\nattic +is away.*\nCameras are told: 192\.168\.1\.20 is next\.$/);
  t.match(JSON.parse(await run('move', '127.0.0.1', '--json')), { host: '127.0.0.1', next: null });
  t.match(await run('move', '127.0.0.1'), 'The hub stays at 127.0.0.1.');
  await t.rejects(run('move'), { code: 'usage' });
  await hub.store.removeCamera('attic');
  t.match(JSON.parse(await run('restart', 'porch', '--json')), { restarting: 'porch' });
  t.equal(hub.store.sessions(1).length, sessions, 'nobody stays signed in');
  await hub.hub.stop();
  await t.rejects(run('capture', 'porch'), { code: 'hub-not-running' });
});
