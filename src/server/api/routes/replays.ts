import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { callerOf } from '../auth/access.js';
import { ApiRefusal } from '../http/problems.js';

/** An answer that can be given again, and about how many bytes it takes up. */
export interface Replay<T> {
  value: T;
  bytes: number;
  /** Aborts when the answer is not worth giving again; it is forgotten then. */
  useless?: AbortSignal;
}

/** Bounds of the answers kept for a repeated request. */
export interface ReplayLimits {
  /** Answers kept at once, and all their bytes together. */
  most: number;
  mostBytes: number;
  keepMs: number;
}

/** Bounds in force: 64 answers, 16 MB together, ten minutes each. */
export const replayLimits: ReplayLimits = { most: 64, mostBytes: 16_000_000, keepMs: 10 * 60_000 };

interface Kept {
  fingerprint: string;
  answer: Promise<Replay<unknown>>;
  bytes: number;
  forget: () => void;
}

/**
 * Answers to requests that carried an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a phone that
 * lost the answer on the way asks again and gets the same one, and the work is done once. Kept in memory for a
 * while, the oldest go first; a request that was refused is forgotten at once, so that it can be tried again.
 */
export class Replays {
  readonly #clock: Clock;
  readonly #limits: ReplayLimits;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(clock: Clock, limits: ReplayLimits = replayLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Bytes of the answers that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The answer of the same request before, or that of `work`. Of two at the same moment the second waits for the
   * first; it does the work itself when the first one failed, or its client has gone.
   * @param name whose key it is: a session's, on a route; null for a request without a key, which is always done
   * @param fingerprint of what was asked
   * @throws {ApiRefusal} `idempotency-reused` when the key came with something else before
   */
  async once<T>(name: string | null, fingerprint: string, work: () => Promise<Replay<T>>): Promise<T> {
    if (name === null) return (await work()).value;
    for (let known = this.#kept.get(name); known; known = this.#kept.get(name)) {
      if (known.fingerprint !== fingerprint)
        throw new ApiRefusal(
          'idempotency-reused',
          'This Idempotency-Key was sent with another request before.',
        );
      const answer = await known.answer.catch(() => null);
      if (answer) return answer.value as T;
    }
    return this.#begin(name, fingerprint, work());
  }

  async #begin<T>(name: string, fingerprint: string, answer: Promise<Replay<T>>): Promise<T> {
    const cancel = this.#clock.after(this.#limits.keepMs, () => this.#drop(name, kept));
    const kept: Kept = { fingerprint, answer, bytes: 0, forget: cancel };
    this.#kept.set(name, kept);
    try {
      const { value, bytes, useless } = await answer;
      useless?.addEventListener('abort', () => this.#drop(name, kept), { once: true });
      if (this.#kept.get(name) === kept) {
        kept.bytes = bytes;
        this.#bytes += bytes;
      }
      this.#trim();
      return value;
    } catch (thrown) {
      this.#drop(name, kept);
      throw thrown;
    }
  }

  #trim(): void {
    for (const [name, kept] of this.#kept) {
      if (this.#kept.size <= this.#limits.most && this.#bytes <= this.#limits.mostBytes) return;
      this.#drop(name, kept);
    }
  }

  #drop(name: string, kept: Kept): void {
    if (this.#kept.get(name) !== kept) return;
    kept.forget();
    this.#kept.delete(name);
    this.#bytes -= kept.bytes;
  }
}

/** Whose key it is: one session's, on one route. Null for a request without a key. */
export function replayName(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return key === undefined ? null : `${callerOf(request).sessionId} ${request.routeOptions.url} ${key}`;
}

/** Tells one request from another under the same key. */
export function fingerprintOf(parts: (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
