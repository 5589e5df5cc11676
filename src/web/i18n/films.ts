import type { Language } from './language.js';

/** Words of videos made of photos; they come with their screen. */
const en = {
  title: 'Videos',
  lead: 'Short videos of your photos, to send or to post.',
  make: 'Make the video',
  from: (count: number, text: string) => (count === 1 ? 'From 1 photo' : `From ${text} photos`),
  most: 'The first 20 are taken.',
  shape: 'Shape',
  shapes: { '9:16': 'Upright, for stories', '1:1': 'Square' },
  captions: 'Show the day and the names',
  waiting: 'Waiting its turn…',
  making: (percent: string) => `Making the video… ${percent}`,
  leave: 'You can leave this page. The video will be here.',
  failed: 'This video could not be made.',
  share: 'Share the video',
  save: 'Save the video',
  remove: 'Remove',
  removeNamed: (what: string) => `Remove the video: ${what}`,
  of: (when: string, count: number, text: string) => `${when}, ${count === 1 ? '1 photo' : `${text} photos`}`,
  webp: 'This is a moving picture (WebP), not a video: the hub has no ffmpeg. With it installed, videos are made.',
  none: 'No videos yet. Open a highlight, or select photos in the gallery, and tap “Video”.',
  kept: 'The newest 12 are kept.',
};

/** Shape of the words of every language. */
export type FilmWords = typeof en;

const ko: FilmWords = {
  title: '영상',
  lead: '사진으로 만든 짧은 영상이에요. 보내거나 올려 보세요.',
  make: '영상 만들기',
  from: (_, text) => `사진 ${text}장으로`,
  most: '앞의 20장만 담아요.',
  shape: '모양',
  shapes: { '9:16': '세로, 스토리용', '1:1': '정사각형' },
  captions: '날짜와 이름 넣기',
  waiting: '차례를 기다리고 있어요…',
  making: (percent) => `영상을 만들고 있어요… ${percent}`,
  leave: '다른 화면으로 가도 돼요. 다 되면 여기에 있어요.',
  failed: '이 영상은 만들지 못했어요.',
  share: '영상 공유',
  save: '영상 저장',
  remove: '삭제',
  removeNamed: (what) => `영상 삭제: ${what}`,
  of: (when, _, text) => `${when}, 사진 ${text}장`,
  webp: '허브에 ffmpeg가 없어서 영상 대신 움직이는 그림(WebP)으로 만들었어요. 설치하면 영상으로 만들어요.',
  none: '아직 영상이 없어요. 하이라이트를 열거나 갤러리에서 사진을 고른 뒤 ‘영상’을 눌러 보세요.',
  kept: '최근 12개를 보관해요.',
};

/** Words of videos by language. */
export const filmWords: Record<Language, FilmWords> = { en, ko };
