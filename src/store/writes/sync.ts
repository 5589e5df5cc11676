import { Refusal } from '../../core/errors.js';
import type { Connection } from '../database.js';
import type { SyncBlob, SyncObject, Upload } from '../outbox.js';
import type { SealedSecrets } from '../sealed-secrets.js';
import type { WriteContext } from './context.js';

type Row = SyncObject['rows'][string][number];

/**
 * Tables that a sync object may fill, parents first. Cameras go their own way: their secrets are sealed. A program that
 * knows no guests reads over their tables, and they are nobody there.
 */
const TABLES = ['burst', 'frame', 'photo', 'user', 'guest', 'guest_camera', 'setting', 'feedback'] as const;

/** The outbox and the import of its objects. */
export function syncWrites({ db, at }: WriteContext) {
  const begin = db.prepare(
    `INSERT INTO sync_object (key, kind, subject, parent, next_mark, next_md5, next_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET next_mark = excluded.next_mark,
     next_md5 = excluded.next_md5, next_bytes = excluded.next_bytes`,
  );
  const finish = db.prepare(
    `UPDATE sync_object SET mark = next_mark, md5 = next_md5, bytes = next_bytes, sent_at = ?, next_mark = NULL,
     next_md5 = NULL, next_bytes = NULL WHERE key = ? AND next_mark IS NOT NULL`,
  );
  const remove = db.prepare('DELETE FROM sync_object WHERE key = ?');
  const forget = db.prepare("UPDATE sync_object SET mark = '', next_mark = NULL WHERE key = ?");
  const isNoted = db.prepare('SELECT 1 FROM sync_object WHERE kind = ? AND subject = ?');
  const unpack = unpacking(db);

  return {
    beginUpload(upload: Upload & { key: string }, sealed: { md5: string; bytes: number }): void {
      const { key, kind, subject, parent, mark } = upload;
      begin.run(key, kind, subject, parent, mark, sealed.md5, sealed.bytes);
    },
    finishUpload: (key: string): void => void finish.run(at(), key),
    finishRemoval: (key: string): void => void remove.run(key),
    forgetSent: (key: string): void => void forget.run(key),

    importObject(
      syncObject: SyncObject,
      object: { key: string; md5: string; bytes: number },
      secrets: SealedSecrets,
    ): 'taken' | 'known' {
      const taken = unpack(syncObject, secrets);
      const { kind, subject, parent, mark } = syncObject;
      // A bucket may have another object of the same photo, under a name that a hub before a restore gave it.
      if (!isNoted.get(kind, subject)) {
        begin.run(object.key, kind, subject, parent, mark, object.md5, object.bytes);
        finish.run(at(), object.key);
      }
      return taken ? 'taken' : 'known';
    },
  };
}

function unpacking(db: Connection) {
  const has = {
    photo: db.prepare('SELECT 1 FROM photo WHERE id = ?'),
    frame: db.prepare('SELECT 1 FROM frame_bytes WHERE frame_id = ?'),
  };
  const camera = db.prepare(
    `INSERT INTO camera (number, id, name, created_at, removed_at, key_sealed, turn) VALUES
     (:number, :id, :name, :created_at, :removed_at, :key_sealed, :turn) ON CONFLICT (number) DO NOTHING`,
  );
  const stream = db.prepare(
    `INSERT INTO camera_stream (camera_number, source_sealed, kind, width, height, settings) VALUES
     (:camera_number, :source_sealed, :kind, :width, :height, :settings) ON CONFLICT (camera_number) DO NOTHING`,
  );
  const frameBytes = db.prepare('INSERT OR IGNORE INTO frame_bytes (frame_id, bytes) VALUES (?, ?)');
  const hasBytes = db.prepare(
    'UPDATE frame SET has_bytes = EXISTS (SELECT 1 FROM frame_bytes b WHERE b.frame_id = frame.id) WHERE burst_id = ?',
  );
  const regained = db.prepare('UPDATE frame SET has_bytes = 1 WHERE id = ?');
  const image = db.prepare(
    `INSERT INTO photo_image (photo_id, variant, mime, sha256, width, height, bytes)
     VALUES (:photo_id, :variant, :mime, :sha256, :width, :height, :bytes)`,
  );
  const tally = db.prepare(
    `INSERT INTO frame_tally (camera, kept, chosen, aside)
     SELECT ?, sum(state = 'kept'), sum(state = 'chosen'), sum(state = 'aside') FROM frame WHERE burst_id = ?
     ON CONFLICT (camera) DO UPDATE SET kept = kept + excluded.kept, chosen = chosen + excluded.chosen,
     aside = aside + excluded.aside`,
  );

  function cameras({ rows }: SyncObject, { keys, sources }: SealedSecrets): void {
    for (const row of rows['camera'] ?? [])
      camera.run({ turn: 0, ...row, key_sealed: keys[String(row['id'])] ?? null });
    for (const row of rows['camera_stream'] ?? []) {
      const sealed = sources[Number(row['camera_number'])];
      if (sealed) stream.run({ ...row, source_sealed: sealed });
    }
  }

  function photo(syncObject: SyncObject, secrets: SealedSecrets): void {
    cameras(syncObject, secrets);
    for (const table of TABLES) for (const row of syncObject.rows[table] ?? []) insert(db, table, row);
    for (const { table, id, bytes } of syncObject.blobs)
      if (table === 'frame_bytes') frameBytes.run(id, bytes);
    for (const row of syncObject.rows['photo_image'] ?? [])
      image.run({ ...row, bytes: bytesOf(syncObject.blobs, row) });
    for (const row of syncObject.rows['photo'] ?? []) {
      hasBytes.run(row['burst_id']);
      tally.run(row['camera'], row['burst_id']);
    }
  }

  function loneFrame({ blobs }: SyncObject): void {
    for (const { id, bytes } of blobs) {
      frameBytes.run(id, bytes);
      regained.run(id);
    }
  }

  return (syncObject: SyncObject, secrets: SealedSecrets): boolean => {
    const known = syncObject.kind !== 'house' && has[syncObject.kind].get(syncObject.subject) !== undefined;
    if (known) return false;
    try {
      if (syncObject.kind === 'frame') loneFrame(syncObject);
      else photo(syncObject, secrets);
    } catch (cause) {
      throw new Refusal('parcel-invalid', `an object of the bucket does not fit this hub`, { cause });
    }
    return true;
  };
}

/** Only columns that this version has; what a later one added is left out. */
function insert(db: Connection, table: string, row: Row): void {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name in row);
  const names = columns.join(', ');
  const values = columns.map((name) => row[name]);
  db.prepare(`INSERT OR IGNORE INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`).run(
    ...values,
  );
}

function bytesOf(blobs: SyncBlob[], row: Row): Uint8Array | undefined {
  return blobs.find(({ table, variant }) => table === 'photo_image' && variant === row['variant'])?.bytes;
}
