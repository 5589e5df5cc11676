import type { Work } from '../contract.js';
import type { Connection } from '../database.js';
import type { AsideBurst, CutJob, CutOrder, UpscaleJob } from '../types.js';
import { ImageGuard } from './image-guard.js';

type WorkReads = Pick<
  Work,
  | 'nextCut'
  | 'cutJob'
  | 'nextCutJob'
  | 'frameBytes'
  | 'nextUpscaleJob'
  | 'backlog'
  | 'burstsAside'
  | 'cutQueue'
>;

/** What is left to do, found by state. */
export function workReads(db: Connection, guard = new ImageGuard()): WorkReads {
  const stored = db.prepare<[number], { bytes: Buffer; sha256: string }>(
    'SELECT b.bytes, f.sha256 FROM frame_bytes b JOIN frame f ON f.id = b.frame_id WHERE b.frame_id = ?',
  );
  const upscale = db.prepare<[string], UpscaleJob>(
    `SELECT id AS photoId, frame_id AS frameId, upscale_attempts AS attempts FROM photo
     WHERE deleted_at IS NULL AND upscale = 'pending' AND id NOT IN (SELECT value FROM json_each(?))
     ORDER BY upscale_attempts, id DESC LIMIT 1`,
  );
  const backlog = db.prepare<[], { cuts: number; upscales: number }>(
    `SELECT (SELECT count(*) FROM cut_queue) AS cuts,
       (SELECT count(*) FROM photo WHERE deleted_at IS NULL AND upscale = 'pending') AS upscales`,
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

  return {
    ...cutReads(db),
    frameBytes: (frameId) =>
      guard.intact(stored.get(frameId), { source: 'frame', subject: frameId, variant: '' })?.bytes ?? null,
    nextUpscaleJob: (except = []) => upscale.get(JSON.stringify(except)) ?? null,
    backlog: () => backlog.get() as { cuts: number; upscales: number },
    burstsAside: () => aside.all(),
    cutQueue: () => queue.get() as { waiting: number; oldestClosedAt: number | null },
  };
}

function cutReads(db: Connection): Pick<WorkReads, 'nextCut' | 'cutJob' | 'nextCutJob'> {
  const oldest = db.prepare<[], number>('SELECT burst_id FROM cut_queue ORDER BY position LIMIT 1').pluck();
  // One that was sent to the back is not new because of that.
  const newest = db
    .prepare<[], number>('SELECT burst_id FROM cut_queue WHERE returns = 0 ORDER BY position DESC LIMIT 1')
    .pluck();
  const burst = db.prepare<[number], Omit<CutJob, 'frames' | 'lost'>>(
    `SELECT b.id AS burstId, c.id AS camera, b.key AS burst, b.closed_at AS closedAt
     FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = ?`,
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
  const looksAt = (frameId: number) =>
    looks.all(frameId).map(({ question, answer }) => ({ question, answer: JSON.parse(answer) }));

  function nextCut(order: CutOrder = 'oldest'): number | null {
    const found = (order === 'newest' && newest.get()) || oldest.get();
    return (found as number | undefined) ?? null;
  }

  function cutJob(burstId: number): CutJob {
    const frames = durable.all(burstId).map((frame) => ({ ...frame, looks: looksAt(frame.frameId) }));
    return {
      ...(burst.get(burstId) as Omit<CutJob, 'frames' | 'lost'>),
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
