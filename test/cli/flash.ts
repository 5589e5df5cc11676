import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newFirmwareKey } from '../../src/cameras/protocol/firmware-claim.js';
import { flash } from '../../src/cli/flash.js';
import { readConfig } from '../../src/core/config/config.js';
import { readFlashFile } from '../../src/services/flash/image.js';
import { pair } from '../support/firmware-image.js';
import { flashBytes, flashFile, writeBuild } from '../support/flash-image.js';
import { temporaryFolder } from '../support/folder.js';

function hubIn(directory: string) {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const config = () => readConfig({ PETCAM_DATA_DIR: directory, PETCAM_FIRMWARE_KEY: pair.publicKey });
    await flash.run(args, { config, version: '0.0.0', print: (line) => lines.push(line) });
    return lines.join('\n');
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  return { run, json };
}

t.test('a build becomes a signed file, which the hub takes', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string) => path.join(folder, name);
  const { run, json } = hubIn(at('data'));
  writeBuild(at('build'), { version: '1.2.0' });
  writeFileSync(at('own.pem'), pair.privateKey);
  const merge = (out: string) => ['merge', '--key', at('own.pem'), '--out', at(out), at('build')];
  t.match(await json(...merge('a.petcam-flash')), { board: 'ai-thinker', version: '1.2.0' });
  t.match(await run(...merge('b.petcam-flash')), /1\.2\.0 for ai-thinker, \d+ bytes, signed by [0-9a-f]{16}/);
  const { bytes } = readFlashFile(readFileSync(at('a.petcam-flash')), [pair.publicKey]);
  t.ok(Buffer.from(bytes).equals(flashBytes({ version: '1.2.0' })));
  await t.rejects(run(...merge('a.petcam-flash')), { code: 'file-not-written' }, 'never over another');

  t.match(await run('add', at('a.petcam-flash')), '1.2.0 for AI-Thinker ESP32-CAM is there.');
  t.match(await json('add', at('a.petcam-flash')), { board: 'ai-thinker', version: '1.2.0' });
  t.match(await run('list'), /^ai-thinker +1\.2\.0, given {2}\(AI-Thinker ESP32-CAM\)\nwrover-kit +none/);
  t.match(await json('list'), [{ id: 'ai-thinker', image: { source: 'owner' } }]);
  t.match(await json('remove', 'ai-thinker'), { removed: 'ai-thinker' });
  await t.rejects(run('remove', 'ai-thinker'), { code: 'firmware-unknown' });
  await run('add', at('b.petcam-flash'));
  t.match(await run('remove', 'ai-thinker'), 'The file for ai-thinker is forgotten.');
});

t.test('a camera that would take no updates by this key is not made', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string) => path.join(folder, name);
  const { run } = hubIn(at('data'));
  writeBuild(at('build'));
  writeFileSync(at('other.pem'), newFirmwareKey().privateKey);
  const merge = run('merge', '--key', at('other.pem'), '--out', at('a'), at('build'));
  await t.rejects(merge, { code: 'firmware-key', message: /CONFIG_PETCAM_UPDATE_KEY/ });
});

t.test('a command that is wrong says how it goes', async (t) => {
  const folder = temporaryFolder(t);
  const { run } = hubIn(path.join(folder, 'data'));
  for (const args of [[], ['toString'], ['merge'], ['add'], ['remove'], ['merge', '--key', '/dev/null']])
    await t.rejects(run(...args), { code: 'usage', message: /petcam-hub flash <VERB>/ });
  await t.rejects(run('add', path.join(folder, 'absent')), { code: 'file-missing' });
  const foreign = path.join(folder, 'foreign');
  writeFileSync(foreign, flashFile({ privateKey: newFirmwareKey().privateKey }).file);
  await t.rejects(run('add', foreign), { code: 'firmware-signature' });
});
