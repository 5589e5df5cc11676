import type { Language } from './language.js';

const en = {
  only: 'Only when nobody is home',
  home: 'Home Assistant says somebody is home right now.',
  away: 'Home Assistant says nobody is home right now.',
  unknown:
    'Home Assistant doesn’t say who is home yet, so you hear of every visit. docs/HOME-ASSISTANT.md has the automation for it.',
};

/** Shape of the words of every language. */
export type PresenceWords = typeof en;

const ko: PresenceWords = {
  only: '집에 아무도 없을 때만 알림',
  home: 'Home Assistant에 따르면 지금 집에 사람이 있어요.',
  away: 'Home Assistant에 따르면 지금 집에 아무도 없어요.',
  unknown:
    '아직 Home Assistant가 누가 집에 있는지 알려 주지 않아서 모든 방문을 알려 드려요. 필요한 자동화는 docs/HOME-ASSISTANT.md에 있어요.',
};

/** Words about notifications by who is at home; they come with the settings. */
export const presenceWords: Record<Language, PresenceWords> = { en, ko };
