import type { Clock } from '../../../core/clock.js';
import { Fault } from '../../../core/errors.js';
import type { Logger } from '../../../core/log.js';
import type { Accounts, RotateOutcome, SessionRow } from '../../../store/accounts.js';

/** The calls of the store that sessions need: whoever has them can sign in, refresh, and be asked who it is. */
export type SessionStore = Pick<
  Accounts,
  'createSession' | 'session' | 'sessions' | 'rotateRefresh' | 'revokeSession'
>;

type Below = SessionStore & Pick<Accounts, 'user' | 'sessionOfToken' | 'storeSession'>;

/** One session that the disk did not take, as it is now. */
interface Kept extends SessionRow {
  /** Id of its row; null while it has none. */
  rowId: number | null;
  /** Hashes that were traded since the disk took it last. */
  spent: Set<string>;
  /** Password hash of the person at that time: a changed password ends it. */
  passwordHash: string;
  /** Counts its changes, so that one that is made while it is written is not lost. */
  changes: number;
}

/** Sessions held at once; when there are more, signing in fails as before. */
const MOST_KEPT = 64;
/** Traded tokens held of each. */
const MOST_SPENT = 1_000;
/** Ids of sessions without a row: beyond what a database counts up to, begun anew by each start of the hub. */
const FIRST_ID = 2 ** 48;
const WRITE_AGAIN_MS = 30_000;

/**
 * Sessions of the database, and in memory those that it could not take because the disk is full or read-only: looking
 * at photos needs no write. What is held is written as soon as the disk takes it again; until then a restart of the
 * hub forgets it.
 */
export class KeptSessions implements SessionStore {
  readonly #below: Below;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #kept = new Map<number, Kept>();
  /** Rows of sessions that began without one. */
  readonly #rows = new Map<number, number>();
  #nextId: number;
  #cancel: (() => void) | null = null;

  constructor(below: Below, clock: Clock, log: Logger) {
    this.#below = below;
    this.#clock = clock;
    this.#log = log;
    this.#nextId = FIRST_ID + Math.floor(clock.now());
  }

  /** Sessions that wait for the disk. */
  get size(): number {
    return this.#kept.size;
  }

  async createSession({
    replaces = [],
    ...session
  }: Parameters<SessionStore['createSession']>[0]): Promise<SessionRow> {
    for (const id of replaces) if (this.#kept.get(id)?.rowId === null) this.#kept.delete(id);
    const rows = replaces.map((id) => this.#rows.get(id) ?? id);
    try {
      return await this.#below.createSession({ ...session, replaces: rows });
    } catch (error) {
      const now = this.#clock.now();
      const { address = null, ...begun } = session;
      const times = { createdAt: now, lastUsedAt: now, revokedAt: null };
      return this.#keep({ ...begun, ...times, address, id: this.#nextId++ }, null, error);
    }
  }

  session(id: number): SessionRow | null {
    const kept = this.#find(id);
    if (kept) return this.#current(kept);
    return this.#below.session(this.#rows.get(id) ?? id);
  }

  sessions(userId: number): SessionRow[] {
    const now = this.#clock.now();
    const held = [...this.#kept.values()].filter((kept) => kept.userId === userId).map(this.#current, this);
    const others = this.#below.sessions(userId).filter(({ id }) => !this.#find(id));
    return [...held, ...others]
      .filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now)
      .sort((a, b) => b.lastUsedAt - a.lastUsedAt || b.id - a.id);
  }

  async rotateRefresh(tokens: Parameters<SessionStore['rotateRefresh']>[0]): Promise<RotateOutcome> {
    const held = [...this.#kept.values()].find(({ refreshHash }) => refreshHash === tokens.presented);
    if (held) return this.#rotate(held, tokens);
    const stolen = [...this.#kept.values()].find(({ spent }) => spent.has(tokens.presented));
    if (stolen) return this.#reused(stolen);
    try {
      return await this.#below.rotateRefresh(tokens);
    } catch (error) {
      const found = this.#below.sessionOfToken(tokens.presented);
      if (!found) return { outcome: 'unknown' };
      const kept = this.#keep(found.session, found.session.id, error);
      return found.isSpent ? this.#reused(kept) : this.#rotate(kept, tokens);
    }
  }

  async revokeSession(id: number): Promise<void> {
    const kept = this.#find(id);
    if (kept) return this.#revoke(kept);
    try {
      await this.#below.revokeSession(this.#rows.get(id) ?? id);
    } catch (error) {
      const row = this.#below.session(id);
      if (row) this.#revoke(this.#keep(row, row.id, error));
    }
  }

  /** Writes what is held, as far as the disk takes it, and stops trying. */
  async close(): Promise<void> {
    this.#cancel?.();
    await this.#write();
    this.#cancel?.();
  }

  /** @throws what kept the database from taking the session, unless it is the disk and there is room in memory */
  #keep(row: SessionRow, rowId: number | null, cause: unknown): Kept {
    const isDisk =
      cause instanceof Fault && (cause.code === 'storage-full' || cause.code === 'storage-failed');
    const user = this.#below.user(row.userId);
    if (!isDisk || !user || this.#kept.size >= MOST_KEPT) throw cause;
    const kept = { ...row, rowId, spent: new Set<string>(), passwordHash: user.passwordHash, changes: 0 };
    this.#kept.set(row.id, kept);
    this.#log.warn({ reason: cause.message }, 'http: storing a session failed, holding it in memory');
    this.#writeLater();
    return kept;
  }

  #find(id: number): Kept | undefined {
    return this.#kept.get(id) ?? [...this.#kept.values()].find(({ rowId }) => rowId === id);
  }

  /** The command line may have ended it in the database, or changed the password, meanwhile. */
  #current(kept: Kept): SessionRow {
    const row = kept.rowId === null ? null : this.#below.session(kept.rowId);
    const isOver = this.#below.user(kept.userId)?.passwordHash !== kept.passwordHash;
    const revokedAt = kept.revokedAt ?? row?.revokedAt ?? (isOver ? this.#clock.now() : null);
    const { id, userId, refreshHash, device, address, createdAt, lastUsedAt, expiresAt } = kept;
    return { id, userId, refreshHash, device, address, createdAt, lastUsedAt, expiresAt, revokedAt };
  }

  #rotate(kept: Kept, { presented, next, expiresAt }: Parameters<SessionStore['rotateRefresh']>[0]) {
    const { revokedAt, expiresAt: ends } = this.#current(kept);
    if (revokedAt !== null) return { outcome: 'revoked' } as const;
    const now = this.#clock.now();
    if (ends <= now) return { outcome: 'expired' } as const;
    if (kept.spent.size >= MOST_SPENT) kept.spent.delete(kept.spent.values().next().value as string);
    kept.spent.add(presented);
    Object.assign(kept, { refreshHash: next, lastUsedAt: now, expiresAt, changes: kept.changes + 1 });
    return { outcome: 'rotated', session: this.#current(kept) } as const;
  }

  #reused(kept: Kept): RotateOutcome {
    if (this.#current(kept).revokedAt !== null) return { outcome: 'revoked' };
    this.#revoke(kept);
    return { outcome: 'reused' };
  }

  #revoke(kept: Kept): void {
    kept.revokedAt ??= this.#clock.now();
    kept.changes += 1;
  }

  #writeLater(): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(WRITE_AGAIN_MS, () => void this.#write());
  }

  async #write(): Promise<void> {
    for (const kept of [...this.#kept.values()]) {
      const { changes } = kept;
      try {
        const { id: _, ...row } = this.#current(kept);
        const rowId = await this.#below.storeSession({ ...row, id: kept.rowId, spent: [...kept.spent] });
        if (rowId !== null) this.#rows.set(kept.id, rowId);
        kept.rowId = rowId;
        if (kept.changes === changes || rowId === null) this.#kept.delete(kept.id);
      } catch {
        // Said when it was taken into memory, and in health; the next try is due soon.
        break;
      }
    }
    if (this.#kept.size > 0) this.#writeLater();
    else this.#cancel = null;
  }
}

/** The store with the sessions that it could not take. */
export function withSessions<T extends SessionStore>(store: T, sessions: SessionStore): T {
  return Object.assign(Object.create(store), {
    createSession: (...[session]) => sessions.createSession(session),
    session: (id) => sessions.session(id),
    sessions: (userId) => sessions.sessions(userId),
    rotateRefresh: (...[tokens]) => sessions.rotateRefresh(tokens),
    revokeSession: (id) => sessions.revokeSession(id),
  } satisfies SessionStore);
}
