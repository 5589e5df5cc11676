import type { ImageRef } from './damage.js';
import { asFaults, type Connection, openForReading } from './database.js';
import { isIntact } from './reads/image-guard.js';

/** Bytes read before others have their turn at the disk. */
const STRIDE_BYTES = 1 << 20;

type Row = { bytes: Uint8Array; sha256: string };
type StoredImage = Pick<ImageRef, 'subject' | 'variant'>;

/** How the images of each source are listed, without their bytes, and read one by one. */
const SOURCES = {
  frame: {
    list: `SELECT id AS subject, '' AS variant FROM frame INDEXED BY frame_present
           WHERE has_bytes = 1 AND (id, '') > (?, ?) ORDER BY id LIMIT 500`,
    read: `SELECT b.bytes, f.sha256 FROM frame f JOIN frame_bytes b ON b.frame_id = f.id WHERE f.id = ? AND '' = ?`,
  },
  photo: {
    list: `SELECT photo_id AS subject, variant FROM photo_image
           WHERE (photo_id, variant) > (?, ?) ORDER BY photo_id, variant LIMIT 500`,
    read: 'SELECT bytes, sha256 FROM photo_image WHERE photo_id = ? AND variant = ?',
  },
  highlight: {
    list: `SELECT highlight_id AS subject, variant FROM highlight_image
           WHERE (highlight_id, variant) > (?, ?) ORDER BY highlight_id, variant LIMIT 500`,
    read: 'SELECT bytes, sha256 FROM highlight_image WHERE highlight_id = ? AND variant = ?',
  },
} as const;

/**
 * The images of a database, which others may write to, whose bytes are not what was stored, or cannot be read. `rest`
 * is called after every MiB with the milliseconds that it took.
 * @throws {Fault} `database-damaged` when the images cannot be listed.
 */
export function damagedImagesIn(file: string, rest: (ms: number) => void = () => {}): ImageRef[] {
  return asFaults(() => {
    const db = openForReading(file);
    const paced = pacer(rest);
    try {
      const sources = Object.keys(SOURCES) as ImageRef['source'][];
      return sources.flatMap((source) => [...damagedOf(db, source, paced)]);
    } finally {
      db.close();
    }
  });
}

function* damagedOf(
  db: Connection,
  source: ImageRef['source'],
  paced: (bytes: number) => void,
): Generator<ImageRef> {
  const list = db.prepare<[number, string], StoredImage>(SOURCES[source].list);
  const read = db.prepare<[number, string], Row>(SOURCES[source].read);
  let page = list.all(0, '');
  while (page.length > 0) {
    for (const image of page) {
      const bytes = soundBytes(() => read.get(image.subject, image.variant));
      if (bytes === null) yield { source, ...image };
      else paced(bytes);
    }
    const { subject, variant } = page.at(-1) as StoredImage;
    page = list.all(subject, variant);
  }
}

/** Length of an image that is as it was stored, or was removed meanwhile (0); null when it is damaged. */
function soundBytes(read: () => Row | undefined): number | null {
  try {
    const row = read();
    if (!row) return 0;
    return isIntact(row) ? row.bytes.length : null;
  } catch {
    return null;
  }
}

function pacer(rest: (ms: number) => void): (bytes: number) => void {
  let since = performance.now();
  let bytes = 0;
  return (more) => {
    bytes += more;
    if (bytes < STRIDE_BYTES) return;
    rest(performance.now() - since);
    since = performance.now();
    bytes = 0;
  };
}
