import { Refusal } from '../../core/errors.js';
import { GIVEN_UP_FRAME, RETRYABLE_FRAME } from '../reads/aside.js';
import type { BurstState } from '../types.js';
import type { WriteContext } from './context.js';
import { tallies } from './tallies.js';

interface Burst {
  camera: string;
  state: BurstState;
  isAside: number;
}

interface Enlarged {
  id: number;
  version: number;
  favourite: number;
}

/** The way back of what was set aside or given up, when a person asks for it. */
export function retryWrites({ db, announce }: WriteContext) {
  const tally = tallies(db);
  const burst = db.prepare<[number], Burst>(
    `SELECT c.id AS camera, b.state, EXISTS (SELECT 1 FROM burst_aside a WHERE a.burst_id = b.id) AS isAside
     FROM burst b JOIN camera c ON c.number = b.camera_number WHERE b.id = ?
     AND NOT EXISTS (SELECT 1 FROM photo p WHERE p.burst_id = b.id AND p.deleted_at IS NOT NULL)`,
  );
  const takeBack = db.prepare('DELETE FROM burst_aside WHERE burst_id = ?');
  const join = db.prepare('INSERT INTO cut_queue (burst_id) VALUES (?)');
  const useAgain = db.prepare(
    `UPDATE frame SET state = 'durable', reason = NULL WHERE burst_id = ? AND ${RETRYABLE_FRAME}`,
  );
  const compareAgain = db.prepare(
    `UPDATE frame SET state = 'durable' WHERE burst_id = ? AND ${GIVEN_UP_FRAME}`,
  );
  // A trigger puts it into the queue. One that is open, or waits already, takes the frames along as it is.
  const cutAgain = db.prepare("UPDATE burst SET state = 'closed' WHERE id = ? AND state IN ('cut', 'empty')");
  const enlargeAgain = db.prepare<[number], Enlarged>(
    `UPDATE photo SET upscale = 'pending', upscale_attempts = 0, upscale_note = NULL
     WHERE burst_id = ? AND upscale = 'failed' RETURNING id, version, favourite`,
  );

  /** Without a photo yet, all frames have to be chosen from. */
  function retryFrames(burstId: number, { camera, state }: Burst): boolean {
    const aside = useAgain.run(burstId).changes;
    const kept = state === 'empty' ? compareAgain.run(burstId).changes : 0;
    tally.frames(camera, { waiting: aside + kept, aside: -aside, kept: -kept });
    return aside + kept > 0;
  }

  function retryEnlargement(burstId: number): boolean {
    const photo = enlargeAgain.get(burstId);
    if (!photo) return false;
    const { id, version, favourite } = photo;
    announce('photo.updated', { photoId: id, version, favourite: favourite === 1 });
    return true;
  }

  return {
    retryBurst(burstId: number): void {
      const found = burst.get(burstId);
      if (!found) throw new Refusal('burst-unknown', 'There is no such burst.');
      const frames = retryFrames(burstId, found);
      const enlargement = retryEnlargement(burstId);
      if (found.isAside) {
        takeBack.run(burstId);
        join.run(burstId);
      } else if (frames) cutAgain.run(burstId);
      else if (!enlargement) throw new Refusal('burst-not-aside', 'Nothing of this burst was set aside.');
    },
  };
}
