/**
 * Time in which the hub could take what cameras send. It stands still while the hub stood still itself, while a
 * write has not come back, and from a write that failed to the next that succeeds. Pure.
 */

/** Milliseconds between two looks at the clock while a burst is open. */
export const BEAT_MS = 1_000;

/** A look that comes later than this shows that the hub stood still: timers fire before the sockets are read. */
export const STALLED_AFTER_MS = 2 * BEAT_MS;

/** Time in which the hub could take what cameras send, counted so far. */
export interface ServingTime {
  /** Time counted so far, in ms. */
  servedMs: number;
  /** The monotonic time of the last look. */
  at: number;
}

/** Facts of one look at the clock and the disk. */
export interface Look {
  /** Monotonic, in ms. */
  now: number;
  /** True from a write that failed to the next that succeeds. */
  failing: boolean;
  /** When the oldest write that has not come back was asked for; null without one. */
  storingSince: number | null;
}

/** The time after a look, and whether the hub could not serve since the look before. */
export function lookAt(time: ServingTime, look: Look): { time: ServingTime; interrupted: boolean } {
  const passed = look.now - time.at;
  const waited = look.storingSince !== null && look.now - look.storingSince >= BEAT_MS;
  const interrupted = passed > STALLED_AFTER_MS || look.failing || waited;
  const servedMs = time.servedMs + (interrupted ? 0 : passed);
  return { time: { servedMs, at: look.now }, interrupted };
}
