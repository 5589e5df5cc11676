import type { Connection } from '../database.js';
import type { ShareLinkRow, ShareLinks } from '../share-links.js';

type RawLink = Omit<ShareLinkRow, 'photos'>;

const LINK = `SELECT id, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt, opened,
  last_opened_at AS lastOpenedAt FROM share_link`;

/** Reads of links to photos. `now` decides which are over. */
export function shareLinkReads(
  db: Connection,
  now: () => number,
): Pick<ShareLinks, 'shareLinks' | 'shareLinkOf'> {
  const all = db.prepare<[number], RawLink>(`${LINK} WHERE expires_at > ? ORDER BY id DESC`);
  const one = db.prepare<[string, number], RawLink>(`${LINK} WHERE token_hash = ? AND expires_at > ?`);
  const photos = db.prepare<[number], ShareLinkRow['photos'][number]>(
    `SELECT s.number, p.id FROM share_link_photo s JOIN photo p ON p.id = s.photo_id
     WHERE s.link_id = ? AND p.deleted_at IS NULL ORDER BY s.number`,
  );
  const whole = (raw: RawLink): ShareLinkRow => ({ ...raw, photos: photos.all(raw.id) });
  return {
    shareLinks: () => all.all(now()).map(whole),
    shareLinkOf(tokenHash) {
      const found = one.get(tokenHash, now());
      return found ? whole(found) : null;
    },
  };
}
