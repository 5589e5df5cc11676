import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { listBackups, wrongFiles } from '../../src/services/backup/files.js';
import { makeBackup } from '../../src/services/backup/make.js';
import { finishRestore } from '../../src/services/backup/restore.js';
import { withoutSettings } from '../support/command-line.js';
import { temporaryFolder } from '../support/folder.js';
import { program } from '../support/program.js';
import { everyByte, stockedDirectory, withStore } from '../support/stocked.js';

const main = program('src/main');

/** Starts a command and kills it when `holds`, or lets it end. Gives the signal that it ended by. */
async function cut(args: string[], settings: Record<string, string>, holds: () => boolean) {
  const child = spawn(process.execPath, [...process.execArgv, main, ...args], {
    env: { ...withoutSettings(), PETCAM_STORAGE_RESERVE_MB: '0', ...settings },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const look = setInterval(() => holds() && child.kill('SIGKILL'), 1);
  const [, signal] = await ended;
  clearInterval(look);
  return signal;
}

const found = (folder: string, pattern: RegExp) =>
  existsSync(folder) &&
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => pattern.test(name));

t.test('the power goes in a backup: nothing half has a name, and the next one is whole', async (t) => {
  const data = await stockedDirectory(t, 30);
  const folder = temporaryFolder(t);
  const settings = { PETCAM_DATA_DIR: data, PETCAM_BACKUP_DIR: folder };
  for (const moment of [/petcam\.db$/, /secret\.key$/, /backup\.json$/]) {
    await cut(['backup'], settings, () => found(folder, moment));
    for (const backup of await listBackups(folder))
      t.strictSame(await wrongFiles(backup.folder, backup.files), [], 'what has a name is whole');
  }
  await cut(['backup'], settings, () => false);
  const [newest] = await listBackups(folder);
  t.equal(newest?.photos, 30);
  t.notOk(found(folder, /partial/), 'what was left half is gone');
});

t.test('the power goes in a restore: the old hub or the new one, never half of it', async (t) => {
  const source = await stockedDirectory(t, 30);
  const folder = temporaryFolder(t);
  await makeBackup({ dataDirectory: source, folder, version: '0.1.0', now: Date.now(), reserveBytes: 0 });
  const restored = await withStore(source, everyByte);
  for (const moment of [/restoring$/, /restoring.secret\.key$/, /restoring\.json/, /replaced/]) {
    const data = await stockedDirectory(t, 2);
    const old = await withStore(data, everyByte);
    await cut(['restore', folder, '--force'], { PETCAM_DATA_DIR: data }, () => found(data, moment));
    // What the start of a hub does first.
    await finishRestore(data);
    const now = await withStore(data, everyByte);
    t.ok(
      JSON.stringify(now) === JSON.stringify(old) || JSON.stringify(now) === JSON.stringify(restored),
      `cut at ${moment}: ${Object.keys(now).length} pictures`,
    );
  }
});

t.test('the power goes in an export: what is there opens, and the next run ends it', async (t) => {
  const data = await stockedDirectory(t, 30);
  const folder = path.join(temporaryFolder(t), 'album');
  const settings = { PETCAM_DATA_DIR: data, PETCAM_TIME_ZONE: 'UTC' };
  t.equal(await cut(['export', folder], settings, () => found(folder, /_\d+\.json$/)), 'SIGKILL');
  const pictures = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jpg'));
  t.ok(pictures().length < 30);
  const whole = (name: string) =>
    readFileSync(path.join(folder, name)).subarray(-2).toString('hex') === 'ffd9';
  t.ok(pictures().every(whole));
  await cut(['export', folder], settings, () => false);
  t.equal(pictures().length, 30);
  t.notOk(found(folder, /partial/));
});
