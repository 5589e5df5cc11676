import { Refusal } from '../../core/errors.js';
import { SESSION } from '../reads/accounts.js';
import type { RotateOutcome, SessionRow } from '../types.js';
import type { WriteContext } from './context.js';

/** A session that was held in memory; without a row when `id` is null. */
type HeldSession = Omit<SessionRow, 'id'> & { id: number | null; spent: string[] };

interface NewSession {
  userId: number;
  refreshHash: string;
  device: string;
  expiresAt: number;
}

/**
 * Sign-ins. Refresh tokens rotate (RFC 9700, section 4.14.2): each is good for one use, and the second use of one
 * ends the session, because one of the two who had it is a thief.
 */
export function sessionWrites({ db, at }: WriteContext) {
  const user = db.prepare<[number], number>('SELECT id FROM user WHERE id = ?').pluck();
  const insert = db.prepare(
    `INSERT INTO session (user_id, refresh_hash, device, created_at, last_used_at, expires_at)
     VALUES (@userId, @refreshHash, @device, @now, @now, @expiresAt)`,
  );
  const insertHeld = db.prepare(
    `INSERT INTO session (user_id, refresh_hash, device, created_at, last_used_at, expires_at, revoked_at)
     VALUES (@userId, @refreshHash, @device, @createdAt, @lastUsedAt, @expiresAt, @revokedAt)`,
  );
  const update = db.prepare(
    `UPDATE session SET refresh_hash = @refreshHash, last_used_at = @lastUsedAt, expires_at = @expiresAt,
     revoked_at = ifnull(revoked_at, @revokedAt) WHERE id = @id`,
  );
  const byId = db.prepare<[number | bigint], SessionRow>(`${SESSION} WHERE id = ?`);
  const byToken = db.prepare<[string], SessionRow>(`${SESSION} WHERE refresh_hash = ?`);
  const spent = db.prepare<[string], number>('SELECT session_id FROM spent_refresh WHERE hash = ?').pluck();
  const spend = db.prepare(
    'INSERT OR IGNORE INTO spent_refresh (hash, session_id, expires_at) VALUES (?, ?, ?)',
  );
  const forget = db.prepare('DELETE FROM spent_refresh WHERE session_id = ? AND expires_at <= ?');
  const rotate = db.prepare(
    'UPDATE session SET refresh_hash = ?, last_used_at = ?, expires_at = ? WHERE id = ?',
  );
  const revoke = db.prepare('UPDATE session SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');

  function presentedAgain(token: string): RotateOutcome {
    const sessionId = spent.get(token) as number | undefined;
    if (sessionId === undefined) return { outcome: 'unknown' };
    return { outcome: revoke.run(at(), sessionId).changes > 0 ? 'reused' : 'revoked' };
  }

  return {
    storeSession({ id, spent: traded, ...row }: HeldSession): number | null {
      if (user.get(row.userId) === undefined) return null;
      const changed = id === null ? insertHeld.run(row) : update.run({ ...row, id });
      if (changed.changes === 0) return null;
      const rowId = id ?? Number(changed.lastInsertRowid);
      for (const hash of traded) spend.run(hash, rowId, row.expiresAt);
      return rowId;
    },

    createSession(session: NewSession): SessionRow {
      if (user.get(session.userId) === undefined)
        throw new Refusal('user-unknown', `there is no user ${session.userId}`);
      const { lastInsertRowid } = insert.run({ ...session, now: at() });
      return byId.get(lastInsertRowid) as SessionRow;
    },

    rotateRefresh(tokens: { presented: string; next: string; expiresAt: number }): RotateOutcome {
      const session = byToken.get(tokens.presented);
      if (!session) return presentedAgain(tokens.presented);
      if (session.revokedAt !== null) return { outcome: 'revoked' };
      if (session.expiresAt <= at()) return { outcome: 'expired' };
      spend.run(tokens.presented, session.id, session.expiresAt);
      forget.run(session.id, at());
      rotate.run(tokens.next, at(), tokens.expiresAt, session.id);
      return { outcome: 'rotated', session: byId.get(session.id) as SessionRow };
    },

    revokeSession(id: number): void {
      revoke.run(at(), id);
    },
  };
}
