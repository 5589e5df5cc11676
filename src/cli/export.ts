import path from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../core/errors.js';
import { exportAlbum } from '../services/backup/album.js';
import type { PhotoFilter } from '../store/types.js';
import type { Command } from './command.js';
import { progressBar } from './progress.js';
import { withStore } from './with-store.js';

const help = `petcam-hub export DIR [--from DATE] [--until DATE] [--camera ID] [--favourites] [--upscaled] [--json]

Writes the photos as ordinary JPEG files into DIR/YEAR/MONTH, each with a JSON file of what the hub knows of it. The
originals are as the camera took them; only an Exif segment is added. Run it again at any time: it writes what is new.
Works while the hub runs and while it does not.

  --from DATE     from this day on, for instance 2026-11-23
  --until DATE    before this day
  --camera ID     of this camera alone
  --favourites    favourites alone
  --upscaled      the enlarged photos beside the originals
  --json          {"folder", "written", "kept"}`;

const options = {
  from: { type: 'string' },
  until: { type: 'string' },
  camera: { type: 'string' },
  favourites: { type: 'boolean', default: false },
  upscaled: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Command `petcam-hub export`: writes photos into a folder of plain files. */
export const album: Command = {
  help,
  async run(args, { config, version, print }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [target, ...rest] = positionals;
    if (target === undefined || rest.length > 0)
      throw new Refusal('usage', `One folder is needed\n\n${help}`);
    const folder = path.resolve(target);
    const settings = config();
    const filter: PhotoFilter = {
      ...(values.from !== undefined && { from: dayOf(values.from) }),
      ...(values.until !== undefined && { until: dayOf(values.until) }),
      ...(values.camera !== undefined && { cameras: [values.camera] }),
      ...(values.favourites && { favourite: true }),
    };
    const bar = progressBar('Exporting');
    const report = await withStore(settings, (store) =>
      exportAlbum(
        store,
        {
          folder,
          filter,
          timeZone: settings.timeZone,
          software: `PetCam hub ${version}`,
          upscaled: values.upscaled,
          reserveBytes: settings.storageReserveMegabytes * 2 ** 20,
        },
        values.json ? undefined : (done, total) => bar.show(done / total),
      ),
    );
    bar.done();
    if (values.json) print(JSON.stringify({ folder, ...report }));
    else print(`${report.written} photos written to ${folder}, ${report.kept} were there already`);
  },
};

/** The start of a day, by the clock on the wall. */
function dayOf(text: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00`) : Number.NaN;
  if (Number.isNaN(start)) throw new Refusal('usage', `"${text}" is not a day like 2026-11-23`);
  return start;
}
