/** Decisions on which pet of the home is seen, by what it looks like. Pure. */

/** A look that a person has named: whose it is, null for a pet that does not live here. */
export interface KnownLook {
  pet: number | null;
  appearance: Float32Array;
}

/** Which pet of the home is seen: the one that it is, or the one that a person is asked about; null for neither. */
export interface Recognised {
  pet: number | null;
  maybe: number | null;
}

/** Likenesses that a name needs, in cosines of the angle between appearances (-1..1). */
export interface Certainty {
  /** A pet is named from this likeness on. */
  sure: number;
  /** A pet is named only if it is so much likelier than the next. */
  apart: number;
  /** A person is asked from this likeness on. */
  likely: number;
}

/** Few wrong names, and strangers unknown: `npm run eval:pets` says how few. */
export const CERTAINTY: Certainty = { sure: 0.5, apart: 0.1, likely: 0.3 };

const UNKNOWN: Recognised = { pet: null, maybe: null };

/**
 * Recognises a pet by the looks that a person has named. A pet is named when it is like one of `candidates` and clearly
 * less like every other, and like strangers; before each of them has been shown once a person is asked.
 * @param denied candidates that a person said it is not
 */
export function recognise(
  appearance: Float32Array,
  known: readonly KnownLook[],
  { candidates, denied = [] }: { candidates: readonly number[]; denied?: readonly number[] },
  { sure, apart, likely }: Certainty = CERTAINTY,
): Recognised {
  const left = candidates.filter((id) => !denied.includes(id));
  const ranked = left
    .map((pet) => ({ pet, likeness: likenessOf(appearance, known, pet) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best, next] = ranked;
  if (!best || best.likeness < likely) return UNKNOWN;
  const stranger = likenessOf(appearance, known, null);
  if (stranger >= best.likeness) return UNKNOWN;
  const rival = Math.max(stranger, next?.likeness ?? -1);
  const allShown = candidates.every((id) => known.some(({ pet }) => pet === id));
  const isSure = allShown && best.likeness >= sure && best.likeness - rival >= apart;
  return isSure ? { pet: best.pet, maybe: null } : { pet: null, maybe: best.pet };
}

/** So many of the nearest looks of a pet decide: one alone may be an odd one. */
const NEAREST = 2;

/** Mean likeness to the nearest looks of a pet, -1 without any. */
function likenessOf(appearance: Float32Array, known: readonly KnownLook[], pet: number | null): number {
  const nearest = known
    .filter((look) => look.pet === pet)
    .map((look) => cosine(appearance, look.appearance))
    .sort((a, b) => b - a)
    .slice(0, NEAREST);
  return nearest.length === 0 ? -1 : nearest.reduce((sum, value) => sum + value, 0) / nearest.length;
}

/** Cosine of the angle between two appearances of the same model, -1..1; 0 where one says nothing. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    product += value * other;
    lengthA += value * value;
    lengthB += other * other;
  }
  const lengths = Math.sqrt(lengthA * lengthB);
  return lengths === 0 ? 0 : product / lengths;
}
