import { createHash } from 'node:crypto';
import type { EncodedImage } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import type { HighlightPlan, HighlightRow, HighlightVariant } from '../highlights.js';
import { HIGHLIGHT_OF_PERIOD, type RawHighlight, toHighlight } from '../reads/highlights.js';
import type { WriteContext } from './context.js';

/** Statements on highlights and their images, prepared once. */
function highlightStatements(db: Connection) {
  const ofPeriod = db.prepare<[string, string], RawHighlight>(HIGHLIGHT_OF_PERIOD);
  const insert = db.prepare(
    `INSERT INTO highlight (kind, day, from_at, until_at, state, best, chosen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, day) DO UPDATE SET from_at = excluded.from_at, until_at = excluded.until_at,
     state = excluded.state, best = excluded.best, chosen_at = excluded.chosen_at, attempts = 0, note = NULL,
     version = version + 1`,
  );
  const chosenAgain = db.prepare('UPDATE highlight SET chosen_at = ? WHERE id = ?');
  const show = db.prepare(
    `INSERT INTO highlight_photo (highlight_id, position, photo_id, frame_id)
     SELECT ?, ?, id, frame_id FROM photo WHERE id = ? AND deleted_at IS NULL`,
  );
  const shownFrames = db
    .prepare<[number], number>(
      'SELECT frame_id FROM highlight_photo WHERE highlight_id = ? ORDER BY position',
    )
    .pluck();
  const frameOf = db.prepare<[number], number>('SELECT frame_id FROM photo WHERE id = ?').pluck();
  const forgetPhotos = db.prepare('DELETE FROM highlight_photo WHERE highlight_id = ?');
  const forgetImages = db.prepare('DELETE FROM highlight_image WHERE highlight_id = ?');
  const count = db.prepare('UPDATE highlight SET attempts = max(0, attempts + ?) WHERE id = ?');
  const finish = db.prepare<[string, string | null, number, number], Pick<HighlightRow, 'kind' | 'day'>>(
    `UPDATE highlight SET state = ?, note = ? WHERE id = ? AND version = ? AND state = 'pending'
     RETURNING kind, day`,
  );
  const put = db.prepare(
    `INSERT INTO highlight_image (highlight_id, variant, mime, sha256, width, height, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (highlight_id, variant) DO UPDATE SET mime = excluded.mime,
     sha256 = excluded.sha256, width = excluded.width, height = excluded.height, bytes = excluded.bytes`,
  );
  const trim = db.prepare(
    'DELETE FROM highlight WHERE id IN (SELECT id FROM highlight WHERE chosen_at < ? ORDER BY chosen_at LIMIT ?)',
  );
  return {
    ofPeriod,
    insert,
    chosenAgain,
    show,
    shownFrames,
    frameOf,
    forgetPhotos,
    forgetImages,
    count,
    finish,
    put,
    trim,
  };
}

/** Writes of the photos that highlights show, and of their images. */
export function highlightWrites({ db, at, announce }: WriteContext) {
  const sql = highlightStatements(db);

  function putImage(id: number, variant: HighlightVariant, image: EncodedImage): void {
    const sha256 = createHash('sha256').update(image.bytes).digest('hex');
    sql.put.run(id, variant, image.mime, sha256, image.width, image.height, image.bytes);
  }

  /** True when a period shows these photos with these frames already, and nothing failed. */
  function isSame(known: HighlightRow, { choice }: HighlightPlan): boolean {
    if (choice === null) return known.state === 'quiet';
    const frames = choice.photos.map((photo) => sql.frameOf.get(photo));
    const sameFrames = String(frames) === String(sql.shownFrames.all(known.id));
    return sameFrames && known.best === choice.best && known.state !== 'failed';
  }

  function ofPlan({ kind, day }: HighlightPlan): HighlightRow | null {
    const raw = sql.ofPeriod.get(kind, day);
    return raw ? toHighlight(raw) : null;
  }

  function change(plan: HighlightPlan): HighlightRow {
    const { kind, day, from, until, choice } = plan;
    sql.insert.run(kind, day, from, until, choice ? 'pending' : 'quiet', choice?.best ?? null, at());
    const { id } = ofPlan(plan) as HighlightRow;
    sql.forgetImages.run(id);
    sql.forgetPhotos.run(id);
    for (const [position, photo] of (choice?.photos ?? []).entries()) sql.show.run(id, position, photo);
    const row = ofPlan(plan) as HighlightRow;
    announce('highlight.updated', { highlightId: id, kind, day, state: row.state });
    return row;
  }

  function end(id: number, version: number, state: 'done' | 'failed', note: string | null): boolean {
    const row = sql.finish.get(state, note, id, version);
    if (row) announce('highlight.updated', { highlightId: id, ...row, state });
    return row !== undefined;
  }

  return {
    planHighlight(plan: HighlightPlan): HighlightRow {
      const known = ofPlan(plan);
      if (!known || !isSame(known, plan)) return change(plan);
      sql.chosenAgain.run(at(), known.id);
      return { ...known, chosenAt: at() };
    },

    beginHighlight: (id: number): void => void sql.count.run(1, id),

    forgoHighlight: (id: number): void => void sql.count.run(-1, id),

    saveHighlight(
      id: number,
      version: number,
      { animation, collage }: { animation: EncodedImage; collage: EncodedImage },
    ): void {
      if (!end(id, version, 'done', null)) return;
      putImage(id, 'animation', animation);
      putImage(id, 'collage', collage);
    },

    failHighlight: (id: number, version: number, reason: string): void =>
      void end(id, version, 'failed', reason),

    trimHighlights: (before: number, limit: number): { highlights: number } => ({
      highlights: sql.trim.run(before, limit).changes,
    }),
  };
}
