import { signal, useSignal } from '../core/signal.js';
import { en, type Words } from './en.js';
import { type Format, formatFor } from './format.js';

/** The languages of the page. A new one is a file beside `en.ts` and two lines here. */
export const languages = { en: 'English', ko: '한국어' } as const;
/** Languages in which the page exists. */
export type Language = keyof typeof languages;

/** English comes with the page, the others when they are wanted. */
const readers: Record<Language, () => Promise<Words>> = {
  en: () => Promise.resolve(en),
  ko: async () => (await import('./ko.js')).ko,
};
const key = 'petcam.language';

const spoken = signal<{ language: Language; words: Words }>({ language: 'en', words: en });

/** Sets the language: that chosen before, or that of the phone, or English. */
export function startLanguage(): Promise<void> {
  const wanted = [localStorage.getItem(key), ...navigator.languages];
  const known = wanted.map((locale) => locale?.slice(0, 2).toLowerCase()).find(isLanguage);
  return speak(known ?? 'en');
}

/** Sets the language and remembers the choice on this phone. */
export function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem(key, next);
  return speak(next);
}

/** A language that cannot be fetched leaves the page in the one it has. */
async function speak(language: Language): Promise<void> {
  const words = await readers[language]().catch(() => null);
  if (words === null) return;
  document.documentElement.lang = language;
  spoken.set({ language, words });
}

const isLanguage = (code: string | undefined): code is Language =>
  code !== undefined && Object.hasOwn(languages, code);

/** The words and formats of the language in use; `locale` is the person's own region of it. */
export function useWords(): { language: Language; locale: string; words: Words; format: Format } {
  const { language, words } = useSignal(spoken);
  const locale = regionOf(language);
  return { language, locale, words, format: formatFor(locale) };
}

/** Texts in the present language, outside of a component. */
export const wordsNow = (): Words => spoken.get().words;

/** The person's own region where it speaks the language: British dates for a British phone. */
const regionOf = (language: Language): string =>
  navigator.languages.find((locale) => locale.slice(0, 2).toLowerCase() === language) ?? language;
