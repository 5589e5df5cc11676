import { parseArgs } from 'node:util';
import { expectNoDatabase } from '../store/first-start.js';
import { lockDirectory } from '../store/lock.js';
import type { Command } from './command.js';
import { withStore } from './with-store.js';

const help = `petcam-hub start-anew

Makes an empty database in PETCAM_DATA_DIR, where a hub was before and its database is gone for good. The hub asks for
it instead of starting without a photo when a disk is not mounted. Deletes nothing: with a database there it refuses.
Everybody has to register and every camera to be paired anew; a backup is the better way (petcam-hub restore).`;

/** Command `petcam-hub start-anew`: makes an empty database where one is missing. */
export const startAnew: Command = {
  help,
  async run(args, { config, print }) {
    parseArgs({ args, options: {} });
    const settings = config();
    const unlock = lockDirectory(settings.dataDirectory);
    try {
      expectNoDatabase(settings.dataDirectory);
      await withStore(settings, async () => {}, { anew: true });
    } finally {
      unlock();
    }
    print(`${settings.dataDirectory} holds an empty hub now. Start it, then: petcam-hub setup`);
  },
};
