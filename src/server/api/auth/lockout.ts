import { backoffMs } from '../../../core/backoff.js';

/** Bounds of a lock-out: free failures, length of the locks, memory. */
export interface LockoutRules {
  /** Failures before the first lock. */
  free: number;
  firstLockMs: number;
  longestLockMs: number;
  /** A key without failures for this long starts anew. */
  forgetMs: number;
  /** Keys remembered; the one that failed longest ago is forgotten first. */
  capacity: number;
}

/** Rules for sign-in and sign-up: five free failures, then locks of 1 s to 15 min, forgotten after an hour. */
export const signInRules: LockoutRules = {
  free: 5,
  firstLockMs: 1000,
  longestLockMs: 15 * 60_000,
  forgetMs: 60 * 60_000,
  capacity: 10_000,
};

/** For an account as a whole, whoever tries: many addresses share their guesses, and none alone gets here. */
export const accountRules: LockoutRules = { ...signInRules, free: 50 };

interface Record {
  failures: number;
  failedAt: number;
  lockedUntil: number;
}

/**
 * Slows guessing down. The first failures of a key are free, then every further one locks it for twice as long, up to
 * a limit. Keys are whatever guesses: an address, an address at an account, a device. Time is a parameter.
 */
export class Lockout {
  readonly #rules: LockoutRules;
  readonly #records = new Map<string, Record>();

  constructor(rules: LockoutRules) {
    this.#rules = rules;
  }

  /** Milliseconds until all of `keys` may try again; 0 when they may now. */
  wait(keys: string[], now: number): number {
    const locks = keys.map((key) => (this.#current(key, now)?.lockedUntil ?? now) - now);
    return Math.max(0, ...locks);
  }

  fail(keys: string[], now: number): void {
    for (const key of keys) {
      const failures = (this.#current(key, now)?.failures ?? 0) + 1;
      this.#records.delete(key);
      this.#records.set(key, { failures, failedAt: now, lockedUntil: now + this.#lock(failures) });
    }
    while (this.#records.size > this.#rules.capacity) {
      this.#records.delete(this.#records.keys().next().value as string);
    }
  }

  /** Takes one failure back: it was none. */
  forgive(key: string): void {
    const record = this.#records.get(key);
    if (record) this.#records.set(key, { ...record, failures: record.failures - 1, lockedUntil: 0 });
  }

  /** Forgets all failures: the key has proved itself. */
  clear(key: string): void {
    this.#records.delete(key);
  }

  #lock(failures: number): number {
    const { free, firstLockMs, longestLockMs } = this.#rules;
    if (failures < free) return 0;
    return backoffMs(failures - free + 1, { firstMs: firstLockMs, maxMs: longestLockMs, jitter: 0 });
  }

  #current(key: string, now: number): Record | undefined {
    const record = this.#records.get(key);
    return record && now - record.failedAt < this.#rules.forgetMs ? record : undefined;
  }
}
