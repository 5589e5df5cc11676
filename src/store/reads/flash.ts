import type { Connection } from '../database.js';
import type { FlashImage, FlashImages } from '../flash.js';

/** Reads of the images for bare boards. */
export function flashReads(db: Connection): Pick<FlashImages, 'flashImages' | 'flashImageBytes'> {
  const images = db.prepare<[], FlashImage>(
    'SELECT board, claim, signature, added_at AS addedAt FROM flash_image ORDER BY board',
  );
  const bytes = db.prepare<[string], Buffer>('SELECT bytes FROM flash_image WHERE board = ?').pluck();
  return {
    flashImages: () => images.all(),
    flashImageBytes: (board) => (bytes.get(board) as Buffer | undefined) ?? null,
  };
}
