import { schedule } from 'node-cron';
import type { Clock } from '../clock.js';
import type { Logger } from '../log.js';
import type { Upkeep as Storage } from '../store/contract.js';
import { type RetentionLimits, type RetentionReport, retain } from './retention.js';

export interface UpkeepOptions {
  store: Storage;
  limits: RetentionLimits;
  clock: Clock;
  log: Logger;
  /** When to run, as cron has it; once an hour unless said. */
  times?: string;
}

export interface Upkeep {
  /** Runs a pass now, or waits for the one that is running. Null when it failed; the log says why. */
  run(): Promise<RetentionReport | null>;
  /** Ends the pass in hand after its current step. */
  stop(): Promise<void>;
}

/** Not at the full hour, when everything else in a house wakes up. */
const HOURLY = '17 * * * *';

/** Keeps the store within its limits by the clock. A pass that fails is tried again at the next time. */
export function startUpkeep({ store, limits, clock, log, times = HOURLY }: UpkeepOptions): Upkeep {
  const cancel = new AbortController();
  let running: Promise<RetentionReport | null> | null = null;

  async function pass(): Promise<RetentionReport | null> {
    try {
      const report = await retain(store, limits, clock.now(), cancel.signal);
      if (report.stuck) log.warn(report, 'the store is too large, and only favourites are left');
      else log.info(report, 'storage upkeep');
      return report;
    } catch (error) {
      log.error({ err: error }, 'storage upkeep has failed');
      return null;
    }
  }

  function run(): Promise<RetentionReport | null> {
    running ??= pass().finally(() => {
      running = null;
    });
    return running;
  }

  const task = schedule(times, run, { unref: true, suppressMissedWarning: true });
  return {
    run,
    async stop() {
      cancel.abort();
      await task.destroy();
      await running;
    },
  };
}
