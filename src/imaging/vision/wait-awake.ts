import type { Clock } from '../../core/clock.js';

/** A time-out that can be set anew. */
export interface Wait {
  /** Waits `ms` milliseconds from now on, whatever was waited for before. */
  start(ms: number): void;
  stop(): void;
}

/** A timer that fires this much later than asked says that the hub itself stood still meanwhile. */
const STOOD_STILL = 1.5;

/** Calls `run` when a time is over during which this process did not stand still itself; else it waits once more. */
export function waitAwake(clock: Clock, run: () => void): Wait {
  let stop = () => {};
  const start = (ms: number) => {
    stop();
    const asked = clock.monotonic();
    stop = clock.after(ms, () => (clock.monotonic() - asked > STOOD_STILL * ms ? start(ms) : run()));
  };
  return { start, stop: () => stop() };
}
