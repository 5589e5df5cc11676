import type { Upkeep } from '../contract.js';
import type { Connection } from '../database.js';

/** Reads that tell rows of different times apart when clocks do not. */
export function clockReads(db: Connection): Pick<Upkeep, 'newestIds' | 'latestArrival'> {
  const sequence = db.prepare<[string], { seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?');
  const latest = db.prepare<[number, number], { at: number | null }>(
    'SELECT max(received_at) AS at FROM frame WHERE id > ? AND id <= ?',
  );

  return {
    newestIds: () => ({ frame: sequence.get('frame')?.seq ?? 0, burst: sequence.get('burst')?.seq ?? 0 }),
    latestArrival: (after, through) => latest.get(after.frame, through.frame)?.at ?? null,
  };
}
