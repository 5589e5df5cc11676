import { Refusal } from '../../core/errors.js';
import type { GuestRights, InvitationRow, UserRow } from '../accounts.js';
import { FIRST_GUEST_ID, guestReads } from '../reads/guests.js';
import type { WriteContext } from './context.js';

/** SQL of the next id of a table of guests; no id is ever given twice. */
export function nextGuestId(table: string): string {
  return `(SELECT ifnull(max(seq), ${FIRST_GUEST_ID - 1}) + 1 FROM sqlite_sequence WHERE name = '${table}')`;
}

/** Statements for guests and their invitations. Refusal `camera-unknown` for a camera that is not there. */
export function guestWrites({ db, at }: WriteContext) {
  const read = guestReads(db, at);
  const insert = db.prepare(
    `INSERT INTO guest (id, name, password_hash, created_at, until) VALUES (${nextGuestId('guest')}, ?, ?, ?, ?)`,
  );
  const setUntil = db.prepare('UPDATE guest SET until = ? WHERE id = ?');
  const dropCameras = db.prepare('DELETE FROM guest_camera WHERE guest_id = ?');
  const addCamera = db.prepare(
    'INSERT OR IGNORE INTO guest_camera (guest_id, camera_number) SELECT ?, number FROM camera WHERE id = ? AND removed_at IS NULL',
  );
  const invite = db.prepare(
    `INSERT INTO guest_invitation (id, code_hash, until, created_by, created_at, expires_at)
     VALUES (${nextGuestId('guest_invitation')}, ?, ?, ?, ?, ?)`,
  );
  const addInvited = db.prepare(
    'INSERT OR IGNORE INTO guest_invitation_camera (invitation_id, camera_number) SELECT ?, number FROM camera WHERE id = ? AND removed_at IS NULL',
  );
  const use = db
    .prepare<[number, string, number, number], number>(
      'UPDATE guest_invitation SET used_at = ? WHERE code_hash = ? AND used_at IS NULL AND expires_at > ? AND until > ? RETURNING id',
    )
    .pluck();
  const takeCameras = db.prepare(
    'INSERT INTO guest_camera (guest_id, camera_number) SELECT ?, camera_number FROM guest_invitation_camera WHERE invitation_id = ?',
  );

  function addAll(cameras: readonly string[], add: (camera: string) => { changes: number }): void {
    for (const camera of new Set(cameras))
      if (add(camera).changes === 0) throw new Refusal('camera-unknown', `there is no camera ${camera}`);
  }

  return {
    /** The guest whom an invitation is for, under a name that is free; null when the code is of none that can be used. */
    joinAsGuest(
      { name, passwordHash }: { name: string; passwordHash: string },
      codeHash: string,
      expectFree: (name: string) => void,
    ): UserRow | null {
      const used = use.get(at(), codeHash, at(), at()) as number | undefined;
      if (used === undefined) return null;
      expectFree(name);
      const { until } = read.guestInvitation(used).guest as GuestRights;
      const id = Number(insert.run(name, passwordHash, at(), until).lastInsertRowid);
      takeCameras.run(id, used);
      return read.guest(id);
    },

    inviteGuest(
      entry: { codeHash: string; createdBy: number; expiresAt: number },
      { cameras, until }: GuestRights,
    ): InvitationRow {
      const row = invite.run(entry.codeHash, until, entry.createdBy, at(), entry.expiresAt);
      const id = Number(row.lastInsertRowid);
      addAll(cameras, (camera) => addInvited.run(id, camera));
      return read.guestInvitation(id);
    },

    changeGuest(id: number, { cameras, until }: GuestRights): UserRow {
      if (!read.guest(id)) throw new Refusal('user-unknown', `there is no guest ${id}`);
      setUntil.run(until, id);
      dropCameras.run(id);
      addAll(cameras, (camera) => addCamera.run(id, camera));
      return read.guest(id) as UserRow;
    },
  };
}
