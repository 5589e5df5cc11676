import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import type { UpscaleJob } from '../store/work.js';
import { PutOff } from './put-off.js';

/** Collaborators of the stage from a photo to its enlargement. */
export interface UpscaleStageDeps {
  store: Work;
  vision: Pick<Vision, 'run'>;
  log: Logger;
  /** How far the enlargement of a photo has come, 0..1. */
  onProgress: (photoId: number, done: number) => void;
}

/**
 * From a photo to its enlargement, in one commit. One during which the hub ended goes behind those that were begun less
 * often; it is not given up for that.
 */
export class UpscaleStage {
  readonly #deps: UpscaleStageDeps;
  readonly #putOff = new PutOff();

  constructor(deps: UpscaleStageDeps) {
    this.#deps = deps;
  }

  /** The photo to enlarge next, as `pick` chooses among the cameras' next ones; null when it chooses none. */
  next<T>(pick: (nextOf: (camera: string) => UpscaleJob | null) => T | null): T | null {
    const { store } = this.#deps;
    return this.#putOff.next((except) => pick((camera) => store.nextUpscaleJob(except, camera)));
  }

  /** Enlarges one photo, gives it up with its reason, or throws what keeps the hub from working. */
  async run(job: UpscaleJob, signal: AbortSignal): Promise<void> {
    const { store, log } = this.#deps;
    const { photoId, frameId } = job;
    try {
      await this.#enlarge(job, signal);
    } catch (error) {
      if (failureKind(error) !== 'item') {
        this.#putOff.add(photoId);
        throw error;
      }
      const { reason, detail } = recordOf(error);
      log.warn({ photo: photoId, reason, detail }, 'pipeline: upscaling a photo failed');
      await store.failUpscale(photoId, frameId, reason);
    }
  }

  async #enlarge({ photoId, frameId, turn }: UpscaleJob, signal: AbortSignal): Promise<void> {
    const { store, vision, log, onProgress } = this.#deps;
    const bytes = store.frameBytes(frameId);
    if (!bytes) return store.failUpscale(photoId, frameId, 'bytes-missing');
    await store.beginUpscale(photoId);
    try {
      const options = { signal, onProgress: (done: number) => onProgress(photoId, done) };
      const { image, model } = await vision.run('upscale', { bytes, scale: 2 }, options);
      await store.saveUpscale(photoId, frameId, image, model, turn);
      log.info(
        { photo: photoId, model, width: image.width, height: image.height },
        'pipeline: upscaled a photo',
      );
    } catch (error) {
      await store.forgoUpscale(photoId);
      throw error;
    }
  }
}
