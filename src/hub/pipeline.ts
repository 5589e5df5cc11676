import { Backoff } from '../core/backoff.js';
import type { Clock } from '../core/clock.js';
import { type HealthIssue, messageOf, Refusal } from '../core/errors.js';
import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import { type StepOutcome, Worker } from '../core/worker.js';
import type { Cut } from '../imaging/select/types.js';
import type { FrameAnalysis, Vision } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import type { Recognition } from '../store/recognition.js';
import { CameraTurns } from './camera-turns.js';
import { CutStage } from './cut-stage.js';
import { queueIssues } from './pipeline-health.js';
import { ThumbnailStage } from './thumbnail-stage.js';
import { UpscaleStage } from './upscale-stage.js';
import { type CutTurn, type UpscaleTurn, WorkPicker } from './work-picker.js';

/** Collaborators of the pipeline from a closed burst to an enlarged photo. */
export interface PipelineDeps {
  store: Work & Pick<Recognition, 'tellsPetsApart'>;
  vision: Vision;
  chooseCut: (frames: { index: number; analysis: FrameAnalysis }[]) => Cut;
  /** Name of the program and the models that look at frames (`basisOf`). */
  basis: string;
  /** Name of the model that says what pets look like (`appearanceModelOf`); absent or null without one. */
  appearanceModel?: string | null;
  clock: Clock;
  log: Logger;
  /** How far the enlargement of a photo has come, 0..1. */
  onProgress?: (photoId: number, done: number) => void;
}

/** Jobs done and seconds spent on them since the start, for each stage. */
export type Stages = Record<'cut' | 'upscale', { jobs: number; seconds: number }>;

const RETRIES = { firstMs: 2_000, maxMs: 60_000, jitter: 0 };
/** An enlargement that was broken off for a cut starts anew; a photo waits for no more cuts than these. */
const MOST_INTERRUPTIONS = 3;
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
 *
 * Cameras take turns by what their pictures have cost of late: between two looks at the frames of one camera the bursts
 * of those that have cost less are cut, and an enlargement is broken off for them.
 */
export class Pipeline {
  readonly #deps: PipelineDeps;
  readonly #cuts: CutStage;
  readonly #thumbnails: ThumbnailStage;
  readonly #upscales: UpscaleStage;
  readonly #worker: Worker;
  readonly #stages: Stages = { cut: { jobs: 0, seconds: 0 }, upscale: { jobs: 0, seconds: 0 } };
  readonly #turns: CameraTurns;
  readonly #picker: WorkPicker;
  /** How often an enlargement was broken off for a cut, by photo. */
  readonly #interruptions = new Map<number, number>();
  /** Cuts in hand, each begun between two looks of the one before it: time of its own, and of those within it, in ms. */
  readonly #cutting: { ownMs: number; withinMs: number }[] = [];
  #enlarging: { camera: string; photoId: number; breakOff: AbortController } | null = null;
  /** When the work in hand was last charged to its camera. */
  #chargedAt = 0;
  #resumed = false;

  constructor(parts: PipelineDeps) {
    const deps = { ...parts, log: parts.log.child({ component: 'pipeline' }) };
    const { clock, log, onProgress = () => {} } = deps;
    this.#deps = deps;
    this.#turns = new CameraTurns(clock);
    this.#cuts = new CutStage({
      ...deps,
      beforeLook: (camera, signal) => this.#letOthersGo(camera, signal),
      onCostly: (camera) => this.#turns.strike(camera),
    });
    this.#thumbnails = new ThumbnailStage(deps);
    this.#upscales = new UpscaleStage({ ...deps, onProgress });
    this.#picker = new WorkPicker(deps.store, this.#upscales, this.#turns);
    this.#worker = new Worker({
      step: (signal) => this.#step(signal),
      backoff: new Backoff(RETRIES),
      wakeEndsPause: true,
      clock,
      onFailure: (error, waitMs) =>
        log.error({ err: error, retryMs: waitMs }, 'pipeline: job failed, trying again later'),
    });
  }

  /** Takes up whatever the database says is unfinished. */
  start(): void {
    this.#worker.start();
  }

  /** Says that there may be new work. Cheap; may be called at any time. */
  wake(): void {
    this.#worker.wake();
    this.#breakOffForOthers();
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

  /** Health issues: why photos wait, how many do when they are many, and which were set aside. */
  issues(): HealthIssue[] {
    const { store, clock } = this.#deps;
    const issue = this.issue();
    return [
      ...(issue === null ? [] : [{ code: 'photos-wait', text: `photos wait: ${issue}` }]),
      ...queueIssues(store, clock.now()),
    ];
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    const { store } = this.#deps;
    if (!this.#resumed) await store.requeueInterrupted();
    this.#resumed = true;
    const next = this.#picker.next();
    if (next?.stage === 'cut') {
      await this.#takeCut(next, signal);
      return 'again';
    }
    const damaged = this.#thumbnails.next();
    if (damaged) {
      await this.#thumbnails.run(damaged, signal);
      return 'again';
    }
    if (next === null) return { afterMs: LOOK_AGAIN_MS };
    await this.#takeUpscale(next, signal);
    return 'again';
  }

  /** Cuts a burst; its time is charged to its camera. */
  async #takeCut({ camera, burstId }: CutTurn, signal: AbortSignal): Promise<void> {
    this.#picker.take(camera);
    this.#turns.begin(camera);
    this.#chargedAt = this.#deps.clock.monotonic();
    const times = { ownMs: 0, withinMs: 0 };
    this.#cutting.push(times);
    try {
      await this.#cut(burstId, signal);
      this.#stages.cut.jobs += 1;
    } catch (error) {
      this.#picker.putOff(camera);
      throw error;
    } finally {
      this.#charge('cut', camera);
      this.#turns.noteCut(camera, times.ownMs);
      this.#picker.letGo(camera);
      this.#cutting.pop();
      const outer = this.#cutting.at(-1);
      if (outer) outer.withinMs += times.ownMs + times.withinMs;
    }
  }

  /**
   * Cuts, before the next look at a frame of `camera`, the bursts of cameras that have cost less. They take no longer
   * than the cut in hand has taken itself, which so takes at most twice its time.
   */
  async #letOthersGo(camera: string, signal: AbortSignal): Promise<void> {
    this.#charge('cut', camera);
    const times = this.#cutting.at(-1) as { ownMs: number; withinMs: number };
    const before = () => this.#picker.before(camera, times.ownMs - times.withinMs);
    for (let next = before(); next && !signal.aborted; next = before()) {
      // The failure is met again, and reported, when the burst's usual turn comes.
      await this.#takeCut(next, signal).catch(() => {});
    }
  }

  async #takeUpscale({ camera, job }: UpscaleTurn, signal: AbortSignal): Promise<void> {
    const { photoId } = job;
    const breakOff = new AbortController();
    this.#enlarging = { camera, photoId, breakOff };
    this.#turns.begin(camera);
    this.#chargedAt = this.#deps.clock.monotonic();
    try {
      await this.#upscales.run(job, AbortSignal.any([signal, breakOff.signal]));
      this.#stages.upscale.jobs += 1;
      this.#interruptions.delete(photoId);
    } catch (error) {
      if (signal.aborted || !breakOff.signal.aborted) throw error;
      this.#interruptions.set(photoId, (this.#interruptions.get(photoId) ?? 0) + 1);
    } finally {
      this.#enlarging = null;
      this.#charge('upscale', camera);
    }
  }

  /** Breaks an enlargement off when a burst waits whose turn it is. */
  #breakOffForOthers(): void {
    if (!this.#enlarging) return;
    const { camera, photoId, breakOff } = this.#enlarging;
    if ((this.#interruptions.get(photoId) ?? 0) >= MOST_INTERRUPTIONS) return;
    this.#charge('upscale', camera);
    try {
      if (this.#picker.before(camera)) breakOff.abort();
    } catch {
      // A database that cannot be read is met, and said, by the next piece of work.
    }
  }

  #charge(stage: keyof Stages, camera: string): void {
    const now = this.#deps.clock.monotonic();
    const ms = now - this.#chargedAt;
    this.#chargedAt = now;
    this.#stages[stage].seconds += ms / 1000;
    this.#turns.charge(camera, ms);
    const cutting = this.#cutting.at(-1);
    if (cutting) cutting.ownMs += ms;
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
    log.error({ err: error, burst: burstId }, 'pipeline: set a burst aside');
    await store.setBurstAside(burstId, recordOf(error));
  }
}
