import { Refusal } from '../../core/errors.js';
import type { RotateOutcome, SessionRow } from '../accounts.js';
import type { Connection } from '../database.js';
import { type SessionTable, sessionQuery, sessionTableOf, spentTableOf } from '../reads/sessions.js';
import type { WriteContext } from './context.js';
import { nextGuestId } from './guests.js';

/** A session that was held in memory; without a row when `id` is null. */
type HeldSession = Omit<SessionRow, 'id'> & { id: number | null; spent: string[] };

interface NewSession {
  userId: number;
  refreshHash: string;
  device: string;
  expiresAt: number;
  address?: string | null;
  replaces?: readonly number[];
}

/**
 * Sign-ins. Refresh tokens rotate (RFC 9700, section 4.14.2): each is good for one use, and the second use of one
 * ends the session, because one of the two who had it is a thief.
 */
export function sessionWrites({ db, at }: WriteContext) {
  const tables = { session: statementsOf(db, 'session'), guest_session: statementsOf(db, 'guest_session') };
  const of = (id: number) => tables[sessionTableOf(id)];
  const moveSubscriptions = db.prepare(
    `UPDATE push_subscription SET session_id = ?
     WHERE session_id = (SELECT id FROM session WHERE id = ? AND user_id = ?)`,
  );
  const isThere = (userId: number) => of(userId).person.get(userId) !== undefined;

  function presentedAgain(token: string): RotateOutcome {
    for (const { spent, revoke } of Object.values(tables)) {
      const sessionId = spent.get(token) as number | undefined;
      if (sessionId !== undefined)
        return { outcome: revoke.run(at(), sessionId).changes > 0 ? 'reused' : 'revoked' };
    }
    return { outcome: 'unknown' };
  }

  return {
    storeSession({ id, spent: traded, ...row }: HeldSession): number | null {
      const { insertHeld, update, spend } = of(row.userId);
      if (!isThere(row.userId)) return null;
      const changed = id === null ? insertHeld.run(row) : update.run({ ...row, id });
      if (changed.changes === 0) return null;
      const rowId = id ?? Number(changed.lastInsertRowid);
      for (const hash of traded) spend.run(hash, rowId, row.expiresAt);
      return rowId;
    },

    createSession({ replaces = [], address = null, ...session }: NewSession): SessionRow {
      const { insert, byId } = of(session.userId);
      if (!isThere(session.userId)) throw new Refusal('user-unknown', `there is no user ${session.userId}`);
      const { lastInsertRowid } = insert.run({ ...session, address, now: at() });
      for (const id of replaces) {
        moveSubscriptions.run(lastInsertRowid, id, session.userId);
        of(id).revoke.run(at(), id);
      }
      return byId.get(lastInsertRowid) as SessionRow;
    },

    rotateRefresh(tokens: { presented: string; next: string; expiresAt: number }): RotateOutcome {
      const session =
        tables.session.byToken.get(tokens.presented) ?? tables.guest_session.byToken.get(tokens.presented);
      if (!session) return presentedAgain(tokens.presented);
      if (session.revokedAt !== null) return { outcome: 'revoked' };
      if (session.expiresAt <= at()) return { outcome: 'expired' };
      const { spend, forget, rotate, byId } = of(session.id);
      spend.run(tokens.presented, session.id, session.expiresAt);
      forget.run(session.id, at());
      rotate.run(tokens.next, at(), tokens.expiresAt, session.id);
      return { outcome: 'rotated', session: byId.get(session.id) as SessionRow };
    },

    revokeSession(id: number): void {
      of(id).revoke.run(at(), id);
    },
  };
}

function statementsOf(db: Connection, table: SessionTable) {
  const sql = sessionQuery(table);
  const spent = spentTableOf(table);
  const [person, id] = table === 'session' ? ['user', 'NULL'] : ['guest', nextGuestId(table)];
  return {
    person: db.prepare<[number], number>(`SELECT id FROM ${person} WHERE id = ?`).pluck(),
    insert: db.prepare(
      `INSERT INTO ${table} (id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at)
       VALUES (${id}, @userId, @refreshHash, @device, @address, @now, @now, @expiresAt)`,
    ),
    insertHeld: db.prepare(
      `INSERT INTO ${table}
       (id, user_id, refresh_hash, device, address, created_at, last_used_at, expires_at, revoked_at)
       VALUES (${id}, @userId, @refreshHash, @device, @address, @createdAt, @lastUsedAt, @expiresAt, @revokedAt)`,
    ),
    update: db.prepare(
      `UPDATE ${table} SET refresh_hash = @refreshHash, last_used_at = @lastUsedAt, expires_at = @expiresAt,
       revoked_at = ifnull(revoked_at, @revokedAt) WHERE id = @id`,
    ),
    byId: db.prepare<[number | bigint], SessionRow>(`${sql} WHERE id = ?`),
    byToken: db.prepare<[string], SessionRow>(`${sql} WHERE refresh_hash = ?`),
    spent: db.prepare<[string], number>(`SELECT session_id FROM ${spent} WHERE hash = ?`).pluck(),
    spend: db.prepare(`INSERT OR IGNORE INTO ${spent} (hash, session_id, expires_at) VALUES (?, ?, ?)`),
    forget: db.prepare(`DELETE FROM ${spent} WHERE session_id = ? AND expires_at <= ?`),
    rotate: db.prepare(`UPDATE ${table} SET refresh_hash = ?, last_used_at = ?, expires_at = ? WHERE id = ?`),
    revoke: db.prepare(`UPDATE ${table} SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`),
  };
}
