import type { FrameVerdict } from '../../imaging/select/types.js';
import { readAnalysis, readSummary } from '../reads/columns.js';
import type { FrameState } from '../types.js';
import type { CutResult } from '../work.js';
import type { WriteContext } from './context.js';
import { imageWrites } from './images.js';
import { seenWrites, unsureOf } from './seen.js';
import { type FrameColumn, tallies } from './tallies.js';

interface ShownPhoto {
  id: number;
  frameId: number;
  camera: string;
  summary: string;
  deleted: number;
}

interface CountedState {
  state: FrameState;
  count: number;
}

const COLUMN: Record<FrameState, FrameColumn> = {
  durable: 'waiting',
  kept: 'kept',
  chosen: 'chosen',
  aside: 'aside',
};

/**
 * A burst that was cut before, with frames that came late. Its photo keeps its id, and what a person chose or marked
 * stays; a photo that shows another frame is enlarged anew. Nobody is told of a new photo.
 */
export function recutting(context: WriteContext): (result: CutResult) => void {
  const { db } = context;
  const tally = tallies(db);
  const { putThumbnails, dropUpscaled } = imageWrites(db);
  const { noteAlso, followAnew } = seenWrites(db);
  const photoOf = db.prepare<[number], ShownPhoto>(
    `SELECT id, frame_id AS frameId, camera, summary, deleted_at IS NOT NULL AS deleted FROM photo WHERE burst_id = ?`,
  );
  const counts = db.prepare<[number], CountedState>(
    'SELECT state, count(*) AS count FROM frame WHERE burst_id = ? GROUP BY state',
  );
  const verdict = db.prepare(
    `UPDATE frame SET state = iif(state = 'aside', state, 'kept'), place = ?, gates = ?, scores = ?, reason = ?
     WHERE burst_id = ? AND position = ?`,
  );
  const keepRest = db.prepare(
    "UPDATE frame SET state = 'kept' WHERE burst_id = ? AND state IN ('durable', 'chosen') AND id <> ?",
  );
  const choose = db.prepare("UPDATE frame SET state = 'chosen' WHERE id = ?");
  const frame = db.prepare<[number, number], { id: number; takenAt: number; analysis: string }>(
    `SELECT id, taken_at AS takenAt, analysis FROM frame
     WHERE burst_id = ? AND position = ? AND analysis IS NOT NULL`,
  );
  const show = db.prepare(
    `UPDATE photo SET frame_id = ?, taken_at = ?, pet = ?, kind_unsure = ?, score = ?, summary = ?, width = ?, height = ?,
     upscale = 'pending', upscale_attempts = 0, upscale_note = NULL WHERE id = ?`,
  );
  const explain = db.prepare(
    'UPDATE photo SET pet = ?, kind_unsure = ?, score = ?, summary = ? WHERE id = ?',
  );
  const touch = db.prepare<[number], { version: number; favourite: number }>(
    `UPDATE photo SET version = version + 1, taken_at = (SELECT f.taken_at FROM frame f WHERE f.id = photo.frame_id)
     WHERE id = ? RETURNING version, favourite`,
  );
  const dropUnshown = db.prepare('DELETE FROM frame WHERE burst_id = ? AND position < 0 AND id <> ?');

  function judge(burstId: number, { index, place, gates, scores, reason }: FrameVerdict): void {
    verdict.run(place, JSON.stringify(gates), JSON.stringify(scores), JSON.stringify(reason), burstId, index);
  }

  /** The frame that the photo shows from now on. */
  function shownFrame(photo: ShownPhoto, { burstId, cut, thumbnails }: CutResult): number {
    const best = frame.get(burstId, cut.chosen);
    if (!best || readSummary(photo.summary).code === 'chosen-by-owner') return photo.frameId;
    const summary = JSON.stringify(cut.summary);
    const analysis = readAnalysis(best.analysis);
    noteAlso(photo.id, best.id, analysis);
    if (best.id === photo.frameId) {
      explain.run(cut.pet, unsureOf(cut), cut.score, summary, photo.id);
      followAnew(photo.id);
      return best.id;
    }
    const { width, height } = analysis;
    show.run(best.id, best.takenAt, cut.pet, unsureOf(cut), cut.score, summary, width, height, photo.id);
    followAnew(photo.id);
    dropUpscaled(photo.id);
    putThumbnails(photo.id, thumbnails);
    return best.id;
  }

  return (result) => {
    const photo = photoOf.get(result.burstId) as ShownPhoto;
    const before = counts.all(result.burstId);
    for (const entry of result.cut.frames) judge(result.burstId, entry);
    const shown = shownFrame(photo, result);
    keepRest.run(result.burstId, shown);
    choose.run(shown);
    dropUnshown.run(result.burstId, shown);
    tally.frames(photo.camera, changeOf(before, counts.all(result.burstId)));
    const { version, favourite } = touch.get(photo.id) as { version: number; favourite: number };
    if (photo.deleted === 0)
      context.announce('photo.updated', { photoId: photo.id, version, favourite: favourite === 1 });
  };
}

function changeOf(before: CountedState[], after: CountedState[]): Partial<Record<FrameColumn, number>> {
  const change: Partial<Record<FrameColumn, number>> = {};
  for (const { state, count } of after) change[COLUMN[state]] = count;
  for (const { state, count } of before) change[COLUMN[state]] = (change[COLUMN[state]] ?? 0) - count;
  return change;
}
