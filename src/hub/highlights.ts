import type { Clock } from '../core/clock.js';
import { Refusal } from '../core/errors.js';
import { failureKind, recordOf } from '../core/failure.js';
import { zoneOf } from '../core/local-time.js';
import type { Logger } from '../core/log.js';
import { chooseHighlight } from '../imaging/highlight/choose.js';
import {
  type Period,
  type PeriodKind,
  periodAt,
  periodOf,
  recentPeriods,
} from '../imaging/highlight/period.js';
import type { Vision } from '../imaging/vision/types.js';
import type { HighlightSource } from '../server/api/routes/highlights.js';
import type { Highlights, Work } from '../store/contract.js';
import type { HighlightJob, HighlightRow } from '../store/types.js';

/** Collaborators of the highlights: rows, photo bytes, the vision process that renders. */
export interface HighlightsParts {
  store: Highlights &
    Pick<Work, 'frameBytes'> & { image(photoId: number, variant: 'upscaled'): Image | null };
  vision: Pick<Vision, 'run'>;
  /** IANA name; empty for the system's. */
  timeZone: string;
  clock: Clock;
  log: Logger;
}

type Image = { bytes: Uint8Array };

/** The best of days and weeks: what is due is chosen, and what is chosen is rendered; each is found by its state. */
export interface HighlightsService extends HighlightSource {
  /** Chooses for every recent period that is due, and waits for the images. Gives one sentence on it. */
  runDue(signal: AbortSignal): Promise<string>;
  /** Resolves when nothing is left to render, or nothing can be for now. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** A hub that was away for longer has no highlights of that time. */
const DUE_DAYS = 8;
const KEPT_MS = 60 * 86_400_000;
const TRIMMED_AT_ONCE = 10;
/** A highlight that was begun and took the whole hub down this often is given up. */
const TRIES = 3;
const RETRY_MS = 60_000;

/** Takes up at once what the database says is unfinished. */
export function startHighlights({ store, vision, timeZone, clock, log }: HighlightsParts): HighlightsService {
  const wall = zoneOf(timeZone);
  const cancel = new AbortController();
  let running: Promise<void> | null = null;
  let again = false;
  let cancelRetry = () => {};
  /** Those that the hub could not work on; the others go first, as the cause may be with these alone. */
  const putOff = new Set<number>();

  /** Due once when there is something to see, and once more when it is over and all its photos are there. */
  function isDue({ kind, day, until }: Period, now: number): boolean {
    const known = store.highlightOf(kind, day);
    if (!known || now < until) return true;
    return known.chosenAt < until || (known.state !== 'pending' && store.highlightIsStale(known.id));
  }

  function plan(period: Period): Promise<HighlightRow> {
    const choice = chooseHighlight(period.kind, store.highlightCandidates(period.from, period.until));
    return store.planHighlight({ ...period, choice });
  }

  async function trim(): Promise<void> {
    const before = clock.now() - KEPT_MS;
    while ((await store.trimHighlights(before, TRIMMED_AT_ONCE)).highlights > 0);
  }

  /** What is wrong with one highlight alone ends it; a failure of the hub lets the others go first. */
  async function render(job: HighlightJob): Promise<void> {
    try {
      await renderNow(job);
    } catch (error) {
      if (failureKind(error) !== 'item') {
        putOff.add(job.id);
        throw error;
      }
      const { reason, detail } = recordOf(error);
      log.warn({ highlight: job.id, reason, detail }, 'highlight failed');
      await store.failHighlight(job.id, job.version, reason);
    }
  }

  async function renderNow(job: HighlightJob): Promise<void> {
    const photos = job.photos.map((photo) => ({ ...photo, bytes: bestBytes(photo.photoId, photo.frameId) }));
    if (job.attempts >= TRIES) return store.failHighlight(job.id, job.version, 'vision-crashed');
    const whole = photos.filter((photo): photo is typeof photo & Image => photo.bytes !== null);
    if (whole.length < photos.length || whole.length === 0)
      return store.failHighlight(job.id, job.version, 'bytes-missing');
    await store.beginHighlight(job.id);
    try {
      const request = {
        bytes: Buffer.concat(whole.map(({ bytes }) => bytes)),
        photos: whole.map(({ bytes, subject }) => ({ length: bytes.length, subject })),
        best: job.best,
      };
      const images = await vision.run('highlight', request, { signal: cancel.signal });
      await store.saveHighlight(job.id, job.version, images);
      log.info({ highlight: job.id, photos: whole.length }, 'highlight');
    } catch (error) {
      await store.forgoHighlight(job.id);
      throw error;
    }
  }

  function bestBytes(photoId: number, frameId: number): Uint8Array | null {
    return store.image(photoId, 'upscaled')?.bytes ?? store.frameBytes(frameId);
  }

  async function step(): Promise<boolean> {
    let job = store.nextHighlightJob([...putOff]);
    if (!job && putOff.size > 0) {
      putOff.clear();
      job = store.nextHighlightJob();
    }
    if (job) await render(job);
    return job !== null;
  }

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        while (!cancel.signal.aborted && (await step()));
      } catch (error) {
        stumble(error);
        break;
      }
    } while (again);
    running = null;
  }

  function stumble(error: unknown): void {
    if (cancel.signal.aborted) return;
    log.error({ err: error, retryMs: RETRY_MS }, 'no highlight can be made for now');
    cancelRetry = clock.after(RETRY_MS, wake);
  }

  function wake(): void {
    again = true;
    if (running || cancel.signal.aborted) return;
    cancelRetry();
    // The first await lies before the end of work(), so this is set before it is cleared.
    running = Promise.resolve().then(work);
  }

  async function idle(): Promise<void> {
    while (running) await running;
  }

  wake();
  return {
    idle,

    async make(kind: PeriodKind, day: string): Promise<HighlightRow | null> {
      const period = periodOf(kind, day, wall);
      if (!period) throw new Refusal('request-invalid', `There is no day ${day}.`);
      const row = await plan(period);
      wake();
      return row.state === 'quiet' ? null : row;
    },

    present: (kind: PeriodKind): string => periodAt(kind, clock.now(), wall).day,

    async runDue(signal: AbortSignal): Promise<string> {
      const now = clock.now();
      let made = 0;
      for (const period of recentPeriods(now, DUE_DAYS, wall)) {
        if (signal.aborted || !isDue(period, now)) continue;
        if ((await plan(period)).state === 'pending') made += 1;
      }
      await trim();
      wake();
      await idle();
      return made === 1 ? 'One highlight was made.' : `${made} highlights were made.`;
    },

    async stop() {
      cancelRetry();
      cancel.abort();
      await running;
    },
  };
}
