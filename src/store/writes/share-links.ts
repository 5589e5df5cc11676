import { Refusal } from '../../core/errors.js';
import { shareLinkReads } from '../reads/share-links.js';
import type { NewShareLink, ShareLinkRow } from '../share-links.js';
import type { WriteContext } from './context.js';

/** Links that can be open at once: each is a way in that somebody has to keep an eye on. */
const MOST_LINKS = 100;

/** Writes of links to photos. Making one forgets those that are over. */
export function shareLinkWrites({ db, at }: WriteContext) {
  const { shareLinks, shareLinkOf } = shareLinkReads(db, at);
  const forget = db.prepare('DELETE FROM share_link WHERE expires_at <= ?');
  const insert = db.prepare(
    'INSERT INTO share_link (token_hash, created_by, created_at, expires_at) VALUES (?, ?, ?, ?)',
  );
  const show = db.prepare(
    `INSERT INTO share_link_photo (link_id, number, photo_id)
     SELECT ?, ?, id FROM photo WHERE id = ? AND deleted_at IS NULL`,
  );
  const count = db.prepare('UPDATE share_link SET opened = opened + 1, last_opened_at = ? WHERE id = ?');
  const end = db.prepare('DELETE FROM share_link WHERE id = ?');

  return {
    createShareLink({ tokenHash, photos, createdBy, expiresAt }: NewShareLink): ShareLinkRow {
      forget.run(at());
      if (shareLinks().length >= MOST_LINKS)
        throw new Refusal('share-links-full', `at most ${MOST_LINKS} links to photos are open at once`);
      const { lastInsertRowid } = insert.run(tokenHash, createdBy, at(), expiresAt);
      for (const [index, photo] of [...new Set(photos)].entries())
        if (show.run(lastInsertRowid, index + 1, photo).changes === 0)
          throw new Refusal('photo-unknown', `there is no photo ${photo}`);
      return shareLinkOf(tokenHash) as ShareLinkRow;
    },

    countShareOpening: (id: number): void => void count.run(at(), id),

    endShareLink: (id: number): void => void end.run(id),
  };
}
