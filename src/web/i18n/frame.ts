import type { Language } from './language.js';

/** Words of the photo frame; they come with it. */
const en = {
  title: 'Photo frame',
  emptyTitle: 'No photos yet',
  empty: 'The first good photo shows up here by itself.',
  pause: 'Pause',
  play: 'Go on',
  previous: 'Photo before',
  next: 'Next photo',
  full: 'Full screen',
  leave: 'Leave the photo frame',
  justNow: 'Just now',
};

/** Shape of the words of every language. */
export type FrameWords = typeof en;

const ko: FrameWords = {
  title: '사진 액자',
  emptyTitle: '아직 사진이 없어요',
  empty: '처음으로 잘 나온 사진이 저절로 여기에 나와요.',
  pause: '멈춤',
  play: '계속',
  previous: '이전 사진',
  next: '다음 사진',
  full: '전체 화면',
  leave: '사진 액자 나가기',
  justNow: '방금',
};

/** Words of the photo frame by language. */
export const frameWords: Record<Language, FrameWords> = { en, ko };
