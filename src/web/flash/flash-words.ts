import { ApiProblem, Unreachable } from '../api/problem.js';
import { sayFault } from '../components/fault.js';
import type { Words } from '../i18n/en.js';
import { type FlashWords, flashWords } from '../i18n/flash.js';
import { useWords } from '../i18n/language.js';
import { FlashFailure } from './failure.js';

/** Words of this page, beside those of all pages. */
export function useFlashWords(): { words: Words; flash: FlashWords } {
  const { words, language } = useWords();
  return { words, flash: flashWords[language] };
}

/** Cause of a failure and advice; the advice is empty where there is none. */
export function sayFlashFault(
  thrown: unknown,
  { words, flash }: ReturnType<typeof useFlashWords>,
): [what: string, advice: string] {
  if (thrown instanceof FlashFailure) return flash.failures[thrown.code](thrown.found);
  if (thrown instanceof ApiProblem || thrown instanceof Unreachable) return [sayFault(thrown, words), ''];
  return flash.failures['write-failed']('');
}
