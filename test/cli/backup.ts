import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { backup } from '../../src/cli/backup.js';
import { album } from '../../src/cli/export.js';
import { restore } from '../../src/cli/restore.js';
import { readConfig } from '../../src/core/config/config.js';
import { makeBackup } from '../../src/services/backup/make.js';
import { temporaryFolder } from '../support/folder.js';
import { everyByte, stockedDirectory, withStore } from '../support/stocked.js';

function context(settings: Record<string, string>) {
  const lines: string[] = [];
  const config = () => readConfig({ PETCAM_STORAGE_RESERVE_MB: '0', ...settings });
  return { config, version: '0.1.0', print: (line: string) => lines.push(line), lines };
}

t.test('backup, restore and export, as an owner types them', async (t) => {
  const directory = await stockedDirectory(t, 2);
  const folder = temporaryFolder(t);
  const hub = { PETCAM_DATA_DIR: directory, PETCAM_BACKUP_DIR: folder };
  const midnight = Date.now() - (Date.now() % 86_400_000);
  await makeBackup({ dataDirectory: directory, folder, version: '0.0.1', now: midnight, reserveBytes: 0 });
  const first = context(hub);
  await backup.run([], first);
  t.match(first.lines, [/petcam-.*Z: 2 photos, .* MB, read back and checked/, /removed .*petcam-/]);
  const elsewhere = temporaryFolder(t);
  const json = context(hub);
  await backup.run(['--to', elsewhere, '--json'], json);
  t.match(JSON.parse(json.lines.join()), { photos: 2, frames: 6, removed: [], bytes: Number });

  const empty = path.join(temporaryFolder(t), 'data');
  const onto = context({ PETCAM_DATA_DIR: empty });
  await restore.run([folder], onto);
  t.match(onto.lines, [/Restored 2 photos from/]);
  t.strictSame(await withStore(empty, everyByte), await withStore(directory, everyByte));
  await t.rejects(restore.run([folder], onto), { code: 'restore-over-data' });
  await restore.run([folder, '--force'], onto);
  t.match(onto.lines.at(-1), /What was there is in .*replaced-/);
  const again = context({ PETCAM_DATA_DIR: path.join(temporaryFolder(t), 'data') });
  await restore.run([elsewhere, '--json'], again);
  t.match(JSON.parse(again.lines.join()), { photos: 2, aside: null });

  const pictures = path.join(temporaryFolder(t), 'pictures');
  const out = context({ ...hub, PETCAM_TIME_ZONE: 'Asia/Seoul' });
  await album.run([pictures], out);
  t.match(out.lines, [/2 photos written to .*pictures, 0 were there already/]);
  t.ok(existsSync(path.join(pictures, '2025', '11')));
  const part = context(hub);
  await album.run(
    [pictures, '--from', '2025-11-24', '--until', '2030-01-01', '--camera', 'porch', '--json'],
    part,
  );
  t.match(JSON.parse(part.lines.join()), { folder: pictures });
  const favourites = context(hub);
  await album.run([pictures, '--favourites', '--upscaled', '--json'], favourites);
  t.match(JSON.parse(favourites.lines.join()), { written: 0, kept: 0 });
});

t.test('wrong arguments are explained', async (t) => {
  const hub = context({ PETCAM_DATA_DIR: path.join(temporaryFolder(t), 'data') });
  await t.rejects(backup.run([], hub), { code: 'usage', message: /PETCAM_BACKUP_DIR/ });
  await t.rejects(restore.run([], hub), { code: 'usage', message: /One folder/ });
  await t.rejects(restore.run(['a', 'b'], hub), { code: 'usage' });
  await t.rejects(album.run([], hub), { code: 'usage', message: /One folder/ });
  await t.rejects(album.run(['a', 'b'], hub), { code: 'usage' });
  await t.rejects(album.run(['a', '--from', 'yesterday'], hub), { code: 'usage', message: /2026-11-23/ });
  await t.rejects(album.run(['a', '--until', '2026-13-40'], hub), { code: 'usage' });
});

t.test('a hub that never ran has nothing to back up', async (t) => {
  const folder = temporaryFolder(t);
  const data = path.join(temporaryFolder(t), 'data');
  mkdirSync(data);
  const hub = context({ PETCAM_DATA_DIR: data });
  await t.rejects(backup.run(['--to', folder], hub), { code: 'backup-failed', message: /petcam.db/ });
  t.strictSame(readdirSync(folder), []);
});
