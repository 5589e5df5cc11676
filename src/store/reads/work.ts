import type { Work } from '../contract.js';
import type { Connection } from '../database.js';
import type { CutJob, UpscaleJob } from '../types.js';

/** What is left to do, found by state. */
export function workReads(
  db: Connection,
): Pick<Work, 'nextCutJob' | 'frameBytes' | 'nextUpscaleJob' | 'backlog'> {
  const waiting = db.prepare<[], Omit<CutJob, 'frames'>>(
    `SELECT b.id AS burstId, c.id AS camera, b.key AS burst, b.closed_at AS closedAt
     FROM burst b JOIN camera c ON c.number = b.camera_number
     WHERE b.state = 'closed' ORDER BY b.closed_at, b.id LIMIT 1`,
  );
  const durable = db.prepare<[number], { frameId: number; index: number }>(
    `SELECT id AS frameId, position AS "index" FROM frame
     WHERE burst_id = ? AND state <> 'aside' AND has_bytes = 1 AND position >= 0 ORDER BY position`,
  );
  const looks = db.prepare<[number], { question: string; answer: string }>(
    'SELECT question, answer FROM frame_look WHERE frame_id = ? ORDER BY question',
  );
  const looksAt = (frameId: number) =>
    looks.all(frameId).map(({ question, answer }) => ({ question, answer: JSON.parse(answer) }));
  const bytes = db.prepare<[number], Buffer>('SELECT bytes FROM frame_bytes WHERE frame_id = ?').pluck();
  const upscale = db.prepare<[], UpscaleJob>(
    `SELECT id AS photoId, frame_id AS frameId, upscale_attempts AS attempts FROM photo
     WHERE deleted_at IS NULL AND upscale = 'pending' ORDER BY upscale_attempts, id DESC LIMIT 1`,
  );
  const backlog = db.prepare<[], { cuts: number; upscales: number }>(
    `SELECT (SELECT count(*) FROM burst WHERE state = 'closed') AS cuts,
       (SELECT count(*) FROM photo WHERE deleted_at IS NULL AND upscale = 'pending') AS upscales`,
  );

  return {
    nextCutJob() {
      const job = waiting.get();
      if (!job) return null;
      const frames = durable.all(job.burstId).map((frame) => ({ ...frame, looks: looksAt(frame.frameId) }));
      return { ...job, frames };
    },
    frameBytes: (frameId) => (bytes.get(frameId) as Buffer | undefined) ?? null,
    nextUpscaleJob: () => upscale.get() ?? null,
    backlog: () => backlog.get() as { cuts: number; upscales: number },
  };
}
