import type { Work } from '../store/contract.js';
import type { UpscaleJob } from '../store/work.js';
import type { CameraTurns } from './camera-turns.js';
import { cutOrderOf } from './cut-order.js';
import type { UpscaleStage } from './upscale-stage.js';

/** A burst to cut, by its id, and the camera whose turn it is. */
export interface CutTurn {
  stage: 'cut';
  camera: string;
  burstId: number;
}

/** A photo to enlarge, and the camera whose turn it is. */
export interface UpscaleTurn {
  stage: 'upscale';
  camera: string;
  job: UpscaleJob;
}

/** Finds the next piece of work in the database, so that cameras take turns by what they have cost of late. */
export class WorkPicker {
  readonly #store: Work;
  readonly #upscales: Pick<UpscaleStage, 'next'>;
  readonly #turns: CameraTurns;
  /** Cuts since the start, by camera. */
  readonly #cuts = new Map<string, number>();
  /** Cameras with a burst in hand. */
  readonly #inHand = new Set<string>();
  /** Cameras on whose bursts the hub could not work; the others go first, as the cause may be with these alone. */
  readonly #putOff = new Set<string>();

  constructor(store: Work, upscales: Pick<UpscaleStage, 'next'>, turns: CameraTurns) {
    this.#store = store;
    this.#upscales = upscales;
    this.#turns = turns;
  }

  /** The next piece of work; null when none is left. What is put off comes when nothing else is. */
  next(): CutTurn | UpscaleTurn | null {
    const next = this.#upscales.next((nextOf) => this.#firstTurn(nextOf));
    if (next || this.#putOff.size === 0) return next;
    this.#putOff.clear();
    return this.next();
  }

  /**
   * A burst of a camera that has cost less than `camera`, whose work is in hand, and that is likely to take at most
   * `mostMs`; null when there is none.
   */
  before(camera: string, mostMs = Number.POSITIVE_INFINITY): CutTurn | null {
    for (const { stage, camera: other, waiting } of this.#turns.order(this.#store.cameraBacklogs())) {
      if (stage === 'upscale' || other === camera || !this.#turns.goesBefore(other, camera)) continue;
      if (this.#turns.expectedCutMs(other) > mostMs) continue;
      const cut = this.#cutOf(other, waiting);
      if (cut) return cut;
    }
    return null;
  }

  take(camera: string): void {
    this.#cuts.set(camera, (this.#cuts.get(camera) ?? 0) + 1);
    this.#inHand.add(camera);
  }

  letGo(camera: string): void {
    this.#inHand.delete(camera);
  }

  putOff(camera: string): void {
    this.#putOff.add(camera);
  }

  #firstTurn(upscaleOf: (camera: string) => UpscaleJob | null): CutTurn | UpscaleTurn | null {
    for (const { stage, camera, waiting } of this.#turns.order(this.#store.cameraBacklogs())) {
      if (stage === 'cut') {
        const cut = this.#cutOf(camera, waiting);
        if (cut) return cut;
        continue;
      }
      const job = upscaleOf(camera);
      if (job) return { stage, camera, job };
    }
    return null;
  }

  #cutOf(camera: string, waiting: number): CutTurn | null {
    if (this.#putOff.has(camera) || this.#inHand.has(camera)) return null;
    const burstId = this.#store.nextCut(cutOrderOf(this.#cuts.get(camera) ?? 0, waiting), camera);
    return burstId === null ? null : { stage: 'cut', camera, burstId };
  }
}
