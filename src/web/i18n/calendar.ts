import type { Language } from './language.js';

/** Words of the calendar; they come with it. */
export const calendarWords: Record<Language, { without: (day: string) => string }> = {
  en: { without: (day) => `${day}, no photos` },
  ko: { without: (day) => `${day}, 사진 없음` },
};
