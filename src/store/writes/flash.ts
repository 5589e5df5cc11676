import { Refusal } from '../../core/errors.js';
import type { FlashImage } from '../flash.js';
import type { WriteContext } from './context.js';

/** Statements on the images for bare boards: there are as many as there are kinds of boards. */
export function flashWrites({ db, at }: WriteContext) {
  const put = db.prepare(
    `INSERT INTO flash_image (board, claim, signature, bytes, added_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (board) DO UPDATE SET claim = excluded.claim, signature = excluded.signature, bytes = excluded.bytes,
     added_at = excluded.added_at`,
  );
  const remove = db.prepare('DELETE FROM flash_image WHERE board = ?');
  return {
    putFlashImage({ board, claim, signature }: Omit<FlashImage, 'addedAt'>, bytes: Uint8Array): void {
      put.run(board, claim, signature, bytes, at());
    },

    removeFlashImage(board: string): void {
      if (remove.run(board).changes === 0)
        throw new Refusal('firmware-unknown', `No image was given for the board "${board}".`);
    },
  };
}
