import type { Clock } from '../core/clock.js';
import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import type { HighlightJob, Highlights } from '../store/highlights.js';
import { PutOff } from './put-off.js';

type Image = { bytes: Uint8Array };

/** Collaborators of the rendering: rows, photo bytes, the vision process. */
export interface HighlightStageDeps {
  store: Highlights &
    Pick<Work, 'frameBytes'> & { image(photoId: number, variant: 'upscaled'): Image | null };
  vision: Pick<Vision, 'run'>;
  clock: Clock;
  log: Logger;
}

/**
 * From the choice of a highlight to its images, in one commit. One during which the hub ended goes behind those that
 * were begun less often; it is not given up for that.
 */
export class HighlightStage {
  readonly #deps: HighlightStageDeps;
  readonly #putOff = new PutOff();

  constructor(deps: HighlightStageDeps) {
    this.#deps = deps;
  }

  /** The next highlight to render; null when none is left. */
  next(): HighlightJob | null {
    return this.#putOff.next((except) => this.#deps.store.nextHighlightJob(except));
  }

  /** Renders one highlight, ends it with its reason, or throws what keeps the hub from working. */
  async run(job: HighlightJob, signal: AbortSignal): Promise<void> {
    const { store, log } = this.#deps;
    try {
      await this.#render(job, signal);
    } catch (error) {
      if (failureKind(error) !== 'item') {
        this.#putOff.add(job.id);
        throw error;
      }
      const { reason, detail } = recordOf(error);
      log.warn({ highlight: job.id, reason, detail }, 'highlights: rendering failed');
      await store.failHighlight(job.id, job.version, reason);
    }
  }

  async #render(job: HighlightJob, signal: AbortSignal): Promise<void> {
    const { store, vision, log } = this.#deps;
    const photos = job.photos.map((photo) => ({
      ...photo,
      bytes: this.#bestBytes(photo.photoId, photo.frameId),
    }));
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
      const images = await vision.run('highlight', request, { signal });
      await store.saveHighlight(job.id, job.version, images);
      log.info({ highlight: job.id, photos: whole.length }, 'highlights: rendered');
    } catch (error) {
      await store.forgoHighlight(job.id);
      throw error;
    }
  }

  #bestBytes(photoId: number, frameId: number): Uint8Array | null {
    return this.#deps.store.image(photoId, 'upscaled')?.bytes ?? this.#deps.store.frameBytes(frameId);
  }
}
