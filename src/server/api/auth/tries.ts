import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import type { PublicCode } from '../../../core/codes.js';
import { clientOf } from '../http/connections.js';
import { ApiRefusal } from '../http/problems.js';
import { accountRules, Lockout, signInRules } from './lockout.js';

/** Whose wrong tries are counted together. */
export interface Trier {
  /** Cleared by a right try. */
  own: string[];
  /** Only gets its try back: one who lives here could go on guessing at the others. */
  shared: string[];
  /** The account that is tried, whoever tries it; null for a device that is known there. */
  account: string | null;
}

/** A stranger at an account: somebody else's wrong tries at it, from elsewhere, lock nobody else out. */
export function strangerAt(request: FastifyRequest, account: string): Trier {
  const address = clientOf(request.ip);
  const name = account.toLowerCase();
  return { own: [`${address} at ${name}`], shared: [`address ${address}`], account: name };
}

/** Whoever has a code to join; codes are too long to be guessed from many addresses. */
export function newcomer(request: FastifyRequest): Trier {
  return { own: [], shared: [`address ${clientOf(request.ip)}`], account: null };
}

/** A device or session that has proved itself before: only its own wrong tries count against it. */
export function known(what: string): Trier {
  return { own: [what], shared: [], account: null };
}

/** Refusals that say that what was tried is wrong. All others say nothing of it. */
const wrong: string[] = ['credentials-wrong', 'code-wrong', 'invitation-invalid'] satisfies PublicCode[];

/** Counts wrong tries at passwords and codes, and makes who tries wait. */
export class Tries {
  readonly #clock: Clock;
  readonly #guesses = new Lockout(signInRules);
  readonly #accounts = new Lockout(accountRules);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Has `work` try something. It is counted before it is made, so that many at once do not slip through; it is taken
   * back when it was right, and when nothing was tried because the hub could not.
   * @throws {ApiRefusal} `locked-out`, and what `work` throws
   */
  async count<T>(trier: Trier, work: () => Promise<T>): Promise<T> {
    this.#begin(trier);
    try {
      const right = await work();
      for (const key of trier.own) this.#guesses.clear(key);
      this.#takeBack(trier.shared, trier.account);
      return right;
    } catch (thrown) {
      if (!wrong.includes((thrown as { code?: string }).code ?? ''))
        this.#takeBack([...trier.own, ...trier.shared], trier.account);
      throw thrown;
    }
  }

  #begin({ own, shared, account }: Trier): void {
    const now = this.#clock.monotonic();
    const keys = [...own, ...shared];
    const accounts = account === null ? [] : [account];
    const wait = Math.max(this.#guesses.wait(keys, now), this.#accounts.wait(accounts, now));
    if (wait > 0)
      throw new ApiRefusal('locked-out', 'Too many wrong tries; see the header retry-after.', {
        retryAfter: Math.ceil(wait / 1000),
      });
    this.#guesses.fail(keys, now);
    this.#accounts.fail(accounts, now);
  }

  #takeBack(keys: string[], account: string | null): void {
    for (const key of keys) this.#guesses.forgive(key);
    if (account !== null) this.#accounts.forgive(account);
  }
}
