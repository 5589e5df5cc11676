import type { ImageRef } from '../damage.js';
import type { WriteContext } from './context.js';

/**
 * Images that are set apart. Their bytes stay; what is made of others is made anew: thumbnails are found by the row that
 * says that they are damaged.
 */
export function damageWrites({ db, at }: WriteContext) {
  const add = db.prepare(
    'INSERT INTO damaged_image (source, subject, variant, found_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const clear = db.prepare('DELETE FROM damaged_image');
  const enlargeAgain = db.prepare(
    "UPDATE photo SET upscale = 'pending', upscale_attempts = 0 WHERE id = ? AND upscale = 'done'",
  );
  const renderAgain = db.prepare(
    "UPDATE highlight SET state = 'pending', attempts = 0 WHERE id = ? AND state = 'done'",
  );

  function note(images: readonly ImageRef[]): void {
    for (const { source, subject, variant } of images) {
      add.run(source, subject, variant, at());
      if (source === 'highlight') renderAgain.run(subject);
      else if (variant === 'upscaled') enlargeAgain.run(subject);
    }
  }

  return {
    noteDamage: note,
    settleDamage(images: readonly ImageRef[]): void {
      clear.run();
      note(images);
    },
  };
}
