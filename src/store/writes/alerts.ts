import type { Alert, AlertState } from '../alerts.js';
import type { WriteContext } from './context.js';

/** Writes of what was told of cameras and the hub, and of alerts to deliver. */
export function alertWrites({ db, at }: WriteContext) {
  const keep = db.prepare(
    `INSERT INTO alert (subject, told_at, since, codes, ended) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE SET told_at = excluded.told_at, since = excluded.since,
     codes = excluded.codes, ended = excluded.ended`,
  );
  const forget = db.prepare('DELETE FROM alert WHERE subject NOT IN (SELECT value FROM json_each(?))');
  const forgetNotices = db.prepare(
    'DELETE FROM alert_notice WHERE subject NOT IN (SELECT value FROM json_each(?))',
  );
  const waiting = db.prepare<[string], string>('SELECT target FROM alert_notice WHERE subject = ?').pluck();
  const drop = db.prepare('DELETE FROM alert_notice WHERE subject = ?');
  const queue = db.prepare(
    'INSERT INTO alert_notice (subject, message, target, at, next_try_at) VALUES (?, ?, ?, ?, ?)',
  );
  const settle = db.prepare('DELETE FROM alert_notice WHERE id = ?');
  const postpone = db.prepare(
    'UPDATE alert_notice SET attempts = attempts + 1, next_try_at = ? WHERE id = ?',
  );

  return {
    queueAlert(state: AlertState, alert: Alert | null, targets: string[]): void {
      const { subject, toldAt, since, codes, ended } = state;
      keep.run(subject, toldAt, since, JSON.stringify(codes), ended ? 1 : 0);
      const unheard = ended ? waiting.all(subject) : [];
      if (ended) drop.run(subject);
      if (!alert) return;
      for (const target of targets.filter((target) => !unheard.includes(target)))
        queue.run(subject, JSON.stringify(alert), target, at(), at());
    },
    forgetAlerts(subjects: string[]): void {
      const list = JSON.stringify(subjects);
      forget.run(list);
      forgetNotices.run(list);
    },
    settleAlert: (id: number): void => void settle.run(id),
    postponeAlert: (id: number, nextTryAt: number): void => void postpone.run(nextTryAt, id),
  };
}
