import { Refusal } from '../../core/errors.js';
import type { Turn } from '../../core/upright.js';
import type { Reason } from '../../imaging/select/types.js';
import { BIN_MS, UNDO_MS } from '../reads/bin.js';
import { readAnalysis, readScores } from '../reads/columns.js';
import { petReads } from '../reads/pets.js';
import { PHOTO_BY_ID, type RawPhoto, toPhoto } from '../reads/photo-page.js';
import { subjectReads } from '../reads/subject.js';
import type { FeedbackFrame, FrameState, PhotoRow } from '../types.js';
import type { CutResult } from '../work.js';
import type { WriteContext } from './context.js';
import { imageWrites } from './images.js';
import { seenWrites } from './seen.js';
import { turning } from './turn.js';

interface SwapFrame {
  id: number;
  index: number;
  state: FrameState;
  takenAt: number;
  hasBytes: number;
  place: number | null;
  scores: string;
  analysis: string | null;
}

const KEPT_FEEDBACK = 10_000;

const CHOSEN_BY_OWNER: Reason = { code: 'chosen-by-owner', params: {}, text: 'Chosen by hand.' };

/** Writes of an owner's changes to photos: favourite, swap, turn, deletion and its undoing. */
export function galleryWrites(context: WriteContext) {
  const { db } = context;
  const swapPhoto = swapping(context);
  const turnBurst = turning(context);
  const { pets } = petReads(db);
  const byId = db.prepare<[number], RawPhoto>(PHOTO_BY_ID);
  const subjectOf = subjectReads(db);
  const favour = db.prepare('UPDATE photo SET favourite = ? WHERE id = ?');
  const hide = db.prepare('UPDATE photo SET deleted_at = ? WHERE id = ?');
  const show = db.prepare('UPDATE photo SET deleted_at = NULL WHERE id = ? AND deleted_at > ?');

  function photo(id: number): PhotoRow {
    const raw = byId.get(id);
    if (!raw) throw new Refusal('photo-unknown', `there is no photo ${id}`);
    return toPhoto(raw, pets(), subjectOf);
  }

  function updated(id: number, more: { restored?: true } = {}): PhotoRow {
    const row = photo(id);
    const { version, favourite } = row;
    context.announce('photo.updated', { photoId: id, version, favourite, ...more });
    return row;
  }

  return {
    setFavourite(photoId: number, favourite: boolean): PhotoRow {
      favour.run(favourite ? 1 : 0, photo(photoId).id);
      return updated(photoId);
    },

    swap(photoId: number, frameId: number, thumbnails: CutResult['thumbnails']): PhotoRow {
      const before = photo(photoId);
      if (before.frameId === frameId) return before;
      swapPhoto(before, frameId, thumbnails);
      return updated(photoId);
    },

    turnPhoto(photoId: number, turn: Turn, thumbnails: CutResult['thumbnails']): PhotoRow {
      const before = photo(photoId);
      if (before.turn === turn) return before;
      turnBurst(before, turn, thumbnails);
      return updated(photoId);
    },

    deletePhoto(photoId: number): void {
      const { camera } = photo(photoId);
      hide.run(context.at() + BIN_MS - UNDO_MS, photoId);
      context.announce('photo.deleted', { photoId, camera });
    },

    restorePhoto(photoId: number): PhotoRow {
      if (show.run(photoId, context.at() - UNDO_MS).changes === 0)
        throw new Refusal('photo-unknown', `there is no photo ${photoId} that could be restored`);
      return updated(photoId, { restored: true });
    },
  };
}

function swapping({ db, at }: WriteContext) {
  const { putThumbnails, dropUpscaled } = imageWrites(db);
  const { noteAlso, followAnew } = seenWrites(db);
  const frame = db.prepare<[number, number], SwapFrame>(
    `SELECT id, position AS "index", state, taken_at AS takenAt, has_bytes AS hasBytes, place, scores, analysis
     FROM frame WHERE id = ? AND burst_id = ?`,
  );
  const setState = db.prepare('UPDATE frame SET state = ? WHERE id = ?');
  const show = db.prepare(
    `UPDATE photo SET frame_id = ?, taken_at = ?, pet = ?, score = ?, summary = ?, width = ?, height = ?,
     upscale = 'pending', upscale_attempts = 0, upscale_note = NULL, version = version + 1 WHERE id = ?`,
  );
  const teach = db.prepare(
    'INSERT INTO feedback (at, camera, burst_id, shown, wanted) VALUES (?, ?, ?, ?, ?)',
  );
  const trim = db.prepare('DELETE FROM feedback WHERE id <= ?');

  function wantedFrame(photo: PhotoRow, frameId: number): SwapFrame & { analysis: string } {
    const found = frame.get(frameId, photo.burstId);
    if (!found) throw new Refusal('frame-unknown', `photo ${photo.id} has no frame ${frameId}`);
    if (found.hasBytes === 0) throw new Refusal('frame-gone', `frame ${frameId} is not kept any more`);
    if (found.state === 'aside' || found.analysis === null)
      throw new Refusal('frame-aside', `frame ${frameId} cannot be shown`);
    return { ...found, analysis: found.analysis };
  }

  return (photo: PhotoRow, frameId: number, thumbnails: CutResult['thumbnails']): void => {
    const shown = frame.get(photo.frameId, photo.burstId) as SwapFrame;
    const wanted = wantedFrame(photo, frameId);
    const analysis = readAnalysis(wanted.analysis);
    const { width, height, pets } = analysis;
    const score = readScores(wanted.scores)['overall'] ?? photo.score;
    setState.run('kept', shown.id);
    setState.run('chosen', wanted.id);
    const summary = JSON.stringify(CHOSEN_BY_OWNER);
    show.run(frameId, wanted.takenAt, pets[0]?.label ?? null, score, summary, width, height, photo.id);
    noteAlso(photo.id, frameId, analysis);
    followAnew(photo.id);
    dropUpscaled(photo.id);
    putThumbnails(photo.id, thumbnails);
    const lesson = [JSON.stringify(lessonOf(shown)), JSON.stringify(lessonOf(wanted))];
    const { lastInsertRowid } = teach.run(at(), photo.camera, photo.burstId, ...lesson);
    trim.run(Number(lastInsertRowid) - KEPT_FEEDBACK);
  };
}

function lessonOf({ index, place, scores, analysis }: SwapFrame): FeedbackFrame {
  const features = analysis === null ? {} : readAnalysis(analysis).features;
  return { index, place, scores: readScores(scores), features };
}
