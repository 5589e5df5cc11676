import type { Connection } from '../database.js';
import type { Notice, Notices, PushSubscription } from '../notices.js';

/** Name of the setting that holds the last event that notifications were decided for. */
export const CURSOR = 'notify cursor';

type Reads = Pick<Notices, 'pushSubscriptions' | 'noticedUpTo' | 'dueNotice' | 'nextNoticeAt'>;

/** `now` decides which sessions have expired. */
export function noticeReads(db: Connection, now: () => number): Reads {
  const subscriptions = db.prepare<[number], PushSubscription>(
    `SELECT p.id, p.endpoint, p.p256dh, p.auth FROM push_subscription p JOIN session s ON s.id = p.session_id
     WHERE s.revoked_at IS NULL AND s.expires_at > ? ORDER BY p.id`,
  );
  const cursor = db.prepare<[], string>(`SELECT value FROM setting WHERE key = '${CURSOR}'`).pluck();
  const due = db.prepare<[number], Notice>(
    `SELECT id, photo_id AS photoId, target, at, attempts FROM notice
     WHERE next_try_at <= ? ORDER BY next_try_at, id LIMIT 1`,
  );
  const next = db.prepare<[], number>('SELECT min(next_try_at) FROM notice').pluck();
  return {
    pushSubscriptions: () => subscriptions.all(now()),
    noticedUpTo() {
      const value = cursor.get() as string | undefined;
      return value === undefined ? null : Number(value);
    },
    dueNotice: (at) => due.get(at) ?? null,
    nextNoticeAt: () => next.get() as number | null,
  };
}
