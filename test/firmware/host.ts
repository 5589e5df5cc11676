import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { CAMERA_HEADERS, CAMERA_PROGRAM, make, missingTools, run, startCamera } from '../support/firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { SAMPLE_BURSTS, startHub } from '../support/hub.js';
import { mosquittoIsHere, startMosquitto } from '../support/mosquitto.js';
import { untilStored } from '../support/until.js';

const skip = missingTools(...CAMERA_HEADERS);
const fast = ['--bursts', SAMPLE_BURSTS, '--every', '0.2', '--interval', '100'];

/** One hub for the whole file: starting one is most of what a test would take. */
let hub: Awaited<ReturnType<typeof startHub>>;
let url = '';

t.before(async () => {
  if (skip !== false) return;
  t.match(await make('host'), { code: 0 });
  hub = await startHub(t);
  url = `mqtt://127.0.0.1:${hub.mqttPort}`;
});

async function addCamera(id: string): Promise<string> {
  const key = newCameraKey();
  await hub.store.addCamera(id, id, Buffer.from(key, 'hex'));
  return key;
}

t.test('explains itself, and what is wrong with its arguments', { skip }, async (t) => {
  const help = await run(CAMERA_PROGRAM, ['--help']);
  t.equal(help.code, 0);
  for (const option of [
    '--url',
    '--name',
    '--camera',
    '--bursts',
    '--slots',
    '--faults',
    'brownout',
    'PETCAM_CAMERA_KEY',
  ])
    t.match(help.out, option);
  const key = newCameraKey();
  const good = ['--url', 'mqtt://h', '--camera', 'porch', '--key', key, '--bursts', SAMPLE_BURSTS];
  const wrong: [string[], RegExp][] = [
    [[], /--url, --camera and --bursts are needed/],
    [[...good, '--url', 'http://h'], /mqtt:\/\/HOST:PORT/],
    [[...good, '--url', 'mqtt://'], /names no host/],
    [[...good, '--url', 'mqtt://h:99999'], /no valid port/],
    [[...good, '--camera', 'Porch'], /--camera is/],
    [[...good, '--key', 'abc'], /64 lower-case/],
    [[...good, '--every', '-1'], /--every is/],
    [[...good, '--trigger', 'ghost'], /--trigger is/],
    [[...good, '--arena', '5'], /--arena is/],
    [[...good, '--seed', 'x'], /out of range/],
    [[...good, '--faults', 'drop'], /drop=0.1/],
    [[...good, '--faults', 'drop=2'], /out of range/],
    [[...good, '--faults', 'rain=1'], /see --help/],
    [[...good, '--slots', '/nowhere'], /--slots is a folder/],
    [[...good, '--update-key', 'ab'], /128 lower-case/],
    [[...good, '--trial-seconds', 'x'], /out of range/],
    [[...good, '--bogus'], /unknown option/],
    [[...good, 'extra'], /without an option/],
    [[...good, '--bursts', '/nowhere'], /cannot be read/],
    [[...good, '--bursts', path.join(SAMPLE_BURSTS, '..', '..', 'vectors')], /holds no .jpg/],
  ];
  for (const [args, message] of wrong) t.match(await run(CAMERA_PROGRAM, args), { code: 2, out: message });
});

t.test('stops at once when told to, and the hub knows it', { skip }, async (t) => {
  const key = await addCamera('porch');
  const camera = startCamera(
    t,
    key,
    ['--url', url, '--camera', 'porch', ...fast, '--every', '0'],
    ({ event }) => {
      if (event === 'connected') camera.stop();
    },
  );
  t.match(await camera.ended, { code: 0, account: { taken: 0, connections: 1 } });
});

t.test('a key that the hub does not know is tried again ever more seldom', { skip }, async (t) => {
  let refusals = 0;
  const camera = startCamera(
    t,
    newCameraKey(),
    ['--url', url, '--camera', 'stranger', ...fast],
    ({ event, detail }) => {
      if (event === 'mode' && detail === 'offline' && ++refusals === 2) camera.stop();
    },
  );
  t.match(await camera.ended, { code: 0, account: { connections: 0 } });
});

t.test('speaks TLS with its key as the pre-shared key', { skip }, async (t) => {
  if (!mosquittoIsHere(t)) return;
  const folder = temporaryFolder(t);
  const key = newCameraKey();
  const keys = path.join(folder, 'keys');
  writeFileSync(keys, `porch:${key}\n`, { mode: 0o644 });
  const settings = ['user root', 'psk_hint petcam', `psk_file ${keys}`];
  const broker = await startMosquitto(t, settings);
  const hello = (given: string) =>
    new Promise((resolve) => {
      const secured = `mqtts://127.0.0.1:${broker.port}`;
      const camera = startCamera(
        t,
        given,
        ['--url', secured, '--camera', 'porch', ...fast, '--every', '0'],
        ({ event }) => {
          if (event !== 'connected' && event !== 'no connection') return;
          camera.stop();
          resolve(event);
        },
      );
    });
  t.equal(await hello(key), 'connected');
  t.equal(await hello(newCameraKey()), 'no connection');
});

t.test('a brownout costs what was in memory, and the camera goes on', { skip }, async (t) => {
  const key = await addCamera('garden');
  let startedOver: unknown = null;
  const faults = ['--faults', 'brownout=0.05', '--seed', '5'];
  const recovered = new Promise<void>((resolve) => {
    const camera = startCamera(
      t,
      key,
      ['--url', url, '--camera', 'garden', ...fast, ...faults],
      ({ event, detail }) => {
        if (event === 'start over') startedOver = detail;
        if (event !== 'burst delivered' || startedOver === null) return;
        camera.stop();
        resolve();
      },
    );
  });
  await recovered;
  t.equal(startedOver, 'brownout');
});

t.test(
  'a link too slow for its arena costs whole bursts, and the camera tells how many',
  { skip },
  async (t) => {
    const key = await addCamera('attic');
    const camera = startCamera(t, key, [
      ...['--url', url, '--camera', 'attic', ...fast, '--arena', '524288', '--stop-after', '7'],
      ...['--faults', 'slow=100000,drift=20000,stall=0.02,truncate=0.05,reorder=0.1'],
    ]);
    const { code, account } = await camera.ended;
    t.equal(code, 0);
    if (account === null) {
      t.fail('the camera gave no account');
      return;
    }
    t.equal(account.taken, 7);
    t.ok(account.lost > 0, 'something had to go');
    t.equal(account.sent + account.lost, account.taken);
    t.equal(account.framesDelivered + account.framesLost, account.framesStored);
    const told = () => hub.store.camera('attic')?.state?.bursts;
    await untilStored(hub.store, () => told()?.sent === account.sent && told()?.lost === account.lost);
    t.match(told(), { queued: 0, framesLost: account.framesLost });
  },
);
