import type { FailureRecord } from '../../core/failure.js';
import type { BurstState } from '../types.js';
import type { WriteContext } from './context.js';
import { takenTimes } from './taken-times.js';
import { tallies } from './tallies.js';

/** Bursts that may be set aside at once; the one that was set aside first is given up for one more. */
export const MOST_ASIDE = 50;

/** The order of cuts, and what is taken out of it. */
export function cutQueueWrites(context: WriteContext) {
  const { db, at } = context;
  const begin = db.prepare('UPDATE cut_queue SET under_way = 1 WHERE burst_id = ?');
  const interrupted = db
    .prepare<[], number>('SELECT burst_id FROM cut_queue WHERE under_way = 1 ORDER BY position')
    .pluck();
  const leave = db.prepare<[number], { returns: number }>(
    'DELETE FROM cut_queue WHERE burst_id = ? RETURNING returns',
  );
  const join = db.prepare('INSERT INTO cut_queue (burst_id, returns) VALUES (?, ?)');
  const aside = db.prepare(
    'INSERT OR REPLACE INTO burst_aside (burst_id, reason, detail, at) VALUES (?, ?, ?, ?)',
  );
  const stateOf = db.prepare<[number], BurstState>('SELECT state FROM burst WHERE id = ?').pluck();
  const giveUp = asideEnds(context);

  /** A burst whose cut came meanwhile is not in the queue any more. */
  function toTheBack(burstId: number): void {
    const row = leave.get(burstId);
    if (row) join.run(burstId, row.returns + 1);
  }

  return {
    beginCut(burstId: number): void {
      begin.run(burstId);
    },

    requeueCut: toTheBack,

    requeueInterrupted(): void {
      for (const burstId of interrupted.all()) toTheBack(burstId as number);
    },

    setBurstAside(burstId: number, { reason, detail }: FailureRecord): void {
      if (stateOf.get(burstId) !== 'closed') return;
      leave.get(burstId);
      aside.run(burstId, reason, detail, at());
      giveUp.allBut(MOST_ASIDE);
    },
  };
}

/** How a burst that was set aside is given up: it ends without a new photo, and its frames go as those of any burst do. */
export function asideEnds(context: WriteContext) {
  const { db } = context;
  const tally = tallies(db);
  const times = takenTimes(context);
  const surplus = db
    .prepare<[number], number>(
      'SELECT burst_id FROM burst_aside ORDER BY at DESC, burst_id DESC LIMIT -1 OFFSET ?',
    )
    .pluck();
  const old = db
    .prepare<[number, number], number>('SELECT burst_id FROM burst_aside WHERE at < ? ORDER BY at LIMIT ?')
    .pluck();
  const loseFrames = db.prepare("UPDATE frame SET state = 'kept' WHERE burst_id = ? AND state = 'durable'");
  const cameraOf = db
    .prepare<[number], string>(
      'SELECT c.id FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = ?',
    )
    .pluck();
  // A reopened burst has its photo already.
  const end = db.prepare(
    `UPDATE burst SET state = iif(EXISTS (SELECT 1 FROM photo p WHERE p.burst_id = burst.id), 'cut', 'empty')
     WHERE id = ?`,
  );

  function giveUp(burstIds: number[]): number {
    for (const burstId of burstIds) {
      const kept = loseFrames.run(burstId).changes;
      tally.frames(cameraOf.get(burstId) as string, { waiting: -kept, kept });
      end.run(burstId);
      times.settle(burstId);
    }
    return burstIds.length;
  }

  return {
    /** Keeps the `count` that were set aside last. */
    allBut: (count: number): number => giveUp(surplus.all(count) as number[]),
    before: (time: number, limit: number): number => giveUp(old.all(time, limit) as number[]),
  };
}
