import type { ApiProblem } from '../api/problem.js';
import type { Reason } from '../api/types.js';
import { byCode } from './by-code.js';
import type { Words } from './en.js';

/** A decision of the hub in the owner's language; in its own English when the page does not know the code. */
export function sayReason(reason: Reason, words: Words): string {
  return byCode(words.reasons, reason.code)?.(reason.params) ?? reason.text;
}

/** A refusal of the hub in the owner's language. One of a newer hub is said in its English, a failure in general words. */
export function sayProblem({ status, code, message }: ApiProblem, words: Words): string {
  return byCode(words.errors.byCode, code) ?? (status >= 500 ? words.errors.generic : message);
}
