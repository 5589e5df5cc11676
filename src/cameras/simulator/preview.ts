import type { Clock } from '../../core/clock.js';
import { MAX_PREVIEW_BYTES } from '../protocol/limits.js';

/** The live view of a camera without a sensor: pictures that are small enough stand for its small frames. */
export class Preview {
  readonly #clock: Clock;
  readonly #pictures: () => Uint8Array[];
  readonly #send: (picture: Uint8Array) => void;
  #cancel = () => {};

  constructor(clock: Clock, pictures: () => Uint8Array[], send: (picture: Uint8Array) => void) {
    this.#clock = clock;
    this.#pictures = pictures;
    this.#send = send;
  }

  /** Sends so many frames, one at a time; takes the place of a view that is still going on. */
  show(frames: number, everyMs: number): void {
    this.stop();
    if (frames < 1) return;
    const picture = this.#pictures().find(({ length }) => length <= MAX_PREVIEW_BYTES);
    if (picture) this.#send(picture);
    this.#cancel = this.#clock.after(everyMs, () => this.show(frames - 1, everyMs));
  }

  stop(): void {
    this.#cancel();
  }
}
