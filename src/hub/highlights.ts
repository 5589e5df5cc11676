import { Backoff } from '../core/backoff.js';
import { Refusal } from '../core/errors.js';
import { type Zone, zoneOf } from '../core/local-time.js';
import { type StepOutcome, Worker } from '../core/worker.js';
import { chooseHighlight } from '../imaging/highlight/choose.js';
import {
  type Period,
  type PeriodKind,
  periodAt,
  periodOf,
  recentPeriods,
} from '../imaging/highlight/period.js';
import type { HighlightSource } from '../server/api/routes/highlights.js';
import type { EventLog } from '../store/contract.js';
import type { HighlightRow } from '../store/highlights.js';
import { HighlightStage, type HighlightStageDeps } from './highlight-stage.js';

/** Collaborators of the highlights: rows, photo bytes, the vision process that renders. */
export interface HighlightsParts extends HighlightStageDeps {
  store: HighlightStageDeps['store'] & Pick<EventLog, 'onEvents'>;
  /** IANA name; empty for the system's. */
  timeZone: string;
}

/** A hub that was away for longer has no highlights of that time. */
const DUE_DAYS = 8;
const KEPT_MS = 60 * 86_400_000;
const TRIMMED_AT_ONCE = 10;
const RETRIES = { firstMs: 2_000, maxMs: 60_000, jitter: 0 };

/** The best of days and weeks: what is due is chosen, and what is chosen is rendered; each is found by its state. */
export class HighlightsService implements HighlightSource {
  readonly #parts: HighlightsParts;
  readonly #wall: Zone;
  readonly #stage: HighlightStage;
  readonly #worker: Worker;
  #stopListening = () => {};

  constructor(deps: HighlightsParts) {
    const parts = { ...deps, log: deps.log.child({ component: 'highlights' }) };
    const { timeZone, clock, log } = parts;
    this.#parts = parts;
    this.#wall = zoneOf(timeZone);
    this.#stage = new HighlightStage(parts);
    this.#worker = new Worker({
      step: (signal) => this.#step(signal),
      backoff: new Backoff(RETRIES),
      wakeEndsPause: true,
      clock,
      onFailure: (error, waitMs) =>
        log.error({ err: error, retryMs: waitMs }, 'highlights: rendering failed, trying again later'),
    });
  }

  /** Takes up what the database says is unfinished, and whatever a change of a photo has made so. */
  start(): void {
    this.#worker.start();
    this.#stopListening = this.#parts.store.onEvents((events) => {
      if (events.some(({ type, data }) => type === 'highlight.updated' && data.state === 'pending'))
        this.#worker.wake();
    });
  }

  stop(): Promise<void> {
    this.#stopListening();
    return this.#worker.stop();
  }

  /** Resolves when nothing is left to render, or nothing can be for now. */
  idle(): Promise<void> {
    return this.#worker.idle();
  }

  async make(kind: PeriodKind, day: string): Promise<HighlightRow | null> {
    const period = periodOf(kind, day, this.#wall);
    if (!period) throw new Refusal('request-invalid', `There is no day ${day}.`);
    const row = await this.#plan(period);
    this.#worker.wake();
    return row.state === 'quiet' ? null : row;
  }

  present(kind: PeriodKind): string {
    return periodAt(kind, this.#parts.clock.now(), this.#wall).day;
  }

  /** Chooses for every recent period that is due, and waits for the images. Gives one sentence on it. */
  async runDue(signal: AbortSignal): Promise<string> {
    const now = this.#parts.clock.now();
    let made = 0;
    for (const period of recentPeriods(now, DUE_DAYS, this.#wall)) {
      if (signal.aborted || !this.#isDue(period, now)) continue;
      if ((await this.#plan(period)).state === 'pending') made += 1;
    }
    await this.#trim();
    this.#worker.wake();
    await this.idle();
    return made === 1 ? 'One highlight was made.' : `${made} highlights were made.`;
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    const job = this.#stage.next();
    if (!job) return 'idle';
    await this.#stage.run(job, signal);
    return 'again';
  }

  /** Due once when there is something to see, and once more when it is over and all its photos are there. */
  #isDue({ kind, day, until }: Period, now: number): boolean {
    const { store } = this.#parts;
    const known = store.highlightOf(kind, day);
    if (!known || now < until) return true;
    return known.chosenAt < until || (known.state !== 'pending' && store.highlightIsStale(known.id));
  }

  #plan(period: Period): Promise<HighlightRow> {
    const { store } = this.#parts;
    const choice = chooseHighlight(period.kind, store.highlightCandidates(period.from, period.until));
    return store.planHighlight({ ...period, choice });
  }

  async #trim(): Promise<void> {
    const { store, clock } = this.#parts;
    const before = clock.now() - KEPT_MS;
    while ((await store.trimHighlights(before, TRIMMED_AT_ONCE)).highlights > 0);
  }
}
