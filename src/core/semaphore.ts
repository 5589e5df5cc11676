import type { Clock } from './clock.js';
import { Refusal } from './errors.js';

/** Limits within which a semaphore hands out its permits. */
export interface SemaphoreOptions {
  /** Permits that may be held at once. */
  permits: number;
  /** Most acquirers that wait; no limit unless given. */
  maxWaiting?: number;
  /** Most permits that one holder may hold or wait for; no limit unless given. */
  permitsOfOne?: number;
  /** Longest wait of an acquirer, in milliseconds of `clock`; no limit unless given. */
  acquireTimeout?: { ms: number; clock: Clock };
}

/** Permits that one acquirer asks for, and how long it wants to wait. */
export interface AcquireOptions {
  /** Permits that are taken together, at most all of them; 1 unless given. */
  permits?: number;
  /** Name under which `permitsOfOne` counts. */
  holder?: string;
  /** Signal that ends the wait. What was acquired before it aborts stays acquired. */
  signal?: AbortSignal | undefined;
}

/** Function that gives the permits back. Calls after the first do nothing. */
export type Release = () => void;

interface Waiting {
  permits: number;
  grant: () => void;
}

/**
 * Counting semaphore: a bounded number of permits, handed out in the order in which they were asked for. One that
 * asks for many is not overtaken by one that asks for few.
 */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  readonly #queue: Waiting[] = [];
  readonly #held = new Map<string, number>();
  #free: number;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
    this.#free = options.permits;
  }

  /** Permits that nobody holds. */
  get free(): number {
    return this.#free;
  }

  /** Resolves with what gives the permits back; with null when they are not to be had within the limits, or `signal` aborts. */
  async acquire({ permits = 1, holder = '', signal }: AcquireOptions = {}): Promise<Release | null> {
    const { permitsOfOne = Number.POSITIVE_INFINITY } = this.#options;
    const held = this.#held.get(holder) ?? 0;
    if (signal?.aborted || held + permits > permitsOfOne) return null;
    this.#held.set(holder, held + permits);
    if (await this.#take(permits, signal)) return this.#releaseOf(permits, holder);
    this.#forget(permits, holder);
    return null;
  }

  /**
   * Does `work` while the permits are held.
   * @throws {Refusal} `hub-busy` when they are not to be had; `cancelled` when the signal aborts before.
   */
  async run<T>(work: () => Promise<T>, options: AcquireOptions = {}): Promise<T> {
    const release = await this.acquire(options);
    if (!release) throw options.signal?.aborted ? cancelled() : busy();
    try {
      return await work();
    } finally {
      release();
    }
  }

  #take(permits: number, signal: AbortSignal | undefined): boolean | Promise<boolean> {
    if (this.#queue.length === 0 && permits <= this.#free) {
      this.#free -= permits;
      return true;
    }
    const { maxWaiting = Number.POSITIVE_INFINITY } = this.#options;
    return this.#queue.length < maxWaiting && this.#wait(permits, signal);
  }

  #wait(permits: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { acquireTimeout } = this.#options;
    return new Promise((resolve) => {
      const settle = (granted: boolean) => {
        cancelTimeout?.();
        signal?.removeEventListener('abort', giveUp);
        resolve(granted);
      };
      const waiting = { permits, grant: () => settle(true) };
      const giveUp = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        settle(false);
        // The next waiter may need less and fit now.
        this.#grant();
      };
      this.#queue.push(waiting);
      signal?.addEventListener('abort', giveUp);
      const cancelTimeout = acquireTimeout?.clock.after(acquireTimeout.ms, giveUp);
    });
  }

  #grant(): void {
    for (let [first] = this.#queue; first && first.permits <= this.#free; [first] = this.#queue) {
      this.#queue.shift();
      this.#free -= first.permits;
      first.grant();
    }
  }

  #releaseOf(permits: number, holder: string): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#forget(permits, holder);
      this.#free += permits;
      this.#grant();
    };
  }

  #forget(permits: number, holder: string): void {
    const left = (this.#held.get(holder) as number) - permits;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
  }
}

function busy(): Refusal {
  return new Refusal('hub-busy', 'The hub is busy with other work of this kind.');
}

function cancelled(): Refusal {
  return new Refusal('cancelled', 'Nobody waits for this any longer.');
}
