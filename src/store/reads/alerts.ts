import type { Alert, AlertState, Alerts } from '../alerts.js';
import type { Connection } from '../database.js';

type Reads = Pick<Alerts, 'alertState' | 'dueAlert' | 'nextAlertAt'>;

type RawState = Omit<AlertState, 'codes' | 'ended'> & { codes: string; ended: number };
type RawNotice = { id: number; message: string; target: string; at: number; attempts: number };

/** Reads of what was told of cameras and the hub, and of alerts to deliver. */
export function alertReads(db: Connection): Reads {
  const state = db.prepare<[string], RawState>(
    'SELECT subject, told_at AS toldAt, since, codes, ended FROM alert WHERE subject = ?',
  );
  const due = db.prepare<[number], RawNotice>(
    `SELECT id, message, target, at, attempts FROM alert_notice WHERE next_try_at <= ?
     ORDER BY next_try_at, id LIMIT 1`,
  );
  const next = db.prepare<[], number>('SELECT min(next_try_at) FROM alert_notice').pluck();
  return {
    alertState(subject) {
      const found = state.get(subject);
      return found
        ? { ...found, codes: JSON.parse(found.codes) as string[], ended: found.ended === 1 }
        : null;
    },
    dueAlert(now) {
      const found = due.get(now);
      if (!found) return null;
      const { message, ...notice } = found;
      return { ...notice, alert: JSON.parse(message) as Alert };
    },
    nextAlertAt: () => next.get() as number | null,
  };
}
