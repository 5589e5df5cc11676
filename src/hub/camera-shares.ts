import type { Clock } from '../core/clock.js';
import type { HealthIssue } from '../core/errors.js';
import { aboveShare, shareOf } from '../services/schedule/fair-space.js';
import type { Upkeep } from '../store/contract.js';

/** Parts and limits of the shares. */
export interface CameraSharesOptions {
  store: Pick<Upkeep, 'storageUse' | 'cameraSpaces'>;
  clock: Clock;
  /** Bursts that a camera may begin in an hour. */
  burstsAnHour: number;
  /** Size that the database is kept under. */
  maxBytes: number;
}

const HOUR_MS = 3_600_000;

/** Size above the limit at which cameras above their share have to wait: retention, once an hour, usually comes first. */
const SLACK = 1.1;
const LEAST_SLACK_BYTES = 64 * 1024 * 1024;

/** Time for which a look at the sizes holds; it costs more than a burst should. */
const LOOK_MS = 30_000;

/** Time for which it is said that a burst had to wait. */
const SAID_MS = 10 * 60_000;

/** Fair shares of the hub between its cameras: bursts an hour, and space when it is short. */
export class CameraShares {
  readonly #options: CameraSharesOptions;
  /** Bursts that a camera may still begin at `at`; the rest comes back evenly. */
  readonly #left = new Map<string, { bursts: number; at: number }>();
  /** Cameras of which a burst was made to wait, why and when last. */
  readonly #withheld = new Map<string, { why: 'bursts' | 'space'; at: number }>();
  #large: ReadonlySet<string> = new Set();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #onOverfull = () => {};

  constructor(options: CameraSharesOptions) {
    this.#options = options;
  }

  /** Has `run` called when the database is well above its size, at most every half minute: what may go is to go now. */
  whenOverfull(run: () => void): void {
    this.#onOverfull = run;
  }

  /** True while no further burst of the camera is begun. */
  isAbove(camera: string): boolean {
    const why = this.#leftOf(camera) < 1 ? 'bursts' : this.#aboveSpace().has(camera) ? 'space' : null;
    if (why !== null) this.#withheld.set(camera, { why, at: this.#options.clock.monotonic() });
    return why !== null;
  }

  noteBurst(camera: string): void {
    const at = this.#options.clock.monotonic();
    this.#left.set(camera, { bursts: this.#leftOf(camera) - 1, at });
  }

  /** Cameras whose bursts were made to wait of late. */
  issues(): HealthIssue[] {
    const { burstsAnHour, clock } = this.#options;
    const late = [...this.#withheld].filter(([, { at }]) => clock.monotonic() - at < SAID_MS);
    return late
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([camera, { why }]) =>
        why === 'bursts'
          ? {
              code: 'camera-above-bursts',
              text: `${camera} sends more than ${burstsAnHour} bursts an hour (PETCAM_CAMERA_BURSTS_PER_HOUR): the rest waits in the camera. Make it less sensitive; if somebody else has its key, give it a new one`,
            }
          : {
              code: 'camera-above-space',
              text: `the store is full and ${camera} has more than its share: its new bursts wait in the camera until its oldest photos are gone. Raise PETCAM_STORAGE_MAX_MB, or delete photos of this camera`,
            },
      );
  }

  #leftOf(camera: string): number {
    const { burstsAnHour, clock } = this.#options;
    const left = this.#left.get(camera);
    if (!left) return burstsAnHour;
    const since = (clock.monotonic() - left.at) * (burstsAnHour / HOUR_MS);
    return Math.min(burstsAnHour, left.bursts + since);
  }

  #aboveSpace(): ReadonlySet<string> {
    const now = this.#options.clock.monotonic();
    if (now - this.#lookedAt < LOOK_MS) return this.#large;
    this.#lookedAt = now;
    try {
      this.#large = this.#lookForLarge();
    } catch {
      // A database that cannot be read is said by what stores the burst.
    }
    if (this.#large.size > 0) this.#onOverfull();
    return this.#large;
  }

  #lookForLarge(): ReadonlySet<string> {
    const { store, maxBytes } = this.#options;
    const { usedBytes } = store.storageUse();
    if (usedBytes <= Math.max(maxBytes * SLACK, maxBytes + LEAST_SLACK_BYTES)) return new Set();
    const spaces = store.cameraSpaces();
    return new Set(aboveShare(spaces, shareOf(spaces, usedBytes, maxBytes)));
  }
}
