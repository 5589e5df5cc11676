import type { Firmware, Rollout } from '../../store/firmware.js';

/** How often a row is written while an image is received: a flush for every chunk would wear the card out. */
const NOTES = 16;

/** How many bytes each camera has: every chunk in memory, now and then on the disk. The camera itself knows best. */
export class Progress {
  readonly #store: Pick<Firmware, 'stepRollout'>;
  readonly #tell: (row: Rollout, percent: number) => void;
  readonly #received = new Map<number, number>();

  constructor(store: Pick<Firmware, 'stepRollout'>, tell: (row: Rollout, percent: number) => void) {
    this.#store = store;
    this.#tell = tell;
  }

  of(row: Rollout): number {
    return this.#received.get(row.id) ?? row.received;
  }

  /** Once these bytes have been sent, the camera has `received`. */
  async note(row: Rollout, received: number): Promise<void> {
    const before = this.of(row);
    this.#received.clear();
    this.#received.set(row.id, received);
    const parts = (bytes: number, of: number) => Math.floor((bytes / row.length) * of);
    if (parts(before, 100) !== parts(received, 100)) this.#tell(row, parts(received, 100));
    if (parts(before, NOTES) !== parts(received, NOTES))
      await this.#store.stepRollout(row.id, ['receiving'], { state: 'receiving', received });
  }
}
