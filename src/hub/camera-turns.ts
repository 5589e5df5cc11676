import type { Clock } from '../core/clock.js';
import type { CameraBacklog } from '../store/work.js';

/** Time after which half of what a camera has cost is forgotten. */
const HALF_LIFE_MS = 15 * 60_000;

/** Time of the vision process that a camera may have used of late; one that used more goes behind those that did not. */
export const BUDGET_MS = 10 * 60_000;

/** A frame that is refused for its cost, or takes the vision process down, counts as if it had taken this long. */
const STRIKE_MS = 30_000;

/** Guess of what the first cut of a camera takes. */
const FIRST_CUT_MS = 2_000;

/** One kind of work that waits, and the camera it is of. */
export interface Turn {
  stage: 'cut' | 'upscale';
  camera: string;
  /** Pieces of it that wait. */
  waiting: number;
}

/** Cost of each camera of late, so that none keeps the others waiting. Forgotten with the hub. */
export class CameraTurns {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #accounts = new Map<string, { ms: number; at: number }>();
  /** Cost of each camera in the order of turns, in ms. One that had nothing to do begins where the others are. */
  readonly #marks = new Map<string, number>();
  /** Time that a cut of each camera took of late, in ms. */
  readonly #cutMs = new Map<string, number>();
  /** Cameras that had work at the last look. */
  #busy: ReadonlySet<string> = new Set();
  /** Mark of the camera whose work was begun last. */
  #reached = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Notes that work of a camera begins. */
  begin(camera: string): void {
    this.#reached = this.#markOf(camera);
  }

  charge(camera: string, ms: number): void {
    this.#marks.set(camera, this.#markOf(camera) + ms);
    this.#accounts.set(camera, { ms: this.spentMs(camera) + ms, at: this.#clock.monotonic() });
  }

  /** Notes what a whole cut of a camera took. */
  noteCut(camera: string, ms: number): void {
    this.#cutMs.set(camera, (this.expectedCutMs(camera) + ms) / 2);
  }

  /** Time that the next cut of a camera is likely to take. */
  expectedCutMs(camera: string): number {
    return this.#cutMs.get(camera) ?? FIRST_CUT_MS;
  }

  strike(camera: string): void {
    this.charge(camera, STRIKE_MS);
  }

  spentMs(camera: string): number {
    const account = this.#accounts.get(camera);
    return account ? account.ms * 0.5 ** ((this.#clock.monotonic() - account.at) / HALF_LIFE_MS) : 0;
  }

  isAboveBudget(camera: string): boolean {
    return this.spentMs(camera) > BUDGET_MS;
  }

  /** True when it is the turn of `one` while `other` is in hand. */
  goesBefore(one: string, other: string): boolean {
    return this.#markOf(one) < this.#markOf(other);
  }

  /**
   * Order in which waiting work is taken up: cuts before enlargements, and of each the camera first that has cost
   * least. Both kinds of work of a camera above its budget come after all others.
   */
  order(backlogs: readonly CameraBacklog[]): Turn[] {
    this.#bringUp(backlogs.map(({ camera }) => camera));
    const turns = backlogs.flatMap(({ camera, cuts, upscales }): Turn[] => [
      ...(cuts > 0 ? [{ stage: 'cut', camera, waiting: cuts } as const] : []),
      ...(upscales > 0 ? [{ stage: 'upscale', camera, waiting: upscales } as const] : []),
    ]);
    const rank = ({ stage, camera }: Turn) =>
      (this.isAboveBudget(camera) ? 2 : 0) + (stage === 'upscale' ? 1 : 0);
    return turns.sort((a, b) => rank(a) - rank(b) || this.#markOf(a.camera) - this.#markOf(b.camera));
  }

  /** Time without work is no credit, and what was done before it no debt: neither keeps the others waiting later. */
  #bringUp(cameras: readonly string[]): void {
    const news = cameras.filter((camera) => !this.#busy.has(camera));
    for (const camera of news) this.#marks.set(camera, this.#reached);
    this.#busy = new Set(cameras);
  }

  #markOf(camera: string): number {
    return this.#marks.get(camera) ?? this.#reached;
  }
}
