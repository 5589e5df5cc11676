import { Refusal } from '../../core/errors.js';
import { accountReads, INVITATION } from '../reads/accounts.js';
import type { InvitationRow, Role, UserRow } from '../types.js';
import type { WriteContext } from './context.js';

interface NewUser {
  name: string;
  passwordHash: string;
}

/** People, their invitations, and the hub's own settings. */
export function accountWrites({ db, at }: WriteContext) {
  const read = accountReads(db, at);
  const insertUser = db.prepare(
    'INSERT INTO user (name, role, password_hash, created_at) VALUES (?, ?, ?, ?)',
  );
  const setHash = db.prepare('UPDATE user SET password_hash = ? WHERE id = ?');
  const endSessions = db.prepare(
    'UPDATE session SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL AND id IS NOT ?',
  );
  const removeUser = db.prepare('DELETE FROM user WHERE id = ?');
  const invite = db.prepare(
    'INSERT INTO invitation (code_hash, role, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const invitation = db.prepare<[number | bigint], InvitationRow>(`${INVITATION} WHERE id = ?`);
  const useInvitation = db.prepare<[number, string, number], { role: Role }>(
    `UPDATE invitation SET used_at = ? WHERE code_hash = ? AND used_at IS NULL AND expires_at > ? RETURNING role`,
  );
  const dropInvitation = db.prepare('DELETE FROM invitation WHERE id = ?');
  const putSetting = db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const dropSetting = db.prepare('DELETE FROM setting WHERE key = ?');

  function addUser({ name, passwordHash }: NewUser, role: Role): UserRow {
    if (read.userByName(name)) throw new Refusal('name-taken', `there is a user "${name}" already`);
    const { lastInsertRowid } = insertUser.run(name, role, passwordHash, at());
    return read.user(Number(lastInsertRowid)) as UserRow;
  }

  function known(id: number): UserRow {
    const row = read.user(id);
    if (!row) throw new Refusal('user-unknown', `there is no user ${id}`);
    return row;
  }

  return {
    registerFirstOwner(user: NewUser): UserRow {
      if (read.users().length > 0) throw new Refusal('already-set-up', 'this hub has an owner already');
      return addUser(user, 'owner');
    },

    registerInvited({ codeHash, ...user }: NewUser & { codeHash: string }): UserRow {
      const used = useInvitation.get(at(), codeHash, at());
      if (!used) throw new Refusal('invitation-invalid', 'the invitation is unknown, used or expired');
      return addUser(user, used.role);
    },

    setPassword(userId: number, passwordHash: string, keepSession: number | null): void {
      setHash.run(passwordHash, known(userId).id);
      endSessions.run(at(), userId, keepSession);
    },

    removeUser(userId: number): void {
      const { role } = known(userId);
      const owners = read.users().filter((user) => user.role === 'owner');
      if (role === 'owner' && owners.length === 1)
        throw new Refusal('last-owner', 'the last owner cannot be removed');
      removeUser.run(userId);
    },

    createInvitation(entry: {
      codeHash: string;
      role: Role;
      createdBy: number;
      expiresAt: number;
    }): InvitationRow {
      const { id } = known(entry.createdBy);
      const { lastInsertRowid } = invite.run(entry.codeHash, entry.role, id, at(), entry.expiresAt);
      return invitation.get(lastInsertRowid) as InvitationRow;
    },

    revokeInvitation(id: number): void {
      dropInvitation.run(id);
    },

    setSetting(key: string, value: string | null): void {
      if (value === null) dropSetting.run(key);
      else putSetting.run(key, value);
    },
  };
}
