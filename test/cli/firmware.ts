import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { DEFAULT_SETTINGS } from '../../src/cameras/protocol/settings.js';
import { firmware } from '../../src/cli/firmware.js';
import { readConfig } from '../../src/core/config/config.js';
import { readFirmwareFile } from '../../src/services/firmware/image.js';
import { firmwareFile, pair } from '../support/firmware-image.js';
import { temporaryFolder } from '../support/folder.js';
import { plugIn, startHub } from '../support/hub.js';
import { withStore } from '../support/stocked.js';
import { KEY } from '../support/store.js';
import { untilStored } from '../support/until.js';

function hubIn(directory: string, publicKey = pair.publicKey) {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig({ PETCAM_DATA_DIR: directory, PETCAM_FIRMWARE_KEY: publicKey });
    await firmware.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  return { run, json };
}

const stateOf = (version: string, board = 'simulated') => ({
  firmware: version,
  board,
  rssi: -60,
  uptimeMs: 1,
  resetReason: 'power-on',
  bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
  settings: DEFAULT_SETTINGS,
});

/** A data directory with two cameras that were heard of, and one that never spoke. */
async function hubWithCamera(t: Test) {
  const folder = temporaryFolder(t);
  const directory = path.join(folder, 'data');
  await withStore(directory, async (store) => {
    for (const id of ['hall', 'porch', 'shed']) await store.addCamera(id, id, KEY);
    for (const id of ['hall', 'porch'])
      await store.touchCamera(id, { at: 1_763_867_000_000, state: stateOf('1.0.0') });
  });
  const image = (version: string) => {
    const file = path.join(folder, `${version}.petcam`);
    writeFileSync(file, firmwareFile({ version }).file);
    return file;
  };
  return { folder, directory, image, ...hubIn(directory) };
}

t.test('a key is made, and signs an image that the hub takes', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string) => path.join(folder, name);
  const { run, json } = hubIn(path.join(folder, 'data'));
  const { publicKey, file } = await json('key', '--out', at('own.pem'));
  t.match(publicKey, /^[0-9a-f]{128}$/);
  t.equal(statSync(file).mode & 0o777, 0o600);
  await t.rejects(run('key', '--out', at('own.pem')), { code: 'file-not-written' }, 'never over another');
  t.match(await run('key', '--out', at('other.pem')), /PETCAM_FIRMWARE_KEY=[0-9a-f]{128}/);

  writeFileSync(at('camera.bin'), Buffer.alloc(10_000, 7));
  const options = ['sign', '--key', at('own.pem'), '--board', 'ai-thinker', '--version', '1.2.0'];
  const signed = await json(...options, '--out', at('1.petcam'), at('camera.bin'));
  t.match(signed, { board: 'ai-thinker', version: '1.2.0', length: 10_000, publicKey });
  t.match(readFirmwareFile(readFileSync(at('1.petcam')), publicKey), { version: '1.2.0', length: 10_000 });
  t.match(
    await run(...options, '--out', at('2.petcam'), at('camera.bin')),
    '1.2.0 for ai-thinker, 10000 bytes',
  );
  await hubIn(path.join(folder, 'data'), publicKey).run('add', at('1.petcam'));
});

t.test('what cannot be signed is said', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string) => path.join(folder, name);
  const { run } = hubIn(path.join(folder, 'data'));
  await run('key', '--out', at('key.pem'));
  writeFileSync(at('empty.bin'), '');
  writeFileSync(at('huge.bin'), Buffer.alloc(0x1e_0001));
  writeFileSync(at('good.bin'), 'image');
  writeFileSync(at('text.pem'), 'no key');
  const sign = (more: string[], image = 'good.bin') =>
    run('sign', ...more, '--out', at('out.petcam'), at(image));
  const own = ['--key', at('key.pem')];
  const options = [...own, '--board', 'ai-thinker', '--version', '1.0.0'];
  await t.rejects(sign([]), { code: 'usage', message: /--key/ });
  await t.rejects(sign(own), { code: 'usage', message: /--board/ });
  await t.rejects(sign([...own, '--board', 'x']), { code: 'usage', message: /--version/ });
  await t.rejects(run('sign', ...options), { code: 'usage', message: /--out/ });
  await t.rejects(run('sign', ...options, '--out', at('out.petcam')), { code: 'usage', message: /image/ });
  await t.rejects(sign([...own, '--board', 'AI', '--version', '1.0.0']), { message: /"AI" is no board/ });
  await t.rejects(sign([...own, '--board', 'x', '--version', '1.0']), { message: /MAJOR/ });
  await t.rejects(sign(options, 'empty.bin'), { message: /0 bytes/ });
  await t.rejects(sign(options, 'huge.bin'), { message: /1966081 bytes/ });
  await t.rejects(sign(options, 'none.bin'), { code: 'file-missing' });
  await t.rejects(sign(['--key', at('text.pem'), ...options.slice(2)]), { code: 'firmware-key' });
  await t.rejects(run('key'), { code: 'usage' });
  await t.rejects(run('polish'), { code: 'usage' });
  await t.rejects(run(), { code: 'usage' });
});

t.test('add, list, install, stop and remove', async (t) => {
  const { run, json, image, directory } = await hubWithCamera(t);
  t.match(await run('list'), 'No images yet');
  t.match(await run('install'), 'newest');
  t.match(await run('add', image('1.1.0')), '1.1.0 for simulated is there');
  const added = await json('add', image('1.2.0'));
  t.match(added, { version: '1.2.0', board: 'simulated' });
  t.match(await json('install', 'porch'), { cameras: ['porch'] });
  t.match(await run('list'), /2 {2}1\.2\.0 for simulated, 50000 bytes\n {3}porch +waiting/);
  t.match(await run('install'), 'In line, one at a time: hall, porch');
  t.match(await run('stop'), 'Nothing waits');
  t.match((await json('list'))[1].cameras, [{ state: 'cancelled', reason: 'stopped' }, {}]);
  t.match(await run('list'), /cancelled \(stopped\)/);

  await run('install', 'hall');
  await withStore(directory, async (store) => {
    const [row] = store.rollouts().filter(({ state }) => state === 'waiting');
    await store.stepRollout(row?.id ?? 0, ['waiting'], { state: 'receiving', received: 25_000 });
  });
  t.match(await run('list'), 'receiving 50 %');
  await t.rejects(run('remove', '2'), { code: 'firmware-in-use' });
  await withStore(directory, async (store) => {
    const [row] = store.rollouts().filter(({ state }) => state === 'receiving');
    await store.stepRollout(row?.id ?? 0, ['receiving'], { state: 'restarting' });
  });
  t.strictSame(await json('stop'), { underWay: ['hall'] });
  t.match(await run('stop'), 'hall has its image already');
  await withStore(directory, async (store) => {
    const [row] = store.rollouts().filter(({ state }) => state === 'restarting');
    await store.stepRollout(row?.id ?? 0, ['restarting'], { state: 'rolled-back', reason: 'panic' });
  });
  t.strictSame(await json('install'), { cameras: ['porch'] }, 'who gave it up is only asked by name');
  t.strictSame(await json('install', 'hall', 'porch'), { cameras: ['hall', 'porch'] });
  await run('stop');
  t.strictSame(await json('remove', '2'), { removed: 2 });
  t.match(await run('remove', '1'), 'forgotten');
});

t.test('mistakes are answered by name', async (t) => {
  const { run, image, folder, directory } = await hubWithCamera(t);
  await run('add', image('0.9.0'));
  await t.rejects(run('install', 'nobody'), { code: 'camera-unknown' });
  await t.rejects(run('install', 'hall'), { code: 'firmware-not-newer' });
  await t.rejects(run('add'), { code: 'usage' });
  await t.rejects(run('add', path.join(folder, 'none')), { code: 'file-missing' });
  await t.rejects(run('remove', '99'), { code: 'firmware-unknown' });
  await t.rejects(hubIn(directory, '').run('add', image('1.0.0')), { code: 'firmware-off' });
});

t.test('a hub that runs begins by itself with what the command line asks for', async (t) => {
  const hub = await startHub(t, { PETCAM_FIRMWARE_KEY: pair.publicKey });
  await plugIn(t, hub, { camera: 'hall', firmware: '1.0.0', updates: { key: pair.publicKey } });
  await untilStored(hub.store, () => hub.store.camera('hall')?.state != null);
  const { run } = hubIn(path.join(hub.directory, 'data'));
  const file = path.join(hub.directory, 'image.petcam');
  writeFileSync(file, firmwareFile({ version: '1.1.0' }).file);
  await run('add', file);
  await run('install');
  await untilStored(hub.store, () => hub.store.rollouts()[0]?.state === 'done');
  t.equal(hub.store.camera('hall')?.state?.firmware, '1.1.0');
});
