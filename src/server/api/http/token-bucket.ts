import type { Clock } from '../../../core/clock.js';

interface Bucket {
  /** Requests that are still free at `at`; a fraction is on its way. */
  tokens: number;
  at: number;
}

/** Answer that `@fastify/rate-limit` expects of a store: `current` above the limit refuses, `ttl` is the time to wait. */
type Answer = (error: Error | null, result: { current: number; ttl: number }) => void;

/**
 * The limiter's memory. `@fastify/rate-limit` counts in fixed windows, which let 40 requests through at the edge
 * of two windows of 20; this store makes its `max` the size of a bucket that fills evenly in `timeWindow`.
 * Remembers at most `capacity` clients; the one that was quiet longest is forgotten first.
 */
export class TokenBuckets {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, capacity = 5000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  /** Takes one request of `key` out of its bucket of `max`, filled in `timeWindow` milliseconds. */
  incr(key: string, answer: Answer, timeWindow: number, max: number): void {
    const now = this.#clock.monotonic();
    const perMs = max / timeWindow;
    const old = this.#buckets.get(key) ?? { tokens: max, at: now };
    const tokens = Math.min(max, old.tokens + (now - old.at) * perMs);
    const granted = tokens >= 1;
    this.#remember(key, { tokens: granted ? tokens - 1 : tokens, at: now });
    if (granted) answer(null, { current: max - Math.floor(tokens - 1), ttl: (max - tokens + 1) / perMs });
    else answer(null, { current: max + 1, ttl: (1 - tokens) / perMs });
  }

  /** All routes share one memory; routes with limits of their own are told apart by their group's key. */
  child(): TokenBuckets {
    return this;
  }

  #remember(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#capacity)
      this.#buckets.delete(this.#buckets.keys().next().value as string);
  }
}
