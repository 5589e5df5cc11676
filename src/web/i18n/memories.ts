import type { Language } from './language.js';

/** Words of the memories; they come with the screens that show them. */
const en = {
  title: 'Memories',
  yearsAgo: (years: number) => (years === 1 ? 'A year ago today' : `${years} years ago today`),
  week: 'This week',
  month: (month: string) => `The best of ${month}`,
  firstDays: 'The first days',
  firstDaysOf: (name: string) => `${name}’s first days here`,
  everybody: 'Everyone',
  whose: 'Whose memories',
  video: 'Make a video',
  open: (title: string, when: string) => `${title}: ${when}`,
};

/** Shape of the words of every language. */
export type MemoryWords = typeof en;

const ko: MemoryWords = {
  title: '추억',
  yearsAgo: (years) => `${years}년 전 오늘`,
  week: '이번 주',
  month: (month) => `${month}의 베스트`,
  firstDays: '처음 며칠',
  firstDaysOf: (name) => `${name}의 처음 며칠`,
  everybody: '모두',
  whose: '누구의 추억',
  video: '영상 만들기',
  open: (title, when) => `${title}: ${when}`,
};

/** Words of the memories by language. */
export const memoryWords: Record<Language, MemoryWords> = { en, ko };
