import { type Turn, turnJpeg } from '../../core/upright.js';
import type { Gallery } from '../contract.js';
import type { Connection } from '../database.js';
import type { FeedbackRow, ImageBlob, PetRow, PhotoFilter, PhotoMonth, PhotoPageQuery } from '../types.js';
import { readFeedback } from './columns.js';
import { ImageGuard } from './image-guard.js';
import { type Month, monthIn } from './month.js';
import { petReads } from './pets.js';
import { type DayCount, dayCounts, jump, monthsOfDays } from './photo-days.js';
import {
  newestTime,
  PHOTO_BY_ID,
  photoCount,
  photoPage,
  type Query,
  type RawPhoto,
  toPhoto,
} from './photo-page.js';
import { subjectReads } from './subject.js';

const ORIGINAL = `SELECT f.id AS frameId, y.bytes, 'image/jpeg' AS mime, f.sha256, b.turn
  FROM frame f JOIN frame_bytes y ON y.frame_id = f.id JOIN burst b ON b.id = f.burst_id`;

/** From so many photos on it is quicker to count days than to step over each. */
const JUMP_FROM = 1_000;

type Original = ImageBlob & { frameId: number; turn: Turn };

/** Reads of photos, their images and their bursts. */
export type GalleryReads = Pick<
  Gallery,
  'photos' | 'photo' | 'image' | 'frameImage' | 'photoMonths' | 'feedback'
>;

/** Photos, their images and what their swaps taught. */
export function galleryReads(db: Connection, guard = new ImageGuard()): GalleryReads {
  const photo = db.prepare<[number], RawPhoto>(PHOTO_BY_ID);
  const subjectOf = subjectReads(db);
  const original = db.prepare<[number], Original>(
    `${ORIGINAL} JOIN photo p ON p.frame_id = f.id WHERE p.id = ? AND p.deleted_at IS NULL`,
  );
  const variantOf = db.prepare<[number, string], ImageBlob>(
    `SELECT i.bytes, i.mime, i.sha256 FROM photo_image i JOIN photo p ON p.id = i.photo_id
     WHERE i.photo_id = ? AND i.variant = ? AND p.deleted_at IS NULL`,
  );
  const frame = db.prepare<[number], Original>(
    `${ORIGINAL} WHERE f.id = ?
     AND NOT EXISTS (SELECT 1 FROM photo p WHERE p.burst_id = f.burst_id AND p.deleted_at IS NOT NULL)`,
  );
  const feedback = db.prepare<
    [number],
    { id: number; at: number; camera: string; burstId: number; shown: string; wanted: string }
  >(`SELECT id, at, camera, burst_id AS burstId, shown, wanted FROM feedback ORDER BY id DESC LIMIT ?`);
  const statements = statementCache(db);
  const { pets } = petReads(db);
  const intactOriginal = (found: Original | undefined): ImageBlob | null => {
    if (!found) return null;
    const { frameId, ...image } = found;
    const whole = guard.intact(image, { source: 'frame', subject: frameId, variant: '' });
    return whole && { ...whole, bytes: turnJpeg(whole.bytes, whole.turn) };
  };

  const numberOf = ({ sql, values }: Query) =>
    statements(sql)
      .pluck()
      .get(...values) as number | undefined;
  const daysOf = ({ sql, values }: Query) => statements(sql).all(...values) as DayCount[];

  /** The same page by fewer steps where many photos are passed over; null where there are none left. */
  const nearby = (query: PhotoPageQuery, household: readonly PetRow[]): PhotoPageQuery | null => {
    const days = (query.skip ?? 0) < JUMP_FROM ? null : dayCounts(query, household, query.oldestFirst);
    if (days === null) return query;
    return jump(daysOf(days), query, (range) => numberOf(photoCount(range, household)) as number);
  };

  return {
    photos(query) {
      if (query.cameras?.length === 0) return [];
      const household = pets();
      const near = nearby(query, household);
      if (near === null) return [];
      const { sql, values } = photoPage(near, household);
      return (statements(sql).all(...values) as RawPhoto[]).map((raw) => toPhoto(raw, household, subjectOf));
    },
    photo(id) {
      const raw = photo.get(id);
      return raw ? toPhoto(raw, pets(), subjectOf) : null;
    },
    image: (photoId, variant) =>
      variant === 'original'
        ? intactOriginal(original.get(photoId))
        : guard.intact(variantOf.get(photoId, variant), { source: 'photo', subject: photoId, variant }),
    frameImage: (frameId) => intactOriginal(frame.get(frameId)),
    photoMonths(filter, zone) {
      if (filter.cameras?.length === 0) return [];
      const [household, monthOf] = [pets(), monthIn(zone)];
      const scan = (part: PhotoFilter) => months(part, household, monthOf, numberOf);
      const days = dayCounts(filter, household);
      return days === null ? [...scan(filter)] : monthsOfDays(daysOf(days), filter, monthOf, scan);
    },
    feedback: (limit) =>
      feedback.all(limit).map(
        ({ shown, wanted, ...row }): FeedbackRow => ({
          ...row,
          from: readFeedback(shown),
          to: readFeedback(wanted),
        }),
      ),
  };
}

/** Jumps from month to month that has photos; each costs two look-ups in an index. */
function* months(
  filter: PhotoFilter,
  household: readonly PetRow[],
  monthOf: (ms: number) => Month,
  number: (query: Query) => number | undefined,
): Generator<PhotoMonth> {
  let until = filter.until;
  for (;;) {
    const range: PhotoFilter = until === undefined ? filter : { ...filter, until };
    const newest = number(newestTime(range, household));
    if (newest === undefined) return;
    const month = monthOf(newest);
    const part = { ...range, from: Math.max(month.from, filter.from ?? month.from) };
    yield { ...month, count: number(photoCount(part, household)) as number };
    until = month.from;
  }
}

/** Prepares each of the few dozen texts that filters can make once. */
function statementCache(db: Connection) {
  const known = new Map<string, ReturnType<Connection['prepare']>>();
  return (sql: string) => {
    const statement = known.get(sql) ?? db.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
}
