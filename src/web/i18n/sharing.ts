import type { Language } from './language.js';

/** Words of links to photos; they come with the screens that need them. */
const en = {
  title: 'Share by link',
  count: (count: number, text: string) => (count === 1 ? '1 photo' : `${text} photos`),
  lead: (count: number): string =>
    count === 1
      ? 'Whoever has the link sees this photo and when it was taken, without an account. Nothing else of your home.'
      : 'Whoever has the link sees these photos and when they were taken, without an account. Nothing else of your home.',
  opens: (address: string) => `It opens wherever ${address} can be reached.`,
  homeOnly: (address: string) =>
    `It opens at ${address}, so only in your home network. Settings, “Away from home”, says how to change that.`,
  ends: 'The link works for',
  days: { 1: 'One day', 7: 'One week', 30: 'One month' },
  otherDays: (days: number) => `${days} days`,
  make: 'Make the link',
  ready: 'The link is ready. It is shown only now.',
  until: (when: string) => `Works until ${when}.`,
  endInSettings: 'You can end it at any time in the settings, under “Links to photos”.',
  copy: 'Copy the link',
  copied: 'Copied',
  send: 'Send it',
  none: 'No photos were chosen.',
  /** In the settings. */
  group: 'Links to photos',
  noLinks: 'No links are open. To make one, open a photo or select several in the gallery, and tap “Link”.',
  by: (name: string) => `Made by ${name}`,
  gone: 'Its photos were deleted',
  opened: (count: number, text: string) =>
    count === 0 ? 'Not opened yet' : count === 1 ? 'Opened once' : `Opened ${text} times`,
  last: (when: string) => `last ${when}`,
  end: 'End',
  endNamed: (what: string, until: string) => `End the link to ${what}, until ${until}`,
  ended: 'The link has ended',
  /** What somebody with a link sees. */
  shared: 'Photos for you',
  sharedOne: 'A photo for you',
  sharedUntil: (when: string) => `Somebody shared this with you. It can be seen until ${when}.`,
  photoFrom: (when: string) => `Photo from ${when}`,
  save: 'Save',
  saveNamed: (when: string) => `Save the photo from ${when}`,
  overTitle: 'This link has ended',
  over: 'Its time is over, or somebody has ended it. Ask for a new one.',
  empty: 'The photos of this link were deleted.',
};

/** Shape of the words of every language. */
export type SharingWords = typeof en;

const ko: SharingWords = {
  title: '링크로 공유',
  count: (_, text) => `사진 ${text}장`,
  lead: () =>
    '링크를 받은 사람은 계정 없이 이 사진과 찍은 때를 볼 수 있어요. 집의 다른 것은 아무것도 보이지 않아요.',
  opens: (address) => `${address}에 접속할 수 있는 곳이면 어디서나 열려요.`,
  homeOnly: (address) =>
    `${address} 주소라서 집 네트워크에서만 열려요. 바꾸는 방법은 설정의 ‘집 밖에서’에 있어요.`,
  ends: '링크를 쓸 수 있는 기간',
  days: { 1: '하루', 7: '일주일', 30: '한 달' },
  otherDays: (days) => `${days}일`,
  make: '링크 만들기',
  ready: '링크가 준비됐어요. 지금만 볼 수 있어요.',
  until: (when) => `${when}까지 열려요.`,
  endInSettings: '설정의 ‘사진 링크’에서 언제든 끝낼 수 있어요.',
  copy: '링크 복사',
  copied: '복사했어요',
  send: '보내기',
  none: '고른 사진이 없어요.',
  group: '사진 링크',
  noLinks:
    '열려 있는 링크가 없어요. 사진을 열거나 갤러리에서 여러 장을 고른 뒤 ‘링크’를 누르면 만들 수 있어요.',
  by: (name) => `${name} 님이 만듦`,
  gone: '사진이 삭제됐어요',
  opened: (count, text) => (count === 0 ? '아직 열지 않았어요' : `${text}번 열었어요`),
  last: (when) => `마지막 ${when}`,
  end: '끝내기',
  endNamed: (what, until) => `${until}까지인 ${what} 링크 끝내기`,
  ended: '링크를 끝냈어요',
  shared: '함께 보는 사진',
  sharedOne: '함께 보는 사진',
  sharedUntil: (when) => `누군가 공유한 사진이에요. ${when}까지 볼 수 있어요.`,
  photoFrom: (when) => `${when} 사진`,
  save: '저장',
  saveNamed: (when) => `${when} 사진 저장`,
  overTitle: '끝난 링크예요',
  over: '기간이 지났거나 누군가 링크를 끝냈어요. 새 링크를 부탁해 보세요.',
  empty: '이 링크의 사진은 삭제됐어요.',
};

/** Words of links to photos by language. */
export const sharingWords: Record<Language, SharingWords> = { en, ko };
