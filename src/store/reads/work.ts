import { type Turn, turnJpeg } from '../../core/upright.js';
import type { FrameLook } from '../../imaging/select/recall.js';
import type { Work } from '../contract.js';
import type { Connection } from '../database.js';
import type { AsideBurst } from '../types.js';
import type { CameraBacklog, CutJob, CutOrder, ThumbnailJob, UpscaleJob } from '../work.js';
import { COSTLY_FRAME, RETRYABLE_FRAME } from './aside.js';
import { readLookAnswer } from './columns.js';
import { ImageGuard } from './image-guard.js';
import { SHOWN } from './movement.js';
import { regionReads } from './scene.js';

type WorkReads = Pick<
  Work,
  | 'nextCut'
  | 'cutJob'
  | 'nextCutJob'
  | 'frameBytes'
  | 'nextThumbnailJob'
  | 'nextUpscaleJob'
  | 'backlog'
  | 'cameraBacklogs'
  | 'costlyFrames'
  | 'burstsAside'
  | 'burstsWithFramesAside'
  | 'cutQueue'
>;

/** Reads of work left to do, found by the state of bursts and photos. */
export function workReads(db: Connection, guard = new ImageGuard()): WorkReads {
  const stored = db.prepare<[number], { bytes: Buffer; sha256: string; turn: Turn }>(
    `SELECT y.bytes, f.sha256, b.turn FROM frame_bytes y JOIN frame f ON f.id = y.frame_id
     JOIN burst b ON b.id = f.burst_id WHERE y.frame_id = ?`,
  );
  const upscale = db.prepare<{ except: string; camera: string | null }, UpscaleJob>(
    `SELECT id AS photoId, frame_id AS frameId, upscale_attempts AS attempts,
       (SELECT b.turn FROM burst b WHERE b.id = photo.burst_id) AS turn FROM photo
     WHERE deleted_at IS NULL AND upscale = 'pending' AND ${SHOWN} AND id NOT IN (SELECT value FROM json_each(@except))
       AND (@camera IS NULL OR camera = @camera)
     ORDER BY upscale_attempts, id DESC LIMIT 1`,
  );
  const thumbnails = db.prepare<[string], ThumbnailJob>(
    `SELECT p.id AS photoId, p.frame_id AS frameId FROM damaged_image d JOIN photo p ON p.id = d.subject
     WHERE d.source = 'photo' AND d.variant IN ('thumb', 'preview') AND p.deleted_at IS NULL
     AND p.id NOT IN (SELECT value FROM json_each(?)) ORDER BY p.id DESC LIMIT 1`,
  );
  const backlog = db.prepare<[], { cuts: number; upscales: number }>(
    `SELECT (SELECT count(*) FROM cut_queue) AS cuts,
       (SELECT count(*) FROM photo WHERE deleted_at IS NULL AND upscale = 'pending' AND ${SHOWN}) AS upscales`,
  );
  const queue = db.prepare<[], { waiting: number; oldestClosedAt: number | null }>(
    `SELECT (SELECT count(*) FROM cut_queue) AS waiting, (SELECT b.closed_at FROM cut_queue q
       JOIN burst b ON b.id = q.burst_id ORDER BY q.position LIMIT 1) AS oldestClosedAt`,
  );
  const aside = db.prepare<[], AsideBurst>(
    `SELECT b.id, c.id AS camera, b.opened_at AS openedAt, a.reason, a.detail, a.at,
       (SELECT count(*) FROM frame f WHERE f.burst_id = b.id AND f.position >= 0) AS frames
     FROM burst_aside a JOIN burst b ON b.id = a.burst_id JOIN camera c ON c.number = b.camera_number
     ORDER BY a.at DESC, b.id DESC`,
  );
  const framesAside = db.prepare<[], AsideBurst>(
    `WITH lost AS (SELECT burst_id, count(*) AS frames, json_extract(reason, '$.code') AS reason, min(position)
       FROM frame INDEXED BY frame_aside WHERE ${RETRYABLE_FRAME} GROUP BY burst_id)
     SELECT b.id, c.id AS camera, b.opened_at AS openedAt, lost.reason,
       format('%d of its %d frames could not be used', lost.frames,
         (SELECT count(*) FROM frame f WHERE f.burst_id = b.id AND f.position >= 0)) AS detail,
       b.closed_at AS at, lost.frames
     FROM lost JOIN burst b ON b.id = lost.burst_id JOIN camera c ON c.number = b.camera_number
     LEFT JOIN photo p ON p.burst_id = b.id
     WHERE b.state IN ('cut', 'empty') AND p.deleted_at IS NULL ORDER BY b.id DESC LIMIT 50`,
  );

  return {
    ...cutReads(db),
    ...byCamera(db),
    frameBytes(frameId) {
      const frame = guard.intact(stored.get(frameId), { source: 'frame', subject: frameId, variant: '' });
      return frame && turnJpeg(frame.bytes, frame.turn);
    },
    nextThumbnailJob: (except = []) => thumbnails.get(JSON.stringify(except)) ?? null,
    nextUpscaleJob: (except = [], camera) =>
      upscale.get({ except: JSON.stringify(except), camera: camera ?? null }) ?? null,
    backlog: () => backlog.get() as { cuts: number; upscales: number },
    burstsAside: () => aside.all(),
    burstsWithFramesAside: () => framesAside.all(),
    cutQueue: () => queue.get() as { waiting: number; oldestClosedAt: number | null },
  };
}

/** None for an answer that cannot be read: the vision process is asked anew, and its answer takes the place. */
function lookOf(question: string, answer: string): FrameLook[] {
  const read = readLookAnswer[/(^| )analyse /.test(question) ? 'analyse' : 'sight'];
  try {
    return [{ question, answer: read(answer) }];
  } catch {
    return [];
  }
}

type RawJob = Omit<CutJob, 'frames' | 'lost' | 'previous' | 'scene'> & { cameraNumber: number };

function cutReads(db: Connection): Pick<WorkReads, 'nextCut' | 'cutJob' | 'nextCutJob'> {
  const ofCamera = `(@camera IS NULL OR EXISTS (SELECT 1 FROM burst b JOIN camera c ON c.number = b.camera_number
    WHERE b.id = burst_id AND c.id = @camera))`;
  const queued = (rest: string) =>
    db
      .prepare<{ camera: string | null }, number>(
        `SELECT burst_id FROM cut_queue WHERE ${ofCamera} ${rest} LIMIT 1`,
      )
      .pluck();
  const oldest = queued('ORDER BY position');
  // A burst that was sent to the back does not count as new.
  const newest = queued('AND returns = 0 ORDER BY position DESC');
  const burst = db.prepare<[number], RawJob>(
    `SELECT b.id AS burstId, c.id AS camera, b.key AS burst, b.closed_at AS closedAt,
       json_extract(c.state, '$.sensor.model') AS sensor,
       (SELECT s.width * s.height FROM camera_stream s WHERE s.camera_number = c.number) AS pixels,
       json_extract(b.manifest, '$.trigger') AS trigger, b.turn, b.camera_number AS cameraNumber,
       ifnull((SELECT json_extract(s.settings, '$.motionIgnore') FROM camera_stream s WHERE s.camera_number = c.number),
         json_extract(c.state, '$.settings.motionIgnore')) AS ignored
     FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = ?`,
  );
  const previous = db.prepare<[string, number], NonNullable<CutJob['previous']>>(
    `SELECT taken_at AS takenAt, json_extract(summary, '$.code') AS code FROM photo
     WHERE camera = ? AND deleted_at IS NULL AND burst_id <> ? ORDER BY taken_at DESC, id DESC LIMIT 1`,
  );
  const durable = db.prepare<[number], { frameId: number; index: number }>(
    `SELECT id AS frameId, position AS "index" FROM frame
     WHERE burst_id = ? AND state <> 'aside' AND has_bytes = 1 AND position >= 0 ORDER BY position`,
  );
  const looks = db.prepare<[number], { question: string; answer: string }>(
    'SELECT question, answer FROM frame_look WHERE frame_id = ? ORDER BY question',
  );
  const lost = db
    .prepare<[number], string>(
      `SELECT json_extract(reason, '$.code') FROM frame WHERE burst_id = ? AND state = 'aside' AND position >= 0
       ORDER BY position`,
    )
    .pluck();
  const regionsOf = regionReads(db);
  const looksAt = (frameId: number) =>
    looks.all(frameId).flatMap(({ question, answer }) => lookOf(question, answer));

  function nextCut(order: CutOrder = 'oldest', camera: string | null = null): number | null {
    const found = (order === 'newest' && newest.get({ camera })) || oldest.get({ camera });
    return (found as number | undefined) ?? null;
  }

  function cutJob(burstId: number): CutJob {
    const frames = durable.all(burstId).map((frame) => ({ ...frame, looks: looksAt(frame.frameId) }));
    const { cameraNumber, ...job } = burst.get(burstId) as RawJob;
    return {
      ...job,
      scene: regionsOf(cameraNumber, job.turn),
      previous: previous.get(job.camera, burstId) ?? null,
      frames,
      lost: lost.all(burstId) as string[],
    };
  }

  return {
    nextCut,
    cutJob,
    nextCutJob(order) {
      const burstId = nextCut(order);
      return burstId === null ? null : cutJob(burstId);
    },
  };
}

function byCamera(db: Connection): Pick<WorkReads, 'cameraBacklogs' | 'costlyFrames'> {
  const backlogs = db.prepare<[], CameraBacklog>(
    `SELECT camera, sum(cuts) AS cuts, sum(upscales) AS upscales FROM (
       SELECT c.id AS camera, count(*) AS cuts, 0 AS upscales FROM cut_queue q
         JOIN burst b ON b.id = q.burst_id JOIN camera c ON c.number = b.camera_number GROUP BY c.number
       UNION ALL
       SELECT c.id, 0, 1 FROM camera c WHERE EXISTS (SELECT 1 FROM photo
         WHERE camera = c.id AND deleted_at IS NULL AND upscale = 'pending' AND ${SHOWN}))
     GROUP BY camera ORDER BY camera`,
  );
  const costly = db.prepare<[number], ReturnType<Work['costlyFrames']>[number]>(
    `SELECT c.id AS camera, c.name, count(*) AS frames FROM frame f
       JOIN burst b ON b.id = f.burst_id JOIN camera c ON c.number = b.camera_number
     WHERE f.received_at >= ? AND ${COSTLY_FRAME} AND c.removed_at IS NULL
     GROUP BY c.number ORDER BY c.id`,
  );
  return { cameraBacklogs: () => backlogs.all(), costlyFrames: (since) => costly.all(since) };
}
