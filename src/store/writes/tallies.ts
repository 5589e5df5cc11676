import type { RejectReason } from '../../cameras/protocol/types.js';
import type { Connection } from '../database.js';

/** Columns of the count of frames by state. */
export type FrameColumn = 'waiting' | 'kept' | 'chosen' | 'aside' | 'rejected';

/** Counts that outlive the rows they count. */
export interface Tallies {
  frames(camera: string, change: Partial<Record<FrameColumn, number>>): void;
  rejection(camera: string, reason: RejectReason, at: number): void;
}

/** Writes that keep the counts of frames and rejections beside their rows. */
export function tallies(db: Connection): Tallies {
  const frames = db.prepare(
    `INSERT INTO frame_tally (camera, waiting, kept, chosen, aside, rejected)
     VALUES (@camera, @waiting, @kept, @chosen, @aside, @rejected)
     ON CONFLICT (camera) DO UPDATE SET waiting = waiting + excluded.waiting, kept = kept + excluded.kept,
     chosen = chosen + excluded.chosen, aside = aside + excluded.aside, rejected = rejected + excluded.rejected`,
  );
  const rejection = db.prepare(
    `INSERT INTO rejection_tally (camera, reason, count, last_at) VALUES (?, ?, 1, ?)
     ON CONFLICT (camera, reason) DO UPDATE SET count = count + 1, last_at = excluded.last_at`,
  );
  return {
    frames: (camera, change) =>
      void frames.run({ camera, waiting: 0, kept: 0, chosen: 0, aside: 0, rejected: 0, ...change }),
    rejection: (camera, reason, at) => void rejection.run(camera, reason, at),
  };
}
