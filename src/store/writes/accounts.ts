import { Refusal } from '../../core/errors.js';
import type { GuestRights, InvitationRow, Role, UserRow } from '../accounts.js';
import { type AccountReads, accountReads, INVITATION, ofHome } from '../reads/accounts.js';
import { isGuestId } from '../reads/guests.js';
import type { WriteContext } from './context.js';
import { guestWrites } from './guests.js';

interface NewUser {
  name: string;
  passwordHash: string;
}

/** People, their invitations, and the hub's own settings. */
export function accountWrites(context: WriteContext) {
  const { db, at } = context;
  const read = accountReads(db, at);
  const guests = guestWrites(context);
  const insertUser = db.prepare(
    'INSERT INTO user (name, role, password_hash, created_at) VALUES (?, ?, ?, ?)',
  );
  const home = personStatements(context, 'user');
  const away = personStatements(context, 'guest');
  const of = (id: number) => (isGuestId(id) ? away : home);
  const useInvitation = db.prepare<[number, string, number], { role: Role }>(
    `UPDATE invitation SET used_at = ? WHERE code_hash = ? AND used_at IS NULL AND expires_at > ? RETURNING role`,
  );

  function expectFree(name: string): void {
    if (read.userByName(name)) throw new Refusal('name-taken', `there is a user "${name}" already`);
  }

  function addUser({ name, passwordHash }: NewUser, role: Role): UserRow {
    expectFree(name);
    const { lastInsertRowid } = insertUser.run(name, role, passwordHash, at());
    return read.user(Number(lastInsertRowid)) as UserRow;
  }

  return {
    registerFirstOwner(user: NewUser): UserRow {
      if (read.users().length > 0) throw new Refusal('already-set-up', 'this hub has an owner already');
      return addUser(user, 'owner');
    },

    registerInvited({ codeHash, ...user }: NewUser & { codeHash: string }): UserRow {
      const used = useInvitation.get(at(), codeHash, at());
      if (used) return addUser(user, used.role);
      const guest = guests.joinAsGuest(user, codeHash, expectFree);
      if (!guest) throw new Refusal('invitation-invalid', 'the invitation is unknown, used or expired');
      return guest;
    },

    setPassword(userId: number, passwordHash: string, keepSession: number | null): void {
      of(userId).setHash.run(passwordHash, knownPerson(read, userId).id);
      of(userId).endSessions.run(at(), userId, keepSession);
    },

    removeUser(userId: number): void {
      const { role } = knownPerson(read, userId);
      const owners = read.users().filter((user) => user.role === 'owner');
      if (role === 'owner' && owners.length === 1)
        throw new Refusal('last-owner', 'the last owner cannot be removed');
      of(userId).remove.run(userId);
    },

    changeGuest: guests.changeGuest,

    ...invitationWrites(context),
    ...settingWrites(context),
  };
}

function knownPerson(read: Pick<AccountReads, 'user'>, id: number): UserRow {
  const row = read.user(id);
  if (!row) throw new Refusal('user-unknown', `there is no user ${id}`);
  return row;
}

function invitationWrites(context: WriteContext) {
  const { db, at } = context;
  const read = accountReads(db, at);
  const { inviteGuest } = guestWrites(context);
  const invite = db.prepare(
    'INSERT INTO invitation (code_hash, role, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const invitation = db.prepare<[number | bigint], Omit<InvitationRow, 'guest'>>(
    `${INVITATION} WHERE id = ?`,
  );
  const drop = db.prepare('DELETE FROM invitation WHERE id = ?');
  const dropGuest = db.prepare('DELETE FROM guest_invitation WHERE id = ?');

  return {
    createInvitation(entry: {
      codeHash: string;
      role: Role;
      guest?: GuestRights;
      createdBy: number;
      expiresAt: number;
    }): InvitationRow {
      const { id } = knownPerson(read, entry.createdBy);
      if (entry.guest) return inviteGuest(entry, entry.guest);
      const { lastInsertRowid } = invite.run(entry.codeHash, entry.role, id, at(), entry.expiresAt);
      return ofHome(invitation.get(lastInsertRowid) as Omit<InvitationRow, 'guest'>);
    },

    revokeInvitation(id: number): void {
      (isGuestId(id) ? dropGuest : drop).run(id);
    },
  };
}

function settingWrites({ db }: WriteContext) {
  const put = db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const drop = db.prepare('DELETE FROM setting WHERE key = ?');
  return {
    setSetting(key: string, value: string | null): void {
      if (value === null) drop.run(key);
      else put.run(key, value);
    },
  };
}

/** Statements that the people of the home and guests have in common. */
function personStatements({ db }: WriteContext, table: 'user' | 'guest') {
  const sessions = table === 'user' ? 'session' : 'guest_session';
  return {
    setHash: db.prepare(`UPDATE ${table} SET password_hash = ? WHERE id = ?`),
    endSessions: db.prepare(
      `UPDATE ${sessions} SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL AND id IS NOT ?`,
    ),
    remove: db.prepare(`DELETE FROM ${table} WHERE id = ?`),
  };
}
