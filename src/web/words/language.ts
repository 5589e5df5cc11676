import { cell, useCell } from '../cell.js';
import { en, type Words } from './en.js';
import { type Format, formatFor } from './format.js';
import { ko } from './ko.js';

/** The languages of the page. A new one is a file beside `en.ts` and a line here. */
export const languages = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const all: Record<Language, Words> = { en, ko };
const key = 'petcam.language';

export const language = cell<Language>('en');

/** What the person chose before, or what the phone speaks, or English. */
export function startLanguage(): void {
  const wishes = [localStorage.getItem(key), ...navigator.languages];
  const known = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find(isLanguage);
  show(known ?? 'en');
}

export function chooseLanguage(next: Language): void {
  localStorage.setItem(key, next);
  show(next);
}

function show(next: Language): void {
  document.documentElement.lang = next;
  language.set(next);
}

const isLanguage = (code: string | undefined): code is Language =>
  code !== undefined && Object.hasOwn(languages, code);

/** The words and formats of the language in use. */
export function useWords(): { words: Words; format: Format } {
  const now = useCell(language);
  return { words: all[now], format: formatFor(now) };
}

/** The same outside of a component. */
export const wordsNow = (): Words => all[language.get()];
