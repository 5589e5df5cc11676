import type { Photo } from '../api/types.js';
import type { Words } from './en.js';

type Told = Pick<Photo, 'pet' | 'summary'>;

/**
 * The sentence below a photo: who is on it and, as far as that was measured, how. `names` are of pets of the home; `maybe`
 * is the name of one that it may be.
 */
export function sayWho(
  photo: Told,
  names: readonly string[],
  words: Words,
  maybe: string | null = null,
): string {
  const { code, params } = photo.summary;
  const { kinds, ...who } = words.who;
  if (photo.pet === null)
    return code === 'all-dark' ? who.dark : code === 'all-bright' ? who.bright : who.nobody;
  if (names.length > 1) return who.names([...names]);
  const one = names[0] ?? (maybe === null ? kinds[photo.pet] : who.perhaps(maybe));
  if (params['face'] === 'yes') return who.looking(one);
  return params['whole'] === 'yes' ? who.whole(one) : one;
}

/** The sentence below a moment in which the pet has long been in one place; one that looks at you does not sleep. */
export function sayAsleep(photo: Told, names: readonly string[], ms: number, words: Words): string {
  const minutes = Math.round(ms / 60_000);
  const one = names[0] ?? (photo.pet === null ? words.who.kinds.other : words.who.kinds[photo.pet]);
  const say = photo.summary.params['face'] === 'yes' ? words.today.stayed : words.today.asleep;
  return say(one, words.today.hours(Math.floor(minutes / 60), minutes % 60));
}

/** Names or kind of those on a photo, for a description of the picture; null when there is nobody. */
export function whoWord(photo: Pick<Photo, 'pet'>, names: readonly string[], words: Words): string | null {
  if (photo.pet === null) return null;
  return names.length > 0 ? words.who.names([...names]) : words.pets[photo.pet];
}
