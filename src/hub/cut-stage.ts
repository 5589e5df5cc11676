import type { Clock } from '../core/clock.js';
import { messageOf, Refusal } from '../core/errors.js';
import { failureKind } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import { type Examiner, runCascade } from '../imaging/select/cascade.js';
import { BLANK_CODES } from '../imaging/select/reasons.js';
import { recalling } from '../imaging/select/recall.js';
import type { Cut } from '../imaging/select/types.js';
import { frameLimitsOf } from '../imaging/vision/frame-limits.js';
import type { ImageLimits } from '../imaging/vision/image-limits.js';
import type { FrameAnalysis, Subject, Vision, VisionTask, VisionTasks } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import { COSTLY, LOST_IN_VISION } from '../store/reads/aside.js';
import { petsToRecognise } from '../store/reads/household.js';
import type { Recognition } from '../store/recognition.js';
import type { CutJob, CutResult } from '../store/work.js';
import { BurstScene } from './burst-scene.js';
import { lookAtPets } from './recognition.js';

/** Collaborators of the stage from a closed burst to its photo. */
export interface CutStageDeps {
  store: Work & Pick<Recognition, 'tellsPetsApart'>;
  vision: Pick<Vision, 'run'>;
  chooseCut: (frames: { index: number; analysis: FrameAnalysis }[]) => Cut;
  /** Name of the program and the models that look at frames (`basisOf`). */
  basis: string;
  /** Name of the model that says what pets look like; absent or null without one. */
  appearanceModel?: string | null;
  /** Called before each look at a frame, and waited for: the turn of others may have come. */
  beforeLook: (camera: string, signal: AbortSignal) => Promise<void>;
  /** Called for each frame that cost too much. */
  onCostly: (camera: string) => void;
  clock: Clock;
  log: Logger;
}

/** From a closed burst to its photo: every usable frame is judged, the chosen one becomes the photo, in one commit. */
export class CutStage {
  readonly #deps: CutStageDeps;

  constructor(deps: CutStageDeps) {
    this.#deps = deps;
  }

  /** Cuts one burst, takes it out of the queue, or throws what keeps the cut from being made. */
  async run(job: CutJob, signal: AbortSignal): Promise<void> {
    const { store, chooseCut, clock, log } = this.#deps;
    const cutting = new Cutting(this.#deps, job, signal);
    // A chosen frame that gives no thumbnails is no usable frame: the choice is made again without it.
    for (;;) {
      const frames = await cutting.examineAll();
      if (frames.length === 0) return cutting.end();
      const cut = chooseCut(frames);
      if (isOneMoreBlank(cut, job)) return cutting.endBlank(cut);
      const scene = await cutting.scene.learned(cut.chosen);
      const thumbnails = await cutting.thumbnailsOf(cut.chosen);
      if (!thumbnails) continue;
      const { burstId, closedAt, camera, burst } = job;
      const seen = await cutting.petsOf(cut.chosen, frames);
      const made = { burstId, closedAt, cut, thumbnails, at: clock.now() };
      const { photoId } = await store.saveCut({ ...made, ...(scene && { scene }), ...(seen && { seen }) });
      // The burst was reopened for late frames meanwhile, and is cut again when it closes.
      if (photoId === null) return;
      log.info(
        { camera, burst, photo: photoId, frame: cut.chosen, why: cut.summary.text },
        'pipeline: chose the best cut',
      );
      return;
    }
  }
}

/** After this time a burst that shows nothing is shown again, in ms: somebody should look at the camera. */
const BLANK_MS = 12 * 3_600_000;

/** True for a burst that nobody asked for and that shows nothing, where the photo before it says so already. */
function isOneMoreBlank({ summary }: Cut, { trigger, previous, closedAt }: CutJob): boolean {
  if (!BLANK_CODES.has(summary.code) || trigger === 'command' || trigger === 'button') return false;
  return previous !== null && previous.code === summary.code && closedAt - previous.takenAt < BLANK_MS;
}

/** One burst that is being cut. */
class Cutting {
  /** What is known of the camera's scene. */
  readonly scene: BurstScene;
  readonly #deps: CutStageDeps;
  readonly #job: CutJob;
  readonly #signal: AbortSignal;
  /** Ids of the frames that are still usable, by their index. */
  readonly #frames: Map<number, number>;
  readonly #looks: Map<number, CutJob['frames'][number]['looks']>;
  readonly #limits: ImageLimits;
  /** Why frames were set aside. */
  readonly #lost: string[];

  constructor(deps: CutStageDeps, job: CutJob, signal: AbortSignal) {
    this.#deps = deps;
    this.#job = job;
    this.#signal = signal;
    this.#frames = new Map(job.frames.map(({ index, frameId }) => [index, frameId]));
    this.#looks = new Map(job.frames.map(({ index, looks }) => [index, [...looks]]));
    this.#limits = frameLimitsOf(job.sensor, job.pixels);
    this.#lost = [...job.lost];
    this.scene = new BurstScene(job, (index, boxes) => this.#contentsOf(index, boxes));
  }

  /** Looks no more closely than the choice needs; every usable frame gets what was seen of it. */
  async examineAll(): Promise<{ index: number; analysis: FrameAnalysis }[]> {
    const { store, basis } = this.#deps;
    const examiner = recalling(
      {
        coarseStats: (index) => this.#look(index, 'coarseStats', {}),
        detect: (index) => this.#look(index, 'detect', {}),
        analyse: (index, box) => this.#look(index, 'analyse', { box }),
      },
      {
        known: this.#looks,
        basis,
        keep: async (index, look) => {
          await store.saveLook(this.#idOf(index), look);
          this.#looks.get(index)?.push(look);
        },
      },
    );
    const examined = await runCascade([...this.#frames.keys()], this.#knowingScene(examiner));
    // Requested together, so that they share one commit.
    await Promise.all(examined.map(({ index, analysis }) => store.saveAnalysis(this.#idOf(index), analysis)));
    return examined;
  }

  /** Leaves out what is known of the scene after an answer was kept: it may be known by now, at another try. */
  #knowingScene(examiner: Examiner): Examiner {
    return {
      ...examiner,
      coarseStats: async (index) => {
        const stats = await examiner.coarseStats(index);
        if (stats) this.scene.note(index, stats);
        return stats;
      },
      detect: async (index) => {
        const found = await examiner.detect(index);
        return found && this.scene.withoutKnown(index, found);
      },
    };
  }

  /** Null when the vision process refuses the frame: the scene is left as it is known. */
  async #contentsOf(index: number, boxes: Subject[]): Promise<number[][] | null> {
    const { store, vision } = this.#deps;
    const bytes = store.frameBytes(this.#idOf(index));
    if (!bytes) return null;
    try {
      const request = { bytes, boxes, limits: this.#limits };
      return (await vision.run('contents', request, { signal: this.#signal })).contents;
    } catch (error) {
      if (!(error instanceof Refusal) || failureKind(error) !== 'item') throw error;
      return null;
    }
  }

  /** Ends a burst that shows nothing, as the one before it: a black night does not fill the gallery. */
  async endBlank(cut: Cut): Promise<void> {
    const { store, log } = this.#deps;
    const { burstId, closedAt, camera } = this.#job;
    log.info({ camera, burst: burstId, why: cut.summary.text }, 'cut: blank burst left out');
    await store.markEmpty(burstId, closedAt);
  }

  thumbnailsOf(index: number): Promise<VisionTasks['thumbnails']['response'] | null> {
    return this.#look(index, 'thumbnails', {});
  }

  /** What the pets in a frame look like, where that is needed to tell them apart; null as well where it was not seen. */
  async petsOf(
    index: number,
    frames: readonly { index: number; analysis: FrameAnalysis }[],
  ): Promise<CutResult['seen'] | null> {
    const { store, vision, appearanceModel: model = null } = this.#deps;
    const frame = frames.find((one) => one.index === index);
    if (model === null || !frame || !store.tellsPetsApart()) return null;
    const bytes = store.frameBytes(this.#idOf(index));
    const pets = petsToRecognise(frame.analysis);
    if (!bytes || pets.length === 0) return null;
    const picture = { bytes, limits: this.#limits };
    const seen = await lookAtPets(vision, picture, pets, this.#signal).catch((error: unknown) => {
      if (failureKind(error) === 'cancelled') throw error;
      // The photo does not wait for it: the recognition of photos that are there meets and says the same.
      return { reason: messageOf(error) };
    });
    return 'reason' in seen ? null : { model, appearances: seen.appearances };
  }

  /** Ends a burst without any usable frame; frames that the vision process was lost on are kept for another try. */
  async end(): Promise<void> {
    const { store, log } = this.#deps;
    const { burstId, closedAt } = this.#job;
    const reason = this.#lost.find((one) => LOST_IN_VISION.includes(one));
    if (reason === undefined) return store.markEmpty(burstId, closedAt);
    const detail = `none of its frames could be used: ${[...new Set(this.#lost)].join(', ')}`;
    log.error({ burst: burstId, reason, detail }, 'pipeline: set a burst aside');
    await store.setBurstAside(burstId, { reason, detail });
  }

  /** Has the vision process look at a frame; one that is refused is set aside with the reason and gives null. */
  async #look<T extends VisionTask>(
    index: number,
    task: T,
    question: Omit<VisionTasks[T]['request'], 'bytes' | 'limits'>,
  ): Promise<VisionTasks[T]['response'] | null> {
    const { store, vision, beforeLook } = this.#deps;
    await beforeLook(this.#job.camera, this.#signal);
    const bytes = store.frameBytes(this.#idOf(index));
    if (!bytes) return this.#setAside(index, 'bytes-missing');
    try {
      const request = { ...question, bytes, limits: this.#limits } as VisionTasks[T]['request'];
      return await vision.run(task, request, { signal: this.#signal });
    } catch (error) {
      if (!(error instanceof Refusal) || failureKind(error) !== 'item') throw error;
      return this.#setAside(index, error.code);
    }
  }

  async #setAside(index: number, reason: string): Promise<null> {
    const { store, log, onCostly } = this.#deps;
    log.warn({ frame: this.#idOf(index), reason }, 'pipeline: set a frame aside');
    if (COSTLY.includes(reason)) onCostly(this.#job.camera);
    await store.setAside(this.#idOf(index), reason);
    this.#frames.delete(index);
    this.#lost.push(reason);
    return null;
  }

  #idOf(index: number): number {
    const frameId = this.#frames.get(index);
    if (frameId === undefined)
      throw new Error(`burst ${this.#job.burstId} has no usable frame ${index}, which was asked for`);
    return frameId;
  }
}
