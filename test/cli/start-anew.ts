import { rmSync } from 'node:fs';
import t from 'tap';
import { databasePath } from '../../src/store/database.js';
import { petcamHub } from '../support/command-line.js';
import { stockedDirectory } from '../support/stocked.js';

t.test('a hub whose database is gone is begun anew only on purpose', async (t) => {
  const directory = await stockedDirectory(t, 1);
  const settings = { PETCAM_DATA_DIR: directory };
  t.match(await petcamHub(['start-anew'], settings), { code: 2, err: /holds a hub already/ });
  rmSync(databasePath(directory));
  t.match(await petcamHub(['user', 'list'], settings), { code: 1, err: /holds no database.*\n.*start-anew/ });
  t.match(await petcamHub(['start-anew'], settings), { code: 0, out: /holds an empty hub now/ });
  t.match(await petcamHub(['user', 'list'], settings), { code: 0 });
});
