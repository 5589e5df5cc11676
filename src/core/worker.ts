import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';

/** Outcome of a step of work: another step at once, none until somebody wakes the worker, or one after a time. */
export type StepOutcome = 'again' | 'idle' | { afterMs: number };

/** Work of a worker, and how it waits. */
export interface WorkerDeps {
  /**
   * Does one piece of work that is found in the database, and commits its result. It throws what keeps the work as a
   * whole from going on; whatever is wrong with one piece alone is for the step to record. `signal` aborts at the stop.
   */
  step: (signal: AbortSignal) => Promise<StepOutcome>;
  /** Waits after failures; the worker resets it when a step has not thrown. */
  backoff: Backoff;
  /** True when `wake` ends the wait after a failure, because what wakes may also be what helps. */
  wakeEndsPause: boolean;
  clock: Clock;
  /** Called after each failure, with the wait that follows it in milliseconds. */
  onFailure: (error: unknown, waitMs: number) => void;
  /** Called when a step succeeds after failures. */
  onRecover?: () => void;
}

/** The failure that keeps a worker from working. Times in wall-clock milliseconds. */
export interface Pause {
  error: unknown;
  /** When the first of the failures in a row happened. */
  since: number;
  nextTryAt: number;
}

/**
 * Loop over durable work: the queue is the database, so a worker keeps nothing but when to look again. Steps never
 * overlap. A failure pauses the work, for longer each time, until a step succeeds.
 */
export class Worker {
  readonly #deps: WorkerDeps;
  readonly #cancel = new AbortController();
  #started = false;
  #running: Promise<void> | null = null;
  #again = false;
  #pause: Pause | null = null;
  #cancelTimer = () => {};

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
  }

  /** Takes up whatever the database says is unfinished. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that there may be new work. Cheap; may be called at any time, also from within a step. */
  wake(): void {
    this.#again = true;
    if (this.#running || (this.#pause && !this.#deps.wakeEndsPause)) return;
    this.#run();
  }

  /** Resolves when nothing is left to do, or nothing can be done for now. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** The failure that the worker waits after; null when all is well. It stays while the work is tried again. */
  pause(): Pause | null {
    return this.#pause;
  }

  /** Aborts the step in hand and resolves when it has ended. The work is found again at the next start. */
  async stop(): Promise<void> {
    this.#cancelTimer();
    this.#cancel.abort();
    await this.#running;
  }

  #run(): void {
    if (!this.#started || this.#running || this.#cancel.signal.aborted) return;
    this.#cancelTimer();
    // The first await lies before the end of #work, so this is set before it is cleared.
    this.#running = Promise.resolve().then(() => this.#work());
  }

  async #work(): Promise<void> {
    const { signal } = this.#cancel;
    try {
      let outcome: StepOutcome = 'again';
      while (!signal.aborted && (outcome === 'again' || this.#again)) {
        this.#again = false;
        outcome = await this.#deps.step(signal);
        this.#recover();
      }
      if (typeof outcome === 'object') this.#lookAgainAfter(outcome.afterMs);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      // Set in this turn: a wake-up in a later one would find a worker that has already stopped.
      this.#running = null;
    }
  }

  #recover(): void {
    if (this.#pause) this.#deps.onRecover?.();
    this.#pause = null;
    this.#deps.backoff.reset();
  }

  #fail(error: unknown): void {
    const waitMs = this.#deps.backoff.next();
    const now = this.#deps.clock.now();
    this.#pause = { error, since: this.#pause?.since ?? now, nextTryAt: now + waitMs };
    this.#lookAgainAfter(waitMs);
    this.#deps.onFailure(error, waitMs);
  }

  #lookAgainAfter(ms: number): void {
    if (!this.#cancel.signal.aborted) this.#cancelTimer = this.#deps.clock.after(ms, () => this.#run());
  }
}
