import type { Photo } from '../api/types.js';
import { Selection } from '../components/selection.js';
import { type Signal, signal } from '../core/signal.js';

/** Where a photo is in the gallery: its month, and its place there, newest 0. */
export interface Place {
  month: string;
  index: number;
}

/** Parts of the gallery that picking asks. */
export interface PickingParts {
  /** Months with the number of their photos, newest first. */
  months: () => readonly { month: string; photos: number }[];
  /** The photo at a place, if it is known. */
  at: (month: string, index: number) => Photo | undefined;
}

/** Most photos that are picked at once: no archive has more. */
export const mostPicked = 300;

/**
 * Photos picked in the gallery: one by one, or all from one place to another, with the shift key or by a finger that
 * sweeps over them.
 */
export class Picking {
  readonly selection = new Selection<Photo>(mostPicked);
  /** Counts up when some photos were too many. */
  readonly refused: Signal<number> = signal(0);
  readonly #parts: PickingParts;
  /** Where the last photo was picked, from which on a range is meant. */
  #anchor: Place | null = null;
  /** What was picked when the finger came down. */
  #before: readonly Photo[] = [];

  constructor(parts: PickingParts) {
    this.#parts = parts;
  }

  /** Picks the photo at a place or lets go of it; `reach` picks all from the one before on. */
  pick(place: Place, reach: boolean): void {
    const photo = this.#parts.at(place.month, place.index);
    if (!photo) return;
    if (reach && this.#anchor) this.#say(this.selection.add(this.between(this.#anchor, place)));
    else this.#say(this.selection.toggle(photo));
    this.#anchor = place;
  }

  /** A finger is held on a photo: it is picked, and those that the finger sweeps over will be. */
  hold(place: Place): void {
    this.#before = [...this.selection.picked.get().values()];
    this.#anchor = place;
    this.sweep(place);
  }

  /** The finger has come to a place: what lies between is picked, and what it came back from is not any more. */
  sweep(place: Place): void {
    if (!this.#anchor) return;
    this.#say(this.selection.replace([...this.#before, ...this.between(this.#anchor, place)]));
  }

  /** Known photos from one place to another, both included, whichever is first. */
  between(one: Place, other: Place): Photo[] {
    const months = this.#parts.months();
    const [first, last] = this.#inOrder(one, other);
    const start = months.findIndex(({ month }) => month === first.month);
    const end = months.findIndex(({ month }) => month === last.month);
    return months.slice(start, end + 1).flatMap(({ month, photos }) => {
      const from = month === first.month ? first.index : 0;
      const until = month === last.month ? last.index + 1 : photos;
      const places = Array.from({ length: Math.min(until - from, mostPicked + 1) }, (_, step) => from + step);
      return places.flatMap((index) => this.#parts.at(month, index) ?? []);
    });
  }

  #inOrder(one: Place, other: Place): [Place, Place] {
    const isBefore = one.month === other.month ? one.index <= other.index : one.month > other.month;
    return isBefore ? [one, other] : [other, one];
  }

  #say(isAll: boolean): void {
    if (!isAll) this.refused.set(this.refused.get() + 1);
  }
}
