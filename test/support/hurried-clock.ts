/** A clock that runs faster than real time, for tests that wait for real connections and for long pauses alike. */
import { type Clock, systemClock } from '../../src/core/clock.js';

export function hurriedClock(factor: number): Clock {
  const [wall, begin] = [systemClock.now(), systemClock.monotonic()];
  const passed = () => (systemClock.monotonic() - begin) * factor;
  return {
    now: () => wall + passed(),
    monotonic: passed,
    after: (ms, run) => systemClock.after(ms / factor, run),
  };
}
