/** Decisions on who is on a photo, from the kinds that the hub saw there and the pets of the home. Pure. */
import type { Detection, FrameAnalysis } from '../../imaging/vision/types.js';
import type { Look, Pet, PetKind, PetRow } from '../types.js';

/** A pet of the home, as far as these decisions go. */
type Member = Pick<PetRow, 'id' | 'kind'>;

const SEEN: readonly Pet[] = ['cat', 'dog'];
const LOOKS: readonly Look[] = [...SEEN, 'unsure'];

/**
 * Kind that a look is shown as. A home whose pets are known has no other kinds: one whose pets are all of one kind shows
 * that, whatever the look says; `other` where it could be several, or the look is not sure.
 */
export function shownKind(look: Look, pets: readonly Member[]): PetKind {
  const kinds = new Set(pets.map(({ kind }) => kind));
  if (look !== 'unsure' && (kinds.size === 0 || kinds.has(look))) return look;
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'other';
}

/** Pet that a look is sure to be of: the only one of its kind. Null when several could be it, or none. */
export function petSeen(look: Look, pets: readonly Member[]): number | null {
  const kind = shownKind(look, pets);
  const candidates = pets.filter((pet) => pet.kind === kind);
  const [only] = candidates;
  if (candidates.length !== 1 || only === undefined) return null;
  return kind === 'other' && pets.length > 1 ? null : only.id;
}

/** Pets of the home that a look can be of where its kind alone does not tell; empty where it does. */
export function candidatesFor(seen: Pet, pets: readonly Member[]): number[] {
  const kind = shownKind(seen, pets);
  const candidates = kind === 'other' ? pets : pets.filter((pet) => pet.kind === kind);
  return petSeen(seen, pets) === null && candidates.length > 1 ? candidates.map(({ id }) => id) : [];
}

/** The pets that the looks of one photo are sure to be; each once. */
export function petsSeen(looks: readonly Look[], pets: readonly Member[]): number[] {
  const found = looks.map((look) => petSeen(look, pets)).filter((id) => id !== null);
  return [...new Set(found)];
}

/** Score from which on a second kind of animal counts as seen: one animal is often a little like the other. */
const SECOND_KIND_SCORE = 0.5;

/** So many animals of one picture are looked at. */
const MOST_RECOGNISED = 4;

/** Animals in a frame that are looked at more closely: the one that is shown, and others that are there for sure. */
export function petsToRecognise({ pets }: Pick<FrameAnalysis, 'pets'>): Detection[] {
  const [shown, ...others] = pets;
  if (!shown) return [];
  return [shown, ...others.filter(({ score }) => score >= SECOND_KIND_SCORE)].slice(0, MOST_RECOGNISED);
}

/** Kind of animal in a frame besides the likeliest one, null when there is none for sure. */
export function secondKind({ pets }: Pick<FrameAnalysis, 'pets'>): Pet | null {
  const others = pets.filter(({ label, score }) => label !== pets[0]?.label && score >= SECOND_KIND_SCORE);
  return SEEN.find((kind) => others.some(({ label }) => label === kind)) ?? null;
}

/** Kinds that are listed under a shown one, also where the look is not sure: then it is the likelier kind. */
export function looksShownAs(kind: PetKind, pets: readonly Member[]): Pet[] {
  return SEEN.filter((seen) => shownKind(seen, pets) === kind);
}

/** Looks that are sure to be of one pet. */
export function looksOf(petId: number, pets: readonly Member[]): Look[] {
  return LOOKS.filter((look) => petSeen(look, pets) === petId);
}
