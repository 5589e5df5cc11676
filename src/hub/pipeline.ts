import type { Clock } from '../core/clock.js';
import { messageOf, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { runCascade } from '../imaging/select/cascade.js';
import { recalling } from '../imaging/select/recall.js';
import type { Cut } from '../imaging/select/types.js';
import type { CoarseStats, Detection, Detections, FrameAnalysis, Vision } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import type { CutJob, UpscaleJob } from '../store/types.js';

/** Collaborators of the pipeline from a closed burst to an enlarged photo. */
export interface PipelineParts {
  store: Work;
  vision: Vision;
  chooseCut: (frames: { index: number; analysis: FrameAnalysis }[]) => Cut;
  clock: Clock;
  log: Logger;
  /** How far the enlargement of a photo has come, 0..1. */
  onProgress?: (photoId: number, done: number) => void;
}

/** Worker that takes closed bursts to photos, and photos to their enlargements. */
export interface Pipeline {
  /** Takes up whatever the database says is unfinished. */
  start(): void;
  /** Says that there may be new work. Cheap; may be called at any time. */
  wake(): void;
  /** Resolves when nothing is left to do or nothing can be done for now. */
  idle(): Promise<void>;
  /** What was finished since the start, and the seconds it took in all. */
  stages(): Stages;
  /** The fault that keeps the pipeline from working, if there is one. */
  trouble(): string | null;
  /** Lets go of the work in hand; it is found again at the next start. */
  stop(): Promise<void>;
}

/** Jobs done and seconds spent on them since the start, for each stage. */
export type Stages = Record<'cut' | 'upscale', { jobs: number; seconds: number }>;

/** An enlargement that was begun and took the whole hub down this often is given up. */
const UPSCALE_TRIES = 3;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

/**
 * frames -> burst -> cut -> upscale -> store -> announce, from the closed burst on. The queue is the database:
 * every step finds its work by state, finishes it in one commit, and can be killed between any two lines.
 * Cuts go before enlargements, so that a photo is on the phone before it is large.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { store, vision, clock, log } = parts;
  const cancel = new AbortController();
  let running: Promise<void> | null = null;
  let again = false;
  let trouble: string | null = null;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry = () => {};
  const stages: Stages = { cut: { jobs: 0, seconds: 0 }, upscale: { jobs: 0, seconds: 0 } };

  async function step(): Promise<boolean> {
    const cutJob = store.nextCutJob();
    if (cutJob) {
      await timed('cut', () => cutBurst(cutJob));
      return true;
    }
    const upscaleJob = store.nextUpscaleJob();
    if (upscaleJob) await timed('upscale', () => enlarge(upscaleJob));
    return upscaleJob !== null;
  }

  async function timed(stage: keyof Stages, job: () => Promise<void>): Promise<void> {
    const began = clock.monotonic();
    await job();
    stages[stage].jobs += 1;
    stages[stage].seconds += (clock.monotonic() - began) / 1000;
  }

  async function cutBurst(job: CutJob): Promise<void> {
    const frames = await examineAll(job);
    if (frames.length === 0) return store.markEmpty(job.burstId, job.closedAt);
    const cut = parts.chooseCut(frames);
    const chosen = job.frames.find((frame) => frame.index === cut.chosen);
    if (!chosen)
      throw new Error(`the cut chose frame ${cut.chosen}, which burst ${job.burstId} does not have`);
    const thumbnails = await orSetAside(chosen.frameId, (bytes) =>
      vision.run('thumbnails', { bytes }, { signal: cancel.signal }),
    );
    if (!thumbnails) return;
    const { burstId, closedAt } = job;
    const { photoId } = await store.saveCut({ burstId, closedAt, cut, thumbnails, at: clock.now() });
    if (photoId === null) return;
    log.info(
      { camera: job.camera, burst: job.burst, photo: photoId, frame: cut.chosen, why: cut.summary.text },
      'best cut',
    );
  }

  /** Looks no more closely than the choice needs; every usable frame gets what was seen of it. */
  async function examineAll(job: CutJob) {
    const ids = new Map(job.frames.map(({ index, frameId }) => [index, frameId]));
    const idOf = (index: number) => ids.get(index) as number;
    const examiner = recalling(
      {
        glance: (index) => glance(idOf(index)),
        sight: (index) => sight(idOf(index)),
        analyse: (index, place) => analyse(idOf(index), place),
      },
      new Map(job.frames.map(({ index, looks }) => [index, looks])),
      (index, look) => store.saveLook(idOf(index), look),
    );
    const examined = await runCascade([...ids.keys()], examiner, parts.chooseCut);
    // Asked for at once: all of them are one commit.
    await Promise.all(examined.map(({ index, analysis }) => store.saveAnalysis(idOf(index), analysis)));
    return examined;
  }

  function glance(frameId: number): Promise<CoarseStats | null> {
    return orSetAside(frameId, (bytes) => vision.run('glance', { bytes }, { signal: cancel.signal }));
  }

  function sight(frameId: number): Promise<Detections | null> {
    return orSetAside(frameId, (bytes) => vision.run('sight', { bytes }, { signal: cancel.signal }));
  }

  function analyse(frameId: number, place: Detection | null): Promise<FrameAnalysis | null> {
    return orSetAside(frameId, (bytes) => vision.run('analyse', { bytes, place }, { signal: cancel.signal }));
  }

  /** Runs `look` on the frame's bytes; a frame that is refused is set aside with the reason and gives null. */
  async function orSetAside<T>(frameId: number, look: (bytes: Uint8Array) => Promise<T>): Promise<T | null> {
    const bytes = store.frameBytes(frameId);
    if (!bytes) {
      await store.setAside(frameId, 'bytes-missing');
      return null;
    }
    try {
      return await look(bytes);
    } catch (error) {
      if (!isVerdict(error)) throw error;
      log.warn({ frame: frameId, reason: error.code }, 'frame set aside');
      await store.setAside(frameId, error.code);
      return null;
    }
  }

  async function enlarge({ photoId, frameId, attempts }: UpscaleJob): Promise<void> {
    const bytes = store.frameBytes(frameId);
    if (!bytes) return store.failUpscale(photoId, frameId, 'bytes-missing');
    if (attempts >= UPSCALE_TRIES) return store.failUpscale(photoId, frameId, 'vision-crashed');
    await store.beginUpscale(photoId);
    try {
      const onProgress = (done: number) => parts.onProgress?.(photoId, done);
      const options = { signal: cancel.signal, onProgress };
      const { image, model } = await vision.run('upscale', { bytes, scale: 2 }, options);
      await store.saveUpscale(photoId, frameId, image, model);
      log.info({ photo: photoId, model, width: image.width, height: image.height }, 'upscaled');
    } catch (error) {
      if (!isVerdict(error)) {
        await store.forgoUpscale(photoId);
        throw error;
      }
      log.warn({ photo: photoId, reason: error.code }, 'upscale failed');
      await store.failUpscale(photoId, frameId, error.code);
    }
  }

  async function work(): Promise<void> {
    do {
      again = false;
      try {
        while (!cancel.signal.aborted && (await step())) recover();
      } catch (error) {
        stumble(error);
      }
    } while (again && trouble === null && !cancel.signal.aborted);
    // Here and not in a later turn: a wake-up in between would find a worker that has stopped looking.
    running = null;
  }

  function recover(): void {
    trouble = null;
    retryMs = FIRST_RETRY_MS;
  }

  /** Nothing is lost by waiting: the work stays where it is in the database. */
  function stumble(error: unknown): void {
    if (cancel.signal.aborted) return;
    trouble = messageOf(error);
    log.error({ err: error, retryMs }, 'the pipeline cannot work for now');
    cancelRetry = clock.after(retryMs, () => wake());
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  function wake(): void {
    again = true;
    if (running || cancel.signal.aborted) return;
    cancelRetry();
    trouble = null;
    // The first await lies before the end of work(), so this is set before it is cleared.
    running = Promise.resolve().then(work);
  }

  return {
    start: wake,
    wake,
    idle: async () => {
      while (running) await running;
    },
    trouble: () => trouble,
    stages: () => stages,
    stop: async () => {
      cancelRetry();
      cancel.abort();
      await running;
    },
  };
}

/** A refusal is about this image; being busy is about the moment and is tried again. */
function isVerdict(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code !== 'vision-busy' && error.code !== 'cancelled';
}
