import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { sync } from '../../src/cli/sync.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { startSync } from '../../src/hub/sync.js';
import { openBucket } from '../../src/services/sync/bucket.js';
import { newOwnerKey } from '../../src/services/sync/envelope.js';
import { hubOf } from '../../src/services/sync/names.js';
import { LOOK_EVERY_MS } from '../../src/services/sync/repairs.js';
import { openStore } from '../../src/store/store.js';
import { startBucketStandIn } from '../support/bucket-stand-in.js';
import { petcamHub } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { startHubProcess } from '../support/hub-process.js';
import { openTestStore } from '../support/store.js';
import { ACCESS_KEY, SECRET_KEY, startSwift, swiftIsHere } from '../support/swift.js';
import { fillStore, treasures } from '../support/synced.js';

const PHOTOS = 24;
const NO_STORAGE = 'http://127.0.0.1:9/photos';
const quiet = createLog('silent');
const openIn = (directory: string) => openStore({ directory, clock: systemClock, log: quiet, inline: true });

/** Settings of a hub in `directory` that syncs to the storage at `url`; writes the file with the secret key there. */
function syncSettings(directory: string, url: string, { recipient }: { recipient: string }) {
  const secret = path.join(directory, 'secret');
  writeFileSync(secret, SECRET_KEY);
  return {
    PETCAM_DATA_DIR: directory,
    PETCAM_SYNC_URL: url,
    PETCAM_SYNC_ACCESS_KEY: 'key',
    PETCAM_SYNC_SECRET_KEY_FILE: secret,
    PETCAM_SYNC_RECIPIENT: recipient,
  };
}

t.test('what is missing in the settings is said before anything starts', async (t) => {
  const { store, directory } = await openTestStore(t);
  const settings = {
    PETCAM_SYNC_URL: 'https://s3.example/photos',
    PETCAM_SYNC_ACCESS_KEY: 'key',
    PETCAM_SYNC_SECRET_KEY_FILE: path.join(directory, 'none'),
    PETCAM_SYNC_RECIPIENT: 'age1nonsense',
  };
  const start = (more: Record<string, string>) =>
    startSync({ config: readConfig({ ...settings, ...more }), store, clock: systemClock, log: quiet });
  await t.rejects(start({}), { code: 'sync-recipient-invalid' });
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudwy0jrsvyy0jy'.slice(0, -4);
  await t.rejects(start({ PETCAM_SYNC_RECIPIENT: recipient }), { code: 'sync-recipient-invalid' });
  const { out } = await petcamHub(['sync', 'init', '--json']);
  await t.rejects(start({ PETCAM_SYNC_RECIPIENT: JSON.parse(out).recipient }), { code: 'file-missing' });
  const { stop, status } = await startSync({ config: readConfig({}), store, clock: systemClock, log: quiet });
  t.equal(status(), null, 'off unless asked for');
  await stop();
  t.throws(() => readConfig({ PETCAM_SYNC_URL: 'https://s3.example/photos' }), {
    message: /PETCAM_SYNC_ACCESS_KEY, PETCAM_SYNC_SECRET_KEY_FILE, PETCAM_SYNC_RECIPIENT/,
  });
});

t.test('a storage that stays away is an issue of the hub, a short while is not', async (t) => {
  const { store, directory, clock } = await openTestStore(t);
  await fillStore(store, 1);
  const config = readConfig(syncSettings(directory, NO_STORAGE, await newOwnerKey()));
  const service = await startSync({ config, store, clock, log: quiet });
  t.teardown(() => service.stop());
  while (service.status()?.trouble === null) await new Promise((resolve) => setImmediate(resolve));
  t.strictSame(service.issues(), []);
  await clock.advance(15 * 60_000);
  t.match(service.issues(), [{ code: 'sync-unreachable', text: /do not reach your storage/ }]);
});

t.test('a repair by the command line beside the running hub is sent at once', async (t) => {
  const storage = await startBucketStandIn(t);
  const { store, directory, clock } = await openTestStore(t);
  await fillStore(store, 1);
  const settings = syncSettings(directory, storage.url, await newOwnerKey());
  const service = await startSync({ config: readConfig(settings), store, clock, log: quiet });
  t.teardown(() => service.stop());
  const untilSent = async (count: number) => {
    while (service.status()?.sent !== count) await new Promise((resolve) => setImmediate(resolve));
  };
  await untilSent(2);
  const [lost = ''] = storage.objects.keys();
  storage.objects.delete(lost);
  storage.etagOf = (held) => `"${held.length}-1"`;
  const { out } = await petcamHub(['sync', 'verify', '--repair'], settings);
  t.match(out, '1 whole, 1 missing, 0 altered');
  t.match(out, `${lost} will be sent again`);
  t.notOk(storage.objects.has(lost));
  await clock.advance(LOOK_EVERY_MS);
  await untilSent(2);
  t.ok(storage.objects.has(lost), 'nothing else had to happen');
  t.match((await petcamHub(['sync', 'verify'], settings)).out, 'Of 1 of the whole ones only name and size');
});

t.test('what cannot be sent as it is is an issue at once, by name', async (t) => {
  const { store, directory, clock } = await openTestStore(t);
  const ids = await fillStore(store, 7);
  const unreadable: typeof store = Object.create(store, {
    syncObject: {
      value: ({ kind }: { kind: string }) => {
        throw new Refusal('image-damaged', `not the ${kind} that was stored`);
      },
    },
  });
  const config = readConfig(syncSettings(directory, NO_STORAGE, await newOwnerKey()));
  const service = await startSync({ config, store: unreadable, clock, log: quiet });
  t.teardown(() => service.stop());
  while (service.status()?.aside !== ids.length) await new Promise((resolve) => setImmediate(resolve));
  const [issue, ...more] = service.issues();
  t.strictSame(more, []);
  t.match(issue, { code: 'sync-set-aside', since: clock.now() });
  t.match(
    issue?.text,
    'not sent to your storage, and tried again every hour: people and cameras, photo 7, photo 6, photo 5, photo 4 and 3 more (image-damaged: not the house that was stored)',
  );
});

t.test('the command shows the list, and what a restore has of it', async (t) => {
  const storage = await startBucketStandIn(t);
  const { store, directory, clock } = await openTestStore(t);
  await fillStore(store, 1);
  const owner = await newOwnerKey();
  const key = path.join(directory, 'owner.txt');
  writeFileSync(key, owner.identity);
  const settings = syncSettings(directory, storage.url, owner);
  const service = await startSync({ config: readConfig(settings), store, clock, log: quiet });
  t.teardown(() => service.stop());
  while (service.status()?.waiting !== 0 || !service.status()?.list)
    await new Promise((resolve) => setImmediate(resolve));
  await service.stop();
  const { number, signer } = service.status()?.list ?? { number: 0, signer: '' };
  t.match((await petcamHub(['sync', 'status'], settings)).out, `list ${number} of `);
  const restore = (...args: string[]) =>
    petcamHub(['sync', 'restore', '--key', key, ...args], {
      ...settings,
      PETCAM_DATA_DIR: temporaryFolder(t),
    });
  const whole = await restore('--list', `${number}`, '--signer', signer);
  t.match(whole, { code: 0, out: `It is as list ${number} of ` });
  t.match(await restore('--list', '99'), { code: 1, out: 'WARNING: there has been list 99' });
  t.match(await restore('--list', 'newest'), { code: 2, err: /--list is the number of a list/ });
  t.match(JSON.parse((await restore('--json')).out), { list: { number, isOld: false }, missing: [] });
});

t.test('the command says what is wrong', async (t) => {
  const settings = { PETCAM_DATA_DIR: temporaryFolder(t) };
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig(settings);
    await sync.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  await t.rejects(run('polish'), { code: 'usage', message: /"polish" is not something to do with sync/ });
  await t.rejects(run('restore'), { code: 'usage', message: /restore needs --key/ });
  await t.rejects(run('verify'), { code: 'sync-off' });
  await t.rejects(run('restore', '--key', '/no/such/file'), { code: 'file-missing' });
  await t.rejects(run('restore', '--key', '/dev/null'), { code: 'usage', message: /AGE-SECRET-KEY-1/ });
  t.match(await run('status'), 'Nothing is sent anywhere');
});

t.test('a hub that loses power again and again while it sends', { skip: !swiftIsHere(t) }, async (t) => {
  const [swift, directory] = [await startSwift(t), temporaryFolder(t)];
  const store = await openIn(directory);
  const ids = await fillStore(store, PHOTOS);
  const before = treasures(store, ids);
  await store.close();
  const made = (await petcamHub(['sync', 'init'])).out;
  const keyFile = path.join(directory, 'owner.txt');
  const secretFile = path.join(directory, 'secret');
  writeFileSync(keyFile, `# my key\n${/AGE-SECRET-KEY-1\S+/.exec(made)?.[0]}\n`);
  writeFileSync(secretFile, SECRET_KEY);
  const settings = {
    PETCAM_DATA_DIR: directory,
    PETCAM_HTTP_HOST: '127.0.0.1',
    PETCAM_HTTP_PORT: '0',
    PETCAM_HTTPS_PORT: '0',
    PETCAM_MQTT_PORT: '0',
    PETCAM_MQTT_TLS_PORT: '0',
    PETCAM_MDNS: 'false',
    PETCAM_SYNC_URL: swift.url,
    PETCAM_SYNC_ACCESS_KEY: ACCESS_KEY,
    PETCAM_SYNC_SECRET_KEY_FILE: secretFile,
    PETCAM_SYNC_RECIPIENT: /age1\S+/.exec(made)?.[0] ?? '',
    PETCAM_SYNC_SCOPE: 'all',
  };
  const bucket = openBucket({
    url: swift.url,
    region: 'us-east-1',
    accessKey: ACCESS_KEY,
    secretKey: SECRET_KEY,
  });
  const held = async () => {
    const keys: string[] = [];
    for await (const { key } of bucket.list('petcam/')) if (hubOf(key)) keys.push(key);
    return keys;
  };
  const everything = 1 + PHOTOS + PHOTOS * 2;
  const untilHeld = async (count: number) => {
    while ((await held()).length < count) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  for (const least of [1, everything / 3, (everything * 2) / 3]) {
    const hub = await startHubProcess(t, settings);
    await untilHeld(least);
    await hub.kill();
  }
  const last = await startHubProcess(t, settings);
  await untilHeld(everything);
  const state = async () => JSON.parse((await petcamHub(['sync', 'status', '--json'], settings)).out);
  while ((await state()).sent < everything) await new Promise((resolve) => setTimeout(resolve, 50));
  await last.kill();

  t.equal((await held()).length, everything, 'each object once, nothing left over');
  t.match(await state(), { enabled: true, sent: everything, waiting: 0 });
  t.match((await petcamHub(['sync', 'status'], settings)).out, `${everything} objects sent`);
  const verified = await petcamHub(['sync', 'verify', '--key', keyFile], settings);
  t.match(verified, { code: 0, out: `${everything} whole, 0 missing, 0 altered, 0 not ours` });

  await t.test('and comes back on another machine', async (t) => {
    const elsewhere = { ...settings, PETCAM_DATA_DIR: temporaryFolder(t) };
    const [hub = ''] = JSON.parse((await petcamHub(['sync', 'hubs', '--json'], elsewhere)).out);
    t.match((await petcamHub(['sync', 'hubs'], elsewhere)).out, hub);
    const restored = await petcamHub(['sync', 'restore', '--key', keyFile], elsewhere);
    t.match(restored, { code: 0, out: `The hub ${hub} is here: ${everything} objects` });
    const fresh = await openIn(elsewhere.PETCAM_DATA_DIR);
    t.strictSame(treasures(fresh, ids), before);
    await fresh.close();
  });

  await t.test('and says what the bucket has lost', async (t) => {
    const [lost = ''] = await held();
    await bucket.remove(lost);
    const report = await petcamHub(['sync', 'verify', '--json'], settings);
    t.equal(report.code, 1);
    t.match(JSON.parse(report.out), { missing: [lost], altered: [] });
    t.match((await petcamHub(['sync', 'verify', '--repair'], settings)).out, `${lost} will be sent again`);
  });
});
