import { isInCells } from '../imaging/select/motion-grid.js';
import { isKnown, isOnePlace, observe } from '../imaging/select/scene.js';
import type { CoarseStats, Detection, Detections, Subject } from '../imaging/vision/types.js';
import type { SceneChange } from '../store/scene.js';
import type { CutJob } from '../store/work.js';

/** Says what is in some boxes of a frame; null when that cannot be said. */
export type ContentsOf = (index: number, boxes: Subject[]) => Promise<number[][] | null>;

const WHOLE: Subject = { x: 0, y: 0, width: 1, height: 1 };

/**
 * One burst and what is known of the scene of its camera: pets that are none are left out of what the detector found, and
 * what was found teaches what is there always.
 */
export class BurstScene {
  readonly #job: Pick<CutJob, 'scene' | 'ignored' | 'turn' | 'closedAt'>;
  readonly #contentsOf: ContentsOf;
  readonly #sizes = new Map<number, { width: number; height: number }>();
  /** What the detector found, before anything was left out. */
  readonly #found = new Map<number, Detections>();

  constructor(job: Pick<CutJob, 'scene' | 'ignored' | 'turn' | 'closedAt'>, contentsOf: ContentsOf) {
    this.#job = job;
    this.#contentsOf = contentsOf;
  }

  /** Keeps the size of a frame, whose boxes are in pixels. */
  note(index: number, { width, height }: Pick<CoarseStats, 'width' | 'height'>): void {
    this.#sizes.set(index, { width, height });
  }

  /** What was found in a frame, without what is known to be no pet. */
  async withoutKnown(index: number, found: Detections): Promise<Detections> {
    this.#found.set(index, found);
    const known = new Set(await this.#known(index, [...found.pets, ...(found.hint ? [found.hint] : [])]));
    return {
      ...found,
      pets: found.pets.filter((pet) => !known.has(pet)),
      hint: found.hint && known.has(found.hint) ? null : found.hint,
    };
  }

  /** What the burst teaches of the scene, seen in the chosen frame; null where there is nothing to learn. */
  async learned(chosen: number): Promise<SceneChange | null> {
    const { scene, closedAt } = this.#job;
    const index = this.#found.has(chosen) ? chosen : [...this.#found.keys()][0];
    if (index === undefined) return null;
    const { pets, others } = this.#found.get(index) as Detections;
    const places = pets.map((pet) => this.#placeOf(index, pet)).filter((place) => !this.#isIgnored(place));
    if (scene.length === 0 && places.length === 0) return null;
    const contents = await this.#contentsOf(index, [WHOLE, ...scene.map(({ place }) => place), ...places]);
    if (!contents) return null;
    const [room = [], ...rest] = contents;
    const regions = observe(scene, {
      at: closedAt,
      pets: places.map((place, at) => ({ place, content: rest[scene.length + at] as number[] })),
      elsewhere: this.#elsewhere(index),
      people: others.map((other) => this.#placeOf(index, other)),
      contents: rest.slice(0, scene.length),
      room,
    });
    return { known: scene.flatMap(({ id }) => (id === null ? [] : [id])), regions };
  }

  async #known(index: number, boxes: Detection[]): Promise<Detection[]> {
    const seen = boxes.map((box) => ({ box, place: this.#placeOf(index, box) }));
    const settled = seen.filter(
      ({ place }) => this.#isIgnored(place) || isKnown(this.#job.scene, place, null),
    );
    const open = seen.filter((one) => !settled.includes(one) && this.#isAtKnownPlace(one.place));
    const contents =
      open.length === 0
        ? []
        : await this.#contentsOf(
            index,
            open.map(({ place }) => place),
          );
    const alike = open.filter(({ place }, at) => isKnown(this.#job.scene, place, contents?.[at] ?? null));
    return [...settled, ...alike].map(({ box }) => box);
  }

  #isIgnored(place: Subject): boolean {
    const { ignored, turn } = this.#job;
    return ignored !== null && isInCells(place, ignored, turn);
  }

  #isAtKnownPlace(place: Subject): boolean {
    return this.#job.scene.some((region) => region.inForce && isOnePlace(region.place, place));
  }

  #elsewhere(index: number): Subject[] {
    return [...this.#found].flatMap(([other, { pets }]) =>
      other === index ? [] : pets.map((pet) => this.#placeOf(other, pet)),
    );
  }

  #placeOf(index: number, { x, y, width, height }: Detection): Subject {
    const size = this.#sizes.get(index) ?? { width: 1, height: 1 };
    return {
      x: x / size.width,
      y: y / size.height,
      width: width / size.width,
      height: height / size.height,
    };
  }
}
