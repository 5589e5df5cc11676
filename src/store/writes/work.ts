import { Refusal } from '../../core/errors.js';
import type { Turn } from '../../core/upright.js';
import type { FrameLook } from '../../imaging/select/recall.js';
import type { FrameVerdict } from '../../imaging/select/types.js';
import type { EncodedImage, FrameAnalysis } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import { readAnalysis } from '../reads/columns.js';
import { shownKind } from '../reads/household.js';
import { petReads } from '../reads/pets.js';
import type { BurstState } from '../types.js';
import type { CutResult } from '../work.js';
import { appearanceKeeping, naming } from './appearances.js';
import type { WriteContext } from './context.js';
import { imageWrites } from './images.js';
import { movementMarks } from './movement.js';
import { recutting } from './recut.js';
import { sceneChanges } from './scene.js';
import { seenWrites, unsureOf } from './seen.js';
import { takenTimes } from './taken-times.js';
import { tallies } from './tallies.js';

interface Burst {
  camera: string;
  state: BurstState;
  closedAt: number | null;
}

interface ChosenFrame {
  id: number;
  takenAt: number;
  analysis: string;
}

/** Statements on verdicts and photos, prepared once. */
function workStatements(db: Connection) {
  const burst = db.prepare<[number], Burst>(
    `SELECT c.id AS camera, b.state, b.closed_at AS closedAt
     FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = ?`,
  );
  const setState = db.prepare('UPDATE burst SET state = ? WHERE id = ?');
  const photoOf = db.prepare<[number], number>('SELECT id FROM photo WHERE burst_id = ?').pluck();
  const forgetLooks = db.prepare(
    'DELETE FROM frame_look WHERE frame_id IN (SELECT id FROM frame WHERE burst_id = ?)',
  );
  const verdict = db.prepare(
    `UPDATE frame SET state = ?, place = ?, gates = ?, scores = ?, reason = ?
     WHERE burst_id = ? AND position = ? AND state = 'durable'`,
  );
  const keepRest = db.prepare("UPDATE frame SET state = 'kept' WHERE burst_id = ? AND state = 'durable'");
  const chosen = db.prepare<[number], ChosenFrame>(
    "SELECT id, taken_at AS takenAt, analysis FROM frame WHERE burst_id = ? AND state = 'chosen' AND analysis IS NOT NULL",
  );
  const asideReasons = db.prepare<[number], { reason: string }>(
    `SELECT DISTINCT json_extract(reason, '$.code') AS reason FROM frame
     WHERE burst_id = ? AND state = 'aside' AND reason IS NOT NULL ORDER BY position`,
  );
  const countUnusable = db.prepare<[number, string, number], { camera: string }>(
    `UPDATE camera SET unusable_bursts = unusable_bursts + 1, unusable_since = ifnull(unusable_since, ?),
     unusable_reasons = ? WHERE number = (SELECT camera_number FROM burst WHERE id = ?) RETURNING id AS camera`,
  );
  const usable = db.prepare(
    `UPDATE camera SET unusable_bursts = 0, unusable_since = NULL, unusable_reasons = '[]'
     WHERE number = (SELECT camera_number FROM burst WHERE id = ?) AND unusable_bursts > 0`,
  );
  const insert = db.prepare(
    `INSERT INTO photo (burst_id, frame_id, camera, taken_at, pet, score, summary, width, height, created_at, movement,
       kind_unsure)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    burst,
    setState,
    photoOf,
    forgetLooks,
    verdict,
    keepRest,
    chosen,
    asideReasons,
    countUnusable,
    usable,
    insert,
  };
}

type WorkStatements = ReturnType<typeof workStatements>;

/** Writes of the pipeline: verdicts, photos, thumbnails and enlargements. */
export function workWrites(context: WriteContext) {
  const { db } = context;
  const tally = tallies(db);
  const made = madeImageWrites(context);
  const recut = recutting(context);
  const times = takenTimes(context);
  const sql = workStatements(db);
  const makePhoto = photoMaking(context, sql);
  const { learn } = sceneChanges(context);

  function end(burstId: number, state: 'cut' | 'empty'): void {
    sql.setState.run(state, burstId);
    sql.forgetLooks.run(burstId);
  }

  /** Frames without a verdict of their own lose, too. */
  const rest = (burstId: number) => sql.keepRest.run(burstId).changes;

  /** Counts a burst that gave nothing to look at; one whose frames were merely not needed does not count. */
  function noteUnusable(burstId: number): void {
    const lost = sql.asideReasons.all(burstId);
    if (lost.length === 0) return;
    const reasons = lost.map(({ reason }) => reason);
    const row = sql.countUnusable.get(context.at(), JSON.stringify(reasons), burstId);
    if (row) context.announce('burst.unusable', { burstId, camera: row.camera, reasons });
  }

  return {
    ...frameWrites(context),
    ...made,

    saveCut(result: CutResult): { photoId: number | null } {
      const { burstId, cut } = result;
      const known = (sql.photoOf.get(burstId) as number | undefined) ?? null;
      if (hasMovedOn(burstId, result.closedAt)) return { photoId: known };
      if (known !== null) {
        if (sql.burst.get(burstId)?.state !== 'closed') return { photoId: known };
        recut(result);
        end(burstId, 'cut');
        return { photoId: known };
      }
      const { camera } = waitingBurst(burstId);
      const judged =
        cut.frames.reduce((sum, entry) => sum + judge(sql, burstId, cut, entry), 0) + rest(burstId);
      const frame = sql.chosen.get(burstId);
      if (!frame) throw new Refusal('frame-unknown', `burst ${burstId} has no usable frame ${cut.chosen}`);
      const photoId = makePhoto(result, camera, frame);
      if (result.scene) learn(burstId, result.scene);
      sql.usable.run(burstId);
      end(burstId, 'cut');
      tally.frames(camera, { waiting: -judged, kept: judged - 1, chosen: 1 });
      return { photoId };
    },

    markEmpty(burstId: number, closedAt?: number): void {
      if (hasMovedOn(burstId, closedAt)) return;
      const { camera } = waitingBurst(burstId);
      const kept = rest(burstId);
      const isEmpty = sql.photoOf.get(burstId) === undefined;
      end(burstId, isEmpty ? 'empty' : 'cut');
      if (isEmpty) noteUnusable(burstId);
      tally.frames(camera, { waiting: -kept, kept });
      times.settle(burstId);
    },
  };

  /** True when the burst was opened again since its job was taken: then another job has, or will have, all of it. */
  function hasMovedOn(burstId: number, closedAt: number | undefined): boolean {
    const found = sql.burst.get(burstId);
    return (
      closedAt !== undefined && found !== undefined && (found.state === 'open' || found.closedAt !== closedAt)
    );
  }

  function waitingBurst(burstId: number): Burst {
    const found = sql.burst.get(burstId);
    if (found?.state !== 'closed')
      throw new Refusal('burst-not-closed', `burst ${burstId} does not wait for a cut`);
    return found;
  }
}

function judge(sql: WorkStatements, burstId: number, cut: CutResult['cut'], entry: FrameVerdict): number {
  const state = entry.index === cut.chosen ? 'chosen' : 'kept';
  const { place, gates, scores, reason } = entry;
  const columns = [JSON.stringify(gates), JSON.stringify(scores), JSON.stringify(reason)];
  return sql.verdict.run(state, place, ...columns, burstId, entry.index).changes;
}

/** The photo of a burst with its thumbnails, and its announcement. */
function photoMaking(context: WriteContext, sql: WorkStatements) {
  const { db, announce } = context;
  const { putThumbnails } = imageWrites(db);
  const { noteAlso } = seenWrites(db);
  const { pets } = petReads(db);
  const markOf = movementMarks(db);
  const keep = appearanceKeeping(db);
  const names = naming(db);

  return ({ burstId, cut, thumbnails, at, seen }: CutResult, camera: string, frame: ChosenFrame): number => {
    const { takenAt } = frame;
    const analysis = readAnalysis(frame.analysis);
    const { width, height } = analysis;
    const summary = JSON.stringify(cut.summary);
    const values = [
      frame.id,
      camera,
      takenAt,
      cut.pet,
      cut.score,
      summary,
      width,
      height,
      at,
      markOf(burstId),
      unsureOf(cut),
    ];
    const photoId = Number(sql.insert.run(burstId, ...values).lastInsertRowid);
    putThumbnails(photoId, thumbnails);
    noteAlso(photoId, frame.id, analysis);
    if (seen) {
      keep(photoId, frame.id, seen.model, seen);
      names(seen.model)(photoId);
    }
    const pet = cut.pet && shownKind(cut.isKindSure ? cut.pet : 'unsure', pets());
    announce('photo.new', { photoId, burstId, camera, pet, takenAt });
    return photoId;
  };
}

/** Writes on single frames: what was seen of them, and why one is not used. */
function frameWrites({ db }: WriteContext) {
  const tally = tallies(db);
  const look = db.prepare('INSERT OR REPLACE INTO frame_look (frame_id, question, answer) VALUES (?, ?, ?)');
  const analyse = db.prepare('UPDATE frame SET analysis = ? WHERE id = ?');
  const aside = db.prepare<[string, number], { camera: string }>(
    `UPDATE frame SET state = 'aside', reason = ? WHERE id = ? AND state = 'durable'
     RETURNING (SELECT c.id FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = burst_id) AS camera`,
  );

  return {
    saveAnalysis(frameId: number, analysis: FrameAnalysis): void {
      analyse.run(JSON.stringify(analysis), frameId);
    },

    saveLook(frameId: number, { question, answer }: FrameLook): void {
      look.run(frameId, question, JSON.stringify(answer));
    },

    setAside(frameId: number, code: string): void {
      const text = `This frame could not be used: ${code.replaceAll('-', ' ')}.`;
      const row = aside.get(JSON.stringify({ code, params: {}, text }), frameId);
      if (row) tally.frames(row.camera, { waiting: -1, aside: 1 });
    },
  };
}

/** Writes of what is made of a photo. Each write is for the frame it was made from: the photo may have been swapped meanwhile. */
function madeImageWrites(context: WriteContext) {
  const { db } = context;
  const { putImage, putThumbnails } = imageWrites(db);
  const renew = db.prepare<[number, number], { version: number; favourite: number }>(
    `UPDATE photo SET version = version + 1 WHERE id = ? AND frame_id = ? AND deleted_at IS NULL
     RETURNING version, favourite`,
  );
  const begin = db.prepare('UPDATE photo SET upscale_attempts = upscale_attempts + 1 WHERE id = ?');
  const forgo = db.prepare('UPDATE photo SET upscale_attempts = max(0, upscale_attempts - 1) WHERE id = ?');
  const finish = db.prepare<[string, string, number, number, number], { version: number }>(
    `UPDATE photo SET upscale = ?, upscale_note = ?, version = version + ?
     WHERE id = ? AND frame_id = ? AND upscale = 'pending' AND deleted_at IS NULL RETURNING version`,
  );
  const stands = db.prepare(
    'SELECT 1 FROM photo p JOIN burst b ON b.id = p.burst_id WHERE p.id = ? AND b.turn = ?',
  );

  return {
    beginUpscale(photoId: number): void {
      begin.run(photoId);
    },

    forgoUpscale(photoId: number): void {
      forgo.run(photoId);
    },

    saveThumbnails(photoId: number, frameId: number, thumbnails: CutResult['thumbnails']): void {
      const row = renew.get(photoId, frameId);
      if (!row) return;
      putThumbnails(photoId, thumbnails);
      const { version, favourite } = row;
      context.announce('photo.updated', { photoId, version, favourite: favourite === 1 });
    },

    saveUpscale(photoId: number, frameId: number, image: EncodedImage, model: string, turn: Turn = 0): void {
      if (!stands.get(photoId, turn)) return;
      const row = finish.get('done', model, 1, photoId, frameId);
      if (!row) return;
      putImage(photoId, 'upscaled', image);
      context.announce('photo.upscaled', { photoId, version: row.version, upscale: 'done' });
    },

    failUpscale(photoId: number, frameId: number, reason: string): void {
      const row = finish.get('failed', reason, 0, photoId, frameId);
      if (row) context.announce('photo.upscaled', { photoId, version: row.version, upscale: 'failed' });
    },
  };
}
