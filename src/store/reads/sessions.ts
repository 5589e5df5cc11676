import type { Accounts, SessionRow } from '../accounts.js';
import type { Connection } from '../database.js';
import { isGuestId } from './guests.js';

/** Tables of sign-ins: one for the people of the home, one for guests, with the same columns. */
export type SessionTable = 'session' | 'guest_session';

/** Table of a session, or of the sessions of a person, by the id. */
export const sessionTableOf = (id: number): SessionTable => (isGuestId(id) ? 'guest_session' : 'session');

/** Table of the refresh tokens that the sessions of a table have used up. */
export const spentTableOf = (table: SessionTable): string =>
  table === 'session' ? 'spent_refresh' : 'guest_spent_refresh';

/** Query of sessions without its condition, in the shape of `SessionRow`. */
export const sessionQuery = (table: SessionTable): string =>
  `SELECT id, user_id AS userId, refresh_hash AS refreshHash, created_at AS createdAt,
  last_used_at AS lastUsedAt, expires_at AS expiresAt, revoked_at AS revokedAt, device, address FROM ${table}`;

/** Reads of the sign-ins of everybody. `now` decides what has expired. */
export function sessionReads(
  db: Connection,
  now: () => number,
): Pick<Accounts, 'session' | 'sessionOfToken' | 'sessions'> {
  const tables = { session: statementsOf(db, 'session'), guest_session: statementsOf(db, 'guest_session') };
  const of = (id: number) => tables[sessionTableOf(id)];
  return {
    session: (id) => of(id).byId.get(id) ?? null,
    sessionOfToken(hash) {
      for (const { byToken, bySpent } of Object.values(tables)) {
        const current = byToken.get(hash);
        const found = current ?? bySpent.get(hash);
        if (found) return { session: found, isSpent: current === undefined };
      }
      return null;
    },
    sessions: (userId) => of(userId).open.all(userId, now()),
  };
}

function statementsOf(db: Connection, table: SessionTable) {
  const sql = sessionQuery(table);
  return {
    byId: db.prepare<[number], SessionRow>(`${sql} WHERE id = ?`),
    open: db.prepare<[number, number], SessionRow>(
      `${sql} WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY last_used_at DESC, id DESC`,
    ),
    byToken: db.prepare<[string], SessionRow>(`${sql} WHERE refresh_hash = ?`),
    bySpent: db.prepare<[string], SessionRow>(
      `${sql} WHERE id = (SELECT session_id FROM ${spentTableOf(table)} WHERE hash = ?)`,
    ),
  };
}
