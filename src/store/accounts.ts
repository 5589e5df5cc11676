/** Roles of a person: owners change settings, cameras and people; guests see some cameras and change nothing. */
export type Role = 'owner' | 'member' | 'guest';

/** Cameras that a guest sees, and until when. */
export interface GuestRights {
  /** Ids of the cameras that may be seen; one that was removed is in it no more, also when it is added again. */
  cameras: string[];
  /** From this moment on the guest is out, in wall-clock ms. */
  until: number;
}

/** One person with the hash of the password (argon2id). */
export interface UserRow {
  id: number;
  name: string;
  role: Role;
  /** Null for owners and members, who see every camera. */
  guest: GuestRights | null;
  passwordHash: string;
  createdAt: number;
}

/** One sign-in of one device; its refresh tokens rotate inside one family. */
export interface SessionRow {
  id: number;
  userId: number;
  /** SHA-256 of the refresh token that is valid now, hexadecimal. */
  refreshHash: string;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  revokedAt: number | null;
  device: string;
  /** Client that it began at: an IPv4 address, the first half of an IPv6 one; null for those of earlier versions. */
  address: string | null;
}

/** An invitation that has not been used. The code itself is known to the invited alone. */
export interface InvitationRow {
  id: number;
  role: Role;
  /** Rights of the guest whom it is for; null for others. */
  guest: GuestRights | null;
  createdBy: number;
  createdAt: number;
  expiresAt: number;
}

/** `revoked` is a token of a session that was ended; `reused` ends the session by this very call. */
export type RotateOutcome =
  | { outcome: 'rotated'; session: SessionRow }
  | { outcome: 'reused' | 'unknown' | 'expired' | 'revoked' };

/** People, guests included, their invitations and sessions, and single settings of the hub. */
export interface Accounts {
  users(): UserRow[];
  user(id: number): UserRow | null;
  /** Names are compared without case. */
  userByName(name: string): UserRow | null;
  /** Refusal `already-set-up` when there is any user. */
  registerFirstOwner(user: { name: string; passwordHash: string }): Promise<UserRow>;
  /** Uses the invitation up in the same commit. Refusals `invitation-invalid`, `name-taken`. */
  registerInvited(user: { name: string; passwordHash: string; codeHash: string }): Promise<UserRow>;
  /** Ends every session of the user but `keepSession`. Refusal `user-unknown`. */
  setPassword(userId: number, passwordHash: string, keepSession: number | null): Promise<void>;
  /** Refusals `user-unknown`, `last-owner`. */
  removeUser(userId: number): Promise<void>;
  /** Other cameras and another end for a guest. Refusals `user-unknown`, `camera-unknown`. */
  changeGuest(userId: number, rights: GuestRights): Promise<UserRow>;
  /** With `guest` its role is that of guests. Refusals `user-unknown`, `camera-unknown`. */
  createInvitation(invitation: {
    codeHash: string;
    role: Role;
    guest?: GuestRights;
    createdBy: number;
    expiresAt: number;
  }): Promise<InvitationRow>;
  /** Those that can still be used. */
  invitations(): InvitationRow[];
  revokeInvitation(id: number): Promise<void>;
  /**
   * Ends the sessions of `replaces` in the same commit; where it was the same person's, what that one was told goes on
   * with the new one. Refusal `user-unknown`.
   */
  createSession(session: {
    userId: number;
    refreshHash: string;
    device: string;
    expiresAt: number;
    address?: string;
    replaces?: readonly number[];
  }): Promise<SessionRow>;
  session(id: number): SessionRow | null;
  /** Sessions of a user that are neither revoked nor expired, the last used first. */
  sessions(userId: number): SessionRow[];
  /**
   * Replaces the refresh token `presented` (a hash) by `next`, in one commit. A token that was replaced before is
   * a stolen one: its whole family is revoked.
   */
  rotateRefresh(tokens: { presented: string; next: string; expiresAt: number }): Promise<RotateOutcome>;
  /** Does nothing when it is unknown or revoked already. */
  revokeSession(id: number): Promise<void>;
  /** The session that a refresh token (a hash) is, or was (`isSpent`), good for; null for an unknown token. */
  sessionOfToken(hash: string): { session: SessionRow; isSpent: boolean } | null;
  /**
   * Writes a session that was held in memory; `id` is that of its row, null for a new one, `spent` are the hashes that
   * were traded meanwhile. Gives the id of its row, or null when the person or the row has gone.
   */
  storeSession(
    session: Omit<SessionRow, 'id'> & { id: number | null; spent: string[] },
  ): Promise<number | null>;
  /** 32 bytes that are the same at every start, for signing; never in the database. One value per purpose. */
  secret(purpose: string): Uint8Array;
  setting(key: string): string | null;
  /** Null forgets it. */
  setSetting(key: string, value: string | null): Promise<void>;
}
