import type { Language } from './language.js';

/** Words of the areas of a camera's picture as numbers; they come with the camera's screen. */
export const zoneWords: Record<
  Language,
  {
    title: string;
    hint: (rows: string, columns: string) => string;
    parts: { top: string; bottom: string; left: string; right: string };
    ignore: string;
    watch: string;
    done: (count: number, text: string) => string;
  }
> = {
  en: {
    title: 'By numbers',
    hint: (rows, columns) =>
      `Rows count from the top, 1 to ${rows}. Columns count from the left, 1 to ${columns}.`,
    parts: { top: 'From row', bottom: 'To row', left: 'From column', right: 'To column' },
    ignore: 'Ignore this area',
    watch: 'Watch this area',
    done: (count, text) => (count === 1 ? '1 field is ignored now' : `${text} fields are ignored now`),
  },
  ko: {
    title: '숫자로 정하기',
    hint: (rows, columns) => `행은 위에서부터 1~${rows}, 열은 왼쪽에서부터 1~${columns}이에요.`,
    parts: { top: '시작 행', bottom: '끝 행', left: '시작 열', right: '끝 열' },
    ignore: '이 영역 무시',
    watch: '이 영역 지켜보기',
    done: (_, text) => `이제 ${text}칸을 무시해요`,
  },
};
