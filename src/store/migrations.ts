import { Fault } from '../core/errors.js';
import type { Connection } from './database.js';
import { first } from './migrations/001-first.js';
import { sync } from './migrations/002-sync.js';
import { schedule } from './migrations/003-schedule.js';
import { highlight } from './migrations/004-highlight.js';
import { security } from './migrations/005-security.js';
import { notify } from './migrations/006-notify.js';
import { firmware } from './migrations/007-firmware.js';
import { look } from './migrations/008-look.js';
import { reopen } from './migrations/009-reopen.js';
import { cutQueue } from './migrations/010-cut-queue.js';
import { damage } from './migrations/011-damage.js';
import { cameraTrouble } from './migrations/012-camera-trouble.js';

/** In order; entry n takes a file of version n to version n + 1. A released one never changes. */
export const migrations: readonly string[] = [
  first,
  sync,
  schedule,
  highlight,
  security,
  notify,
  firmware,
  look,
  reopen,
  cutQueue,
  damage,
  cameraTrouble,
];

/**
 * Brings the file to the program's version, each step in a transaction of its own, so that a power cut leaves a
 * whole version behind.
 * @throws {Fault} `database-newer` when a later program wrote the file; it is not touched.
 */
export function migrate(db: Connection, steps: readonly string[] = migrations): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > steps.length)
    throw new Fault(
      'database-newer',
      `the database has version ${version}, this program knows versions up to ${steps.length}`,
      'Install the newer program again, or restore a backup that this one wrote.',
    );
  // Only outside a transaction has this pragma an effect; a step may have to rebuild a table others refer to.
  db.pragma('foreign_keys = OFF');
  for (const [index, sql] of steps.entries()) if (index >= version) step(db, sql, index + 1);
  db.pragma('foreign_keys = ON');
}

function step(db: Connection, sql: string, version: number): void {
  const run = db.transaction(() => {
    db.exec(sql);
    const broken = db.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0)
      throw new Error(`migration ${version} leaves ${broken.length} rows without parent`);
    db.pragma(`user_version = ${version}`);
  });
  run.exclusive();
}
