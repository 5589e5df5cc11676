import { Refusal } from '../../core/errors.js';
import type { PushSubscription } from '../notices.js';
import { CURSOR } from '../reads/notices.js';
import type { WriteContext } from './context.js';

/** One phone has one browser, perhaps two. */
const MOST_A_SESSION = 8;

/** Writes of push subscriptions and of notifications to deliver. */
export function noticeWrites({ db, at }: WriteContext) {
  const count = db
    .prepare<[number, string], number>(
      'SELECT count(*) FROM push_subscription WHERE session_id = ? AND endpoint <> ?',
    )
    .pluck();
  const add = db.prepare(
    `INSERT INTO push_subscription (session_id, endpoint, p256dh, auth, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (endpoint) DO UPDATE SET session_id = excluded.session_id, p256dh = excluded.p256dh,
     auth = excluded.auth`,
  );
  const remove = db.prepare('DELETE FROM push_subscription WHERE session_id = ? AND endpoint = ?');
  const drop = db.prepare('DELETE FROM push_subscription WHERE id = ?');
  const cursor = db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const queue = db.prepare(
    `INSERT INTO notice (photo_id, target, at, next_try_at)
     SELECT id, ?, ?, ? FROM photo WHERE id = ? ON CONFLICT DO NOTHING`,
  );
  const settle = db.prepare('DELETE FROM notice WHERE id = ?');
  const postpone = db.prepare('UPDATE notice SET attempts = attempts + 1, next_try_at = ? WHERE id = ?');

  return {
    addPushSubscription(sessionId: number, { endpoint, p256dh, auth }: Omit<PushSubscription, 'id'>): void {
      if ((count.get(sessionId, endpoint) as number) >= MOST_A_SESSION)
        throw new Refusal('push-full', `this sign-in is told in ${MOST_A_SESSION} places already`);
      add.run(sessionId, endpoint, p256dh, auth, at());
    },
    removePushSubscription: (sessionId: number, endpoint: string): void =>
      void remove.run(sessionId, endpoint),
    dropPushSubscription: (id: number): void => void drop.run(id),
    queueNotices(upTo: number, notices: { photoId: number; target: string }[]): void {
      cursor.run(CURSOR, String(upTo));
      for (const { photoId, target } of notices) queue.run(target, at(), at(), photoId);
    },
    settleNotice: (id: number): void => void settle.run(id),
    postponeNotice: (id: number, nextTryAt: number): void => void postpone.run(nextTryAt, id),
  };
}
