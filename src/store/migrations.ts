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
import { frameAside } from './migrations/013-frame-aside.js';
import { frameCostly } from './migrations/014-frame-costly.js';
import { cameraSpace } from './migrations/015-camera-space.js';
import { turn } from './migrations/016-turn.js';
import { flash } from './migrations/017-flash.js';
import { guests } from './migrations/018-guests.js';
import { pets } from './migrations/019-pets.js';
import { cameraStream } from './migrations/020-camera-stream.js';
import { movement } from './migrations/021-movement.js';
import { photoDay } from './migrations/022-photo-day.js';
import { sessionAddress } from './migrations/023-session-address.js';
import { scene } from './migrations/024-scene.js';
import { alert } from './migrations/025-alert.js';
import { bin } from './migrations/026-bin.js';
import { pause } from './migrations/027-pause.js';
import { shareLink } from './migrations/028-share-link.js';
import { film } from './migrations/029-film.js';
import { recognition } from './migrations/030-recognition.js';
import { kindUnsure } from './migrations/031-kind-unsure.js';

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
  frameAside,
  frameCostly,
  cameraSpace,
  turn,
  flash,
  guests,
  pets,
  cameraStream,
  movement,
  photoDay,
  sessionAddress,
  scene,
  alert,
  bin,
  pause,
  shareLink,
  film,
  recognition,
  kindUnsure,
];

/**
 * Versions whose steps change what older programs would misread. A step that only adds (a table, an index, a column that
 * is null or has a default) is not named: older programs go on reading and writing the file, and do not see the rest.
 * The first one here is the first version whose programs look this up at all.
 */
export const RAISES_READER: readonly number[] = [12];

/**
 * Versions whose steps rebuild a table that others refer to (DROP TABLE). Such a step runs without foreign keys, and the
 * whole file is read afterwards for rows without parent; any other one is checked row by row as it writes.
 */
export const REBUILDS: readonly number[] = [];

/** Row of `setting` that holds the oldest version whose programs may open the file. */
const OLDEST_READER = 'schema.oldest-reader';

/**
 * Brings the file to the program's version, all steps in one transaction: a step that fails, or a power cut, leaves the
 * file as it was. A file of a later version is opened as it is when it says that this program may read it.
 *
 * @throws {Fault} `database-newer` when a later program wrote the file in a way that this one would misread; it is not
 * touched.
 */
export function migrate(
  db: Connection,
  steps: readonly string[] = migrations,
  raising: readonly number[] = RAISES_READER,
  rebuilding: readonly number[] = REBUILDS,
): void {
  const version = versionOf(db);
  if (version > steps.length) {
    expectReadable(oldestReaderOf(db), version, steps.length);
    return;
  }
  const isRebuilt = rebuilding.some((rebuilt) => rebuilt > version && rebuilt <= steps.length);
  // This pragma works outside a transaction only. Without foreign keys a table can be dropped and its rows stay.
  if (isRebuilt) db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      for (const sql of steps.slice(version)) db.exec(sql);
      if (isRebuilt) expectParents(db);
      if (steps.length > version) {
        storeReader(db, raising, steps.length);
        db.pragma(`user_version = ${steps.length}`);
      }
    }).exclusive();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/** Version of the schema in the file; 0 for an empty one. */
export function versionOf(db: Connection): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Oldest version whose programs may open the file; its own version when it does not say, as before version 12. */
export function oldestReaderOf(db: Connection): number {
  const version = versionOf(db);
  if (version === 0) return 0;
  const stored = db.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(OLDEST_READER);
  return typeof stored === 'string' ? Number(stored) : version;
}

/**
 * Check that this version can open a database, before it is opened.
 * @throws {Fault} `database-newer` when a program of `known` may not open a file of `version` read by `reader` on.
 */
export function expectReadable(reader: number, version: number, known: number): void {
  if (version <= known || reader <= known) return;
  throw new Fault(
    'database-newer',
    `the database has version ${version} and is read by programs of version ${reader} or newer, this program has ${known}`,
    'Install the newer program again, or restore a backup that this one wrote.',
  );
}

function storeReader(db: Connection, raising: readonly number[], version: number): void {
  const reader = Math.max(...raising.filter((raised) => raised <= version));
  if (!Number.isFinite(reader)) return;
  db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(OLDEST_READER, String(reader));
}

/** Reads every row that refers to another: with a million frames that takes seconds. */
function expectParents(db: Connection): void {
  const broken = db.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) throw new Error(`the migration leaves ${broken.length} rows without parent`);
}
