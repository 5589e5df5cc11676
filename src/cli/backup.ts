import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { Refusal } from '../core/errors.js';
import { makeBackup } from '../services/backup/make.js';
import type { Command } from './command.js';
import { progressBar } from './progress.js';

const help = `petcam-hub backup [--to DIR] [--json]

Copies the hub into a folder of its own under DIR: the database with every photo, and the key file without which the
cameras in it cannot be reached. Works while the hub runs and holds nobody up. Every byte is read back and the database
in it is checked before the backup gets its name. The newest of each of the last 7 days, 4 weeks and 6 months is kept,
and of those made by hand the newest 5; fewer when the disk has no room for them; the newest never goes.

Whoever has a backup has the hub: keep it as safe as the hub itself.

  --to DIR   where backups are kept; PETCAM_BACKUP_DIR unless given. It must be there.
  --json     {"folder", "takenAt", "photos", "frames", "bytes", "removed"}`;

/** Command `petcam-hub backup`: makes a backup, while the hub runs too. */
export const backup: Command = {
  help,
  async run(args, { config, version, print }) {
    const { values } = parseArgs({
      args,
      options: { to: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const settings = config();
    const folder = values.to ?? settings.backupDirectory;
    if (folder === '') throw new Refusal('usage', `Where to? --to DIR, or PETCAM_BACKUP_DIR\n\n${help}`);
    const bar = progressBar('Backing up');
    const request = {
      dataDirectory: settings.dataDirectory,
      folder: path.resolve(folder),
      version,
      now: systemClock.now(),
      byHand: true,
      reserveBytes: settings.storageReserveMegabytes * 2 ** 20,
    };
    const { backup, removed, remarks } = await makeBackup(request, values.json ? undefined : bar.show);
    bar.done();
    const bytes = backup.files.reduce((sum, file) => sum + file.bytes, 0);
    const { takenAt, photos, frames } = backup;
    if (values.json)
      return print(JSON.stringify({ folder: backup.folder, takenAt, photos, frames, bytes, removed }));
    print(`${backup.folder}: ${photos} photos, ${(bytes / 1e6).toFixed(1)} MB, read back and checked`);
    for (const old of removed) print(`removed ${old}`);
    for (const remark of remarks) print(remark);
  },
};
