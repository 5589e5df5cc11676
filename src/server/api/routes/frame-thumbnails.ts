import { readTurn, type Turn, turnJpeg } from '../../../core/upright.js';
import { LARGEST_FRAME_LIMITS } from '../../../imaging/vision/frame-limits.js';
import type { Vision } from '../../../imaging/vision/types.js';
import type { Gallery } from '../../../store/contract.js';
import type { CutResult } from '../../../store/work.js';
import { ApiRefusal } from '../http/problems.js';

type Thumbnails = CutResult['thumbnails'];

/** About 70 KB each. */
const REMEMBERED = 64;

/**
 * Thumbnails of frames that were not chosen. The store keeps those of photos only: these are made when somebody
 * looks into a burst, and the newest are remembered. Frames change only by being turned.
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

  /** Thumbnails of a frame as it is seen turned by so much. @throws {ApiRefusal} `frame-unknown` */
  turned(frameId: number, turn: Turn): Promise<Thumbnails> {
    const { jpeg } = readTurn(this.#bytesOf(frameId));
    return this.#vision.run('thumbnails', { bytes: turnJpeg(jpeg, turn), limits: LARGEST_FRAME_LIMITS });
  }

  /** Forgets what was made: frames were turned. */
  forget(): void {
    this.#made.clear();
  }

  #bytesOf(frameId: number): Uint8Array {
    const frame = this.#store.frameImage(frameId);
    if (frame) return frame.bytes;
    throw new ApiRefusal('frame-unknown', 'There is no such frame, or its bytes have been removed by now.');
  }

  #make(frameId: number): Promise<Thumbnails> {
    const bytes = this.#bytesOf(frameId);
    const made = this.#vision.run('thumbnails', {
      bytes,
      limits: LARGEST_FRAME_LIMITS,
    });
    made.catch(() => this.#made.delete(frameId));
    return made;
  }
}
