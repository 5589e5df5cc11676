import { createHash } from 'node:crypto';
import type { EncodedImage } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import type { ImageVariant } from '../types.js';
import type { CutResult } from '../work.js';

/** Writes the made images of a photo, replacing what was there. */
export function imageWrites(db: Connection) {
  const put = db.prepare(
    `INSERT INTO photo_image (photo_id, variant, mime, sha256, width, height, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (photo_id, variant) DO UPDATE SET mime = excluded.mime, sha256 = excluded.sha256,
     width = excluded.width, height = excluded.height, bytes = excluded.bytes`,
  );
  const drop = db.prepare('DELETE FROM photo_image WHERE photo_id = ? AND variant = ?');

  function putImage(photoId: number, variant: Exclude<ImageVariant, 'original'>, image: EncodedImage): void {
    const sha256 = createHash('sha256').update(image.bytes).digest('hex');
    put.run(photoId, variant, image.mime, sha256, image.width, image.height, image.bytes);
  }

  return {
    putImage,
    putThumbnails(photoId: number, { small, large }: CutResult['thumbnails']): void {
      putImage(photoId, 'thumb', small);
      putImage(photoId, 'preview', large);
    },
    dropUpscaled: (photoId: number): void => void drop.run(photoId, 'upscaled'),
  };
}
