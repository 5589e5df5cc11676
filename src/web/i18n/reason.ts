import type { Photo, Reason } from '../api/types.js';
import type { Words } from './en.js';

/** A decision of the hub in the owner's language; in its own English when the page does not know the code. */
export function sayReason(reason: Reason, words: Words): string {
  const say = Object.hasOwn(words.reasons, reason.code) ? words.reasons[reason.code] : undefined;
  return say ? say(reason.params) : reason.text;
}

/** The animal on a photo in the owner's language, null when there is none. */
export function petWord(photo: Pick<Photo, 'pet'>, words: Words): string | null {
  return photo.pet === null ? null : words.pets[photo.pet];
}
