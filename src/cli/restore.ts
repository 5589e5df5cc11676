import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.js';
import { Refusal } from '../core/errors.js';
import { restoreBackup } from '../services/backup/restore.js';
import type { Command } from './command.js';
import { localText } from './local-text.js';

const help = `petcam-hub restore DIR [--force] [--json]

Puts a backup in the place of this hub's data. DIR is a backup (petcam-...Z), or the folder that holds them: then the
newest. The backup is proved first. The hub must be stopped.

  --force   when there is a hub already: move its files into a folder replaced-...Z beside the new ones. Nothing is
            deleted; remove that folder when all is well.
  --json    {"from", "takenAt", "photos", "aside"}; aside is null when there was nothing`;

/** Command `petcam-hub restore`: puts a backup in the place of the hub's data. */
export const restore: Command = {
  help,
  async run(args, { config, print }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { force: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    });
    const [from, ...rest] = positionals;
    if (from === undefined || rest.length > 0) throw new Refusal('usage', `One folder is needed\n\n${help}`);
    const settings = config();
    const { backup, aside } = await restoreBackup({
      from: path.resolve(from),
      dataDirectory: settings.dataDirectory,
      force: values.force,
      now: systemClock.now(),
    });
    const { folder, takenAt, photos } = backup;
    if (values.json) return print(JSON.stringify({ from: folder, takenAt, photos, aside }));
    print(`Restored ${photos} photos from ${folder}, made ${localText(takenAt, settings.timeZone)}.`);
    if (aside) print(`What was there is in ${aside}`);
  },
};
