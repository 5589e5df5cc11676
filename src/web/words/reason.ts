import type { Reason } from '../../api/schemas/terms.js';
import type { Words } from './en.js';

/** A decision of the hub in the owner's language; in its own English when the page does not know the code. */
export function sayReason(reason: Reason, words: Words): string {
  const say = Object.hasOwn(words.reasons, reason.code) ? words.reasons[reason.code] : undefined;
  return say ? say(reason.params) : reason.text;
}
