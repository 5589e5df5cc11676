import type { Accounts } from '../contract.js';
import type { Connection } from '../database.js';
import type { InvitationRow, SessionRow, UserRow } from '../types.js';

const USER = 'SELECT id, name, role, password_hash AS passwordHash, created_at AS createdAt FROM user';

/** Query of sessions without its condition, in the shape of `SessionRow`. */
export const SESSION = `SELECT id, user_id AS userId, refresh_hash AS refreshHash, created_at AS createdAt,
  last_used_at AS lastUsedAt, expires_at AS expiresAt, revoked_at AS revokedAt, device FROM session`;

/** Query of invitations without its condition, in the shape of `InvitationRow`. */
export const INVITATION = `SELECT id, role, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt
  FROM invitation`;

/** Reads of people, invitations, sessions and settings. */
export type AccountReads = Pick<
  Accounts,
  'users' | 'user' | 'userByName' | 'invitations' | 'session' | 'sessionOfToken' | 'sessions' | 'setting'
>;

/** People, their devices and the hub's own settings. `now` decides what has expired. */
export function accountReads(db: Connection, now: () => number): AccountReads {
  const users = db.prepare<[], UserRow>(`${USER} ORDER BY id`);
  const user = db.prepare<[number], UserRow>(`${USER} WHERE id = ?`);
  const named = db.prepare<[string], UserRow>(`${USER} WHERE name = ?`);
  const invitations = db.prepare<[number], InvitationRow>(
    `${INVITATION} WHERE used_at IS NULL AND expires_at > ? ORDER BY id`,
  );
  const session = db.prepare<[number], SessionRow>(`${SESSION} WHERE id = ?`);
  const sessions = db.prepare<[number, number], SessionRow>(
    `${SESSION} WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY last_used_at DESC, id DESC`,
  );
  const byToken = db.prepare<[string], SessionRow>(`${SESSION} WHERE refresh_hash = ?`);
  const bySpent = db.prepare<[string], SessionRow>(
    `${SESSION} WHERE id = (SELECT session_id FROM spent_refresh WHERE hash = ?)`,
  );
  const setting = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();

  return {
    users: () => users.all(),
    user: (id) => user.get(id) ?? null,
    userByName: (name) => named.get(name) ?? null,
    invitations: () => invitations.all(now()),
    session: (id) => session.get(id) ?? null,
    sessionOfToken(hash) {
      const current = byToken.get(hash);
      const found = current ?? bySpent.get(hash);
      return found ? { session: found, isSpent: current === undefined } : null;
    },
    sessions: (userId) => sessions.all(userId, now()),
    setting: (key) => (setting.get(key) as string | undefined) ?? null,
  };
}
