import { LARGEST_FRAME_LIMITS } from '../../../imaging/vision/frame-limits.js';
import type { Vision } from '../../../imaging/vision/types.js';
import type { Gallery } from '../../../store/contract.js';
import type { CutResult } from '../../../store/types.js';
import { ApiRefusal } from '../http/problems.js';

type Thumbnails = CutResult['thumbnails'];

/** About 70 KB each. */
const REMEMBERED = 64;

/**
 * Thumbnails of frames that were not chosen. The store keeps those of photos only: these are made when somebody
 * looks into a burst, and the newest are remembered. Frames never change, so neither do their thumbnails.
 */
export class FrameThumbnails {
  readonly #store: Pick<Gallery, 'frameImage'>;
  readonly #vision: Pick<Vision, 'run'>;
  readonly #made = new Map<number, Promise<Thumbnails>>();

  constructor(store: Pick<Gallery, 'frameImage'>, vision: Pick<Vision, 'run'>) {
    this.#store = store;
    this.#vision = vision;
  }

  /** Asked twice at once, a frame is decoded once. @throws {ApiRefusal} `frame-unknown` */
  of(frameId: number): Promise<Thumbnails> {
    const made = this.#made.get(frameId) ?? this.#make(frameId);
    this.#made.delete(frameId);
    this.#made.set(frameId, made);
    while (this.#made.size > REMEMBERED) this.#made.delete(this.#made.keys().next().value as number);
    return made;
  }

  #make(frameId: number): Promise<Thumbnails> {
    const frame = this.#store.frameImage(frameId);
    if (!frame)
      throw new ApiRefusal('frame-unknown', 'There is no such frame, or its bytes have been removed by now.');
    const made = this.#vision.run('thumbnails', {
      bytes: frame.bytes,
      limits: LARGEST_FRAME_LIMITS,
    });
    made.catch(() => this.#made.delete(frameId));
    return made;
  }
}
