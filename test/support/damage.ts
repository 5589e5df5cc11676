/** Damage as a failing disk does it: bytes of a database, or of a photo in it, that are not what was written. */
import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Overwrites every leaf page of a table or an index. Nobody may have the file open. Gives how many there were. */
export function breakPages(file: string, name: string): number {
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const size = db.pragma('page_size', { simple: true }) as number;
  const pages = db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'")
    .pluck()
    .all(name) as number[];
  db.close();
  const handle = openSync(file, 'r+');
  for (const page of pages) writeSync(handle, Buffer.alloc(size, 0xaa), 0, size, (page - 1) * size);
  closeSync(handle);
  return pages.length;
}
