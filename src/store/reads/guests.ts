import type { GuestRights, InvitationRow, UserRow } from '../accounts.js';
import type { Connection } from '../database.js';
import { readCameraIds } from './columns.js';

/** First id of guests, of their sessions and of their invitations; those of the home stay far below. */
export const FIRST_GUEST_ID = 2 ** 40;

/** Tells the id of a guest, or of a guest's session or invitation, from those of the home. */
export const isGuestId = (id: number): boolean => id >= FIRST_GUEST_ID;

const camerasOf = (
  table: string,
  key: string,
  owner: string,
) => `(SELECT json_group_array(c.id) FROM ${table} g
  JOIN camera c ON c.number = g.camera_number AND c.removed_at IS NULL WHERE g.${key} = ${owner}.id)`;

const GUEST = `SELECT id, name, password_hash AS passwordHash, created_at AS createdAt, until,
  ${camerasOf('guest_camera', 'guest_id', 'guest')} AS cameras FROM guest`;

const INVITATION = `SELECT id, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt, until,
  ${camerasOf('guest_invitation_camera', 'invitation_id', 'guest_invitation')} AS cameras FROM guest_invitation`;

/** Rights as SQLite gives them: the ids of the cameras are a JSON list. */
interface RawRights {
  until: number;
  cameras: string;
}

type RawGuest = Omit<UserRow, 'role' | 'guest'> & RawRights;
type RawInvitation = Omit<InvitationRow, 'role' | 'guest'> & RawRights;

/** Reads of guests and of their invitations. `now` decides what has expired. */
export function guestReads(db: Connection, now: () => number) {
  const all = db.prepare<[], RawGuest>(`${GUEST} ORDER BY id`);
  const byId = db.prepare<[number], RawGuest>(`${GUEST} WHERE id = ?`);
  const byName = db.prepare<[string], RawGuest>(`${GUEST} WHERE name = ?`);
  const open = db.prepare<[number], RawInvitation>(
    `${INVITATION} WHERE used_at IS NULL AND expires_at > ? ORDER BY id`,
  );
  const invitation = db.prepare<[number], RawInvitation>(`${INVITATION} WHERE id = ?`);

  return {
    guests: (): UserRow[] => all.all().map(toGuest),
    guest: (id: number): UserRow | null => optional(byId.get(id), toGuest),
    guestByName: (name: string): UserRow | null => optional(byName.get(name), toGuest),
    guestInvitations: (): InvitationRow[] => open.all(now()).map(toInvitation),
    guestInvitation: (id: number): InvitationRow => toInvitation(invitation.get(id) as RawInvitation),
  };
}

function toGuest({ cameras, until, ...row }: RawGuest): UserRow {
  return { ...row, role: 'guest', guest: rightsOf(cameras, until) };
}

function toInvitation({ cameras, until, ...row }: RawInvitation): InvitationRow {
  return { ...row, role: 'guest', guest: rightsOf(cameras, until) };
}

function rightsOf(cameras: string, until: number): GuestRights {
  return { cameras: readCameraIds(cameras).sort(), until };
}

function optional<T, U>(value: T | undefined, make: (value: T) => U): U | null {
  return value === undefined ? null : make(value);
}
