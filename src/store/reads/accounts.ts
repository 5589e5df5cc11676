import type { Accounts, InvitationRow, UserRow } from '../accounts.js';
import type { Connection } from '../database.js';
import { guestReads, isGuestId } from './guests.js';
import { sessionReads } from './sessions.js';

const USER = 'SELECT id, name, role, password_hash AS passwordHash, created_at AS createdAt FROM user';

/** Query of invitations into the home without its condition; they lack the rights of guests. */
export const INVITATION = `SELECT id, role, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt
  FROM invitation`;

/** Reads of people, invitations, sessions and settings. */
export type AccountReads = Pick<
  Accounts,
  'users' | 'user' | 'userByName' | 'invitations' | 'session' | 'sessionOfToken' | 'sessions' | 'setting'
>;

/** People, their devices and the hub's own settings. `now` decides what has expired. */
export function accountReads(db: Connection, now: () => number): AccountReads {
  const guests = guestReads(db, now);
  const users = db.prepare<[], OfHome<UserRow>>(`${USER} ORDER BY id`);
  const user = db.prepare<[number], OfHome<UserRow>>(`${USER} WHERE id = ?`);
  const named = db.prepare<[string], OfHome<UserRow>>(`${USER} WHERE name = ?`);
  const invitations = db.prepare<[number], OfHome<InvitationRow>>(
    `${INVITATION} WHERE used_at IS NULL AND expires_at > ? ORDER BY id`,
  );
  const setting = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const found = (row: OfHome<UserRow> | undefined): UserRow | null => (row ? ofHome(row) : null);

  return {
    users: () => [...users.all().map(ofHome), ...guests.guests()],
    user: (id) => (isGuestId(id) ? guests.guest(id) : found(user.get(id))),
    userByName: (name) => found(named.get(name)) ?? guests.guestByName(name),
    invitations: () => [...invitations.all(now()).map(ofHome), ...guests.guestInvitations()],
    ...sessionReads(db, now),
    setting: (key) => (setting.get(key) as string | undefined) ?? null,
  };
}

/** Row of an owner or member, who has no rights of a guest. */
type OfHome<T> = Omit<T, 'guest'>;

/** Row as everybody else reads it. */
export function ofHome<T>(row: T): T & { guest: null } {
  return { ...row, guest: null };
}
