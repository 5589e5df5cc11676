/** Plan of the failing calls: which call of which kind fails in which part of the hub's life. */
import { CALL_KINDS, type CallKind } from './control.js';
import type { Random } from './random.js';

export type Calls = Record<CallKind, number>;

/** Calls of each kind from the hub's start until its work is done, and those of its work alone. */
export interface CallsOfALife {
  start: Calls;
  work: Calls;
}

export interface PlannedFailure {
  kind: CallKind;
  /** Counted from the start, or from the moment at which a running hub gets work. */
  from: keyof CallsOfALife;
  nth: number;
}

const LAST_NTH = 200;

/**
 * Gives every n-th call of each kind, for n from 1 to 200 as far as there are so many, once each in seeded order, the
 * kinds in turn as long as they have one left; then all of them again in another order.
 */
export function* failures(calls: CallsOfALife, random: Random): Generator<PlannedFailure, never> {
  if (CALL_KINDS.every((kind) => calls.start[kind] + calls.work[kind] === 0))
    throw new Error('the hub makes no file calls that the shim sees');
  for (;;) {
    const left = CALL_KINDS.map((kind) => shuffled(placesOf(kind, calls), random));
    while (left.some((places) => places.length > 0))
      for (const places of left) {
        const next = places.pop();
        if (next) yield next;
      }
  }
}

/** One of several equal parts of a sweep, for runs side by side: the calls whose n leaves `part` when divided by `of`. */
export interface SweepPart {
  part: number;
  of: number;
}

/** Every failure of a part of one sweep once, in seeded order. */
export function sweepOf(calls: CallsOfALife, { part, of }: SweepPart, random: Random): PlannedFailure[] {
  const all = CALL_KINDS.flatMap((kind) => placesOf(kind, calls));
  return shuffled(
    all.filter(({ nth }) => nth % of === part % of),
    random,
  );
}

/** How many different failures there are: a campaign of so many has made every one of them. */
export function failuresOfOneSweep(calls: CallsOfALife): number {
  return CALL_KINDS.reduce((sum, kind) => sum + placesOf(kind, calls).length, 0);
}

function placesOf(kind: CallKind, calls: CallsOfALife): PlannedFailure[] {
  return (['start', 'work'] as const).flatMap((from) =>
    Array.from({ length: Math.min(calls[from][kind], LAST_NTH) }, (_, at) => ({ kind, from, nth: at + 1 })),
  );
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
