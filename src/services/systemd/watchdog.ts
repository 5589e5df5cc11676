import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';

/** One part of the hub that has to answer. */
export interface Probe {
  /** As a person would call it: "the database". */
  name: string;
  /** Resolves when the part has answered. Rejects, or stays silent, when it does not work any more. */
  ask(): Promise<void>;
}

/** Interval, probes and callbacks of the watchdog. */
export interface WatchdogOptions {
  /** After this time without a sign of life the service manager acts. */
  intervalMs: number;
  probes: readonly Probe[];
  /** Gives the sign of life. */
  feed(): void;
  /** Called after each round with what is wrong; null when every part has answered. */
  onRound(complaint: string | null): void;
  clock: Clock;
  log: Logger;
}

/** Share of half the interval: how long a part may take to answer, and how soon a failed round is tried again. */
const TIMEOUT_SHARE = 0.6;
const AGAIN = 0.1;

/**
 * Asks every part at half the interval and gives the sign of life only when all have answered. A round that failed
 * is tried again soon: one slow moment of an SD card does not cost a restart, a second one does.
 */
export function startWatchdog(options: WatchdogOptions): { stop(): void } {
  const { probes, clock, log } = options;
  const half = options.intervalMs / 2;
  let stopped = false;
  let cancel = () => {};

  async function round(): Promise<void> {
    const begun = clock.monotonic();
    const answers = await Promise.all(probes.map((probe) => complaint(probe, half * TIMEOUT_SHARE, clock)));
    if (stopped) return;
    const complaints = answers.filter((answer) => answer !== null).join('; ') || null;
    if (complaints === null) options.feed();
    else log.error({ complaints }, 'watchdog: probe failed, not notifying systemd');
    options.onRound(complaints);
    const pause = complaints === null ? half - (clock.monotonic() - begun) : half * AGAIN;
    cancel = clock.after(pause, () => void round());
  }

  void round();
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Null when the part answers in time, else what it did instead. */
async function complaint({ name, ask }: Probe, timeoutMs: number, clock: Clock): Promise<string | null> {
  return new Promise((resolve) => {
    const giveUp = clock.after(timeoutMs, () => resolve(`${name} does not answer`));
    const answered = (answer: string | null) => {
      giveUp();
      resolve(answer);
    };
    ask().then(
      () => answered(null),
      (error: unknown) => answered(`${name}: ${messageOf(error)}`),
    );
  });
}
