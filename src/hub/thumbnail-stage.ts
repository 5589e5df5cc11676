import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Work } from '../store/contract.js';
import type { ThumbnailJob } from '../store/work.js';
import { PutOff } from './put-off.js';

/** Collaborators of the stage from a photo whose thumbnails are damaged to new ones. */
export interface ThumbnailStageDeps {
  store: Work;
  vision: Pick<Vision, 'run'>;
  log: Logger;
}

/** Makes damaged thumbnails anew, of the frame that the photo shows, in one commit each. */
export class ThumbnailStage {
  readonly #deps: ThumbnailStageDeps;
  readonly #putOff = new PutOff();
  /** Photos whose frame gives no thumbnails. They stay damaged, which health says; the next start tries again. */
  readonly #givenUp = new Set<number>();

  constructor(deps: ThumbnailStageDeps) {
    this.#deps = deps;
  }

  /** The next photo to make thumbnails of; null when none is left. */
  next(): ThumbnailJob | null {
    const { store } = this.#deps;
    return this.#putOff.next((except) => store.nextThumbnailJob([...except, ...this.#givenUp]));
  }

  /** Makes the thumbnails of one photo, gives it up, or throws what keeps the hub from working. */
  async run(job: ThumbnailJob, signal: AbortSignal): Promise<void> {
    const { photoId } = job;
    try {
      await this.#make(job, signal);
    } catch (error) {
      if (failureKind(error) !== 'item') {
        this.#putOff.add(photoId);
        throw error;
      }
      this.#giveUp(photoId, recordOf(error).reason);
    }
  }

  async #make({ photoId, frameId }: ThumbnailJob, signal: AbortSignal): Promise<void> {
    const { store, vision, log } = this.#deps;
    const bytes = store.frameBytes(frameId);
    if (!bytes) return this.#giveUp(photoId, 'bytes-missing');
    const thumbnails = await vision.run('thumbnails', { bytes }, { signal });
    await store.saveThumbnails(photoId, frameId, thumbnails);
    log.info({ photo: photoId }, 'pipeline: made thumbnails anew');
  }

  #giveUp(photoId: number, reason: string): void {
    this.#deps.log.warn({ photo: photoId, reason }, 'pipeline: making thumbnails anew failed');
    this.#givenUp.add(photoId);
  }
}
