/** Damage as a failing disk does it: bytes of a database, or of a photo in it, that are not what was written. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
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

/** Changes one byte of an image where it lies in the file. Nobody may have the file open. */
export function flipByteOf(file: string, image: Uint8Array): void {
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const whole = readFileSync(file);
  const middle = Math.floor(image.length / 2);
  const at = whole.indexOf(image.subarray(middle, middle + 24));
  if (at < 0) throw new Error('the image does not lie in the file in one piece');
  whole.writeUInt8(whole.readUInt8(at) ^ 1, at);
  writeFileSync(file, whole);
}
