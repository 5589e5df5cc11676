import { Backoff } from '../core/backoff.js';
import type { Clock } from '../core/clock.js';
import { type HealthIssue, messageOf, Refusal } from '../core/errors.js';
import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import { type StepOutcome, Worker } from '../core/worker.js';
import type { Cut } from '../imaging/select/types.js';
import type { FrameAnalysis, Vision } from '../imaging/vision/types.js';
import { sayAside, WAYS_TO_RETRY } from '../services/doctor/bursts-aside.js';
import type { Work } from '../store/contract.js';
import { cutOrderOf, LONG_QUEUE } from './cut-order.js';
import { CutStage } from './cut-stage.js';
import { ThumbnailStage } from './thumbnail-stage.js';
import { UpscaleStage } from './upscale-stage.js';

/** Collaborators of the pipeline from a closed burst to an enlarged photo. */
export interface PipelineDeps {
  store: Work;
  vision: Vision;
  chooseCut: (frames: { index: number; analysis: FrameAnalysis }[]) => Cut;
  /** Name of the program and the models that look at frames (`basisOf`). */
  basis: string;
  clock: Clock;
  log: Logger;
  /** How far the enlargement of a photo has come, 0..1. */
  onProgress?: (photoId: number, done: number) => void;
}

/** Jobs done and seconds spent on them since the start, for each stage. */
export type Stages = Record<'cut' | 'upscale', { jobs: number; seconds: number }>;

const RETRIES = { firstMs: 2_000, maxMs: 60_000, jitter: 0 };
/** Another process may have put a burst back into the queue: the command line does. */
const LOOK_AGAIN_MS = 60_000;

/**
 * frames -> burst -> cut -> upscale -> store -> announce, from the closed burst on. The queue is the database:
 * every step finds its work by state, finishes it in one commit, and can be killed between any two lines.
 * Cuts go before enlargements, so that a photo is on the phone before it is large; thumbnails that the disk has damaged
 * are made anew in between.
 *
 * A burst that cannot be cut for a reason of its own is set aside with the reason. One whose cut was ended from
 * outside, or by a failure of the hub itself, goes to the back of the queue: nothing it can do blocks the others.
 */
export class Pipeline {
  readonly #deps: PipelineDeps;
  readonly #cuts: CutStage;
  readonly #thumbnails: ThumbnailStage;
  readonly #upscales: UpscaleStage;
  readonly #worker: Worker;
  readonly #stages: Stages = { cut: { jobs: 0, seconds: 0 }, upscale: { jobs: 0, seconds: 0 } };
  #resumed = false;
  /** Cuts since the start. */
  #turn = 0;

  constructor(deps: PipelineDeps) {
    const { clock, log, onProgress = () => {} } = deps;
    this.#deps = deps;
    this.#cuts = new CutStage(deps);
    this.#thumbnails = new ThumbnailStage(deps);
    this.#upscales = new UpscaleStage({ ...deps, onProgress });
    this.#worker = new Worker({
      step: (signal) => this.#step(signal),
      backoff: new Backoff(RETRIES),
      wakeEndsPause: true,
      clock,
      onFailure: (error, waitMs) =>
        log.error({ err: error, retryMs: waitMs }, 'the pipeline cannot work for now'),
    });
  }

  /** Takes up whatever the database says is unfinished. */
  start(): void {
    this.#worker.start();
  }

  /** Says that there may be new work. Cheap; may be called at any time. */
  wake(): void {
    this.#worker.wake();
  }

  /** Resolves when nothing is left to do or nothing can be done for now. */
  idle(): Promise<void> {
    return this.#worker.idle();
  }

  /** Lets go of the work in hand; it is found again at the next start. */
  stop(): Promise<void> {
    return this.#worker.stop();
  }

  stages(): Stages {
    return this.#stages;
  }

  /** The fault that keeps the pipeline from working, if there is one. */
  issue(): string | null {
    const pause = this.#worker.pause();
    return pause === null ? null : messageOf(pause.error);
  }

  /** What a person should know: why photos wait, how many do when they are many, and which were set aside. */
  issues(): HealthIssue[] {
    const { store, clock } = this.#deps;
    const issue = this.issue();
    const { waiting, oldestClosedAt } = store.cutQueue();
    const aside = store.burstsAside();
    return [
      ...(issue === null ? [] : [{ code: 'photos-wait', text: `photos wait: ${issue}` }]),
      ...(waiting < LONG_QUEUE ? [] : [queueIssue(waiting, clock.now() - (oldestClosedAt ?? clock.now()))]),
      ...(aside.length === 0 ? [] : [asideIssue(aside)]),
    ];
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    const { store } = this.#deps;
    if (!this.#resumed) await store.requeueInterrupted();
    this.#resumed = true;
    const burstId = store.nextCut(cutOrderOf(this.#turn, store.cutQueue().waiting));
    if (burstId !== null) {
      this.#turn += 1;
      await this.#timed('cut', () => this.#cut(burstId, signal));
      return 'again';
    }
    const damaged = this.#thumbnails.next();
    if (damaged) {
      await this.#thumbnails.run(damaged, signal);
      return 'again';
    }
    const upscale = this.#upscales.next();
    if (!upscale) return { afterMs: LOOK_AGAIN_MS };
    await this.#timed('upscale', () => this.#upscales.run(upscale, signal));
    return 'again';
  }

  async #timed(stage: keyof Stages, job: () => Promise<void>): Promise<void> {
    const { clock } = this.#deps;
    const began = clock.monotonic();
    await job();
    this.#stages[stage].jobs += 1;
    this.#stages[stage].seconds += (clock.monotonic() - began) / 1000;
  }

  async #cut(burstId: number, signal: AbortSignal): Promise<void> {
    const { store } = this.#deps;
    await store.beginCut(burstId);
    try {
      await this.#cuts.run(store.cutJob(burstId), signal);
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'item') return this.#setAside(burstId, error);
      if (kind === 'hub') await store.requeueCut(burstId);
      throw error;
    }
  }

  /** Unless the burst was opened again, or went, while it was looked at: then it does not wait for a cut any more. */
  async #setAside(burstId: number, error: unknown): Promise<void> {
    const { store, log } = this.#deps;
    if (error instanceof Refusal && error.code === 'burst-not-closed') return;
    log.error({ err: error, burst: burstId }, 'burst set aside');
    await store.setBurstAside(burstId, recordOf(error));
  }
}

const HOUR_MS = 3_600_000;

function queueIssue(waiting: number, oldestMs: number): HealthIssue {
  const hours = Math.max(0, Math.floor(oldestMs / HOUR_MS));
  const since = hours === 0 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`;
  const text = `${waiting} bursts wait for their photo, the oldest for ${since}; the newest go first`;
  return { code: 'photos-late', text };
}

function asideIssue(aside: readonly { id: number; reason: string }[]): HealthIssue {
  return { code: 'bursts-aside', text: `${sayAside(aside)}: try again ${WAYS_TO_RETRY}` };
}
