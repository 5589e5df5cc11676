/** Time as a parameter, so that decisions can be replayed and tests never sleep. */
export interface Clock {
  /** Wall time in milliseconds since 1970-01-01T00:00:00Z. May jump. */
  now(): number;
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  monotonic(): number;
  /** Calls `run` once after `ms` milliseconds; the returned function cancels. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** Clock of this machine: wall time by `Date.now`, timers that keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * Calls `work` every `ms` milliseconds, also after it threw, which `onFailure` hears of; without one the error is nobody's
 * and ends the process. Returns what ends it.
 */
export function repeatEvery(
  clock: Clock,
  ms: number,
  work: () => void,
  onFailure: (error: unknown) => void = (error) => {
    throw error;
  },
): () => void {
  let cancel = () => {};
  function later(): void {
    cancel = clock.after(ms, () => {
      later();
      try {
        work();
      } catch (error) {
        onFailure(error);
      }
    });
  }
  later();
  return () => cancel();
}
