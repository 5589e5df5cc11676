/** Text of a notification, in the language of the hub. */
import type { Alert, AlertKind } from '../../store/alerts.js';
import type { Pet } from '../../store/types.js';

/** Languages of notifications outside the browser. */
export type Language = 'en' | 'ko';

/** A visit, as every target is told of it. */
export interface Visit {
  photo: number;
  camera: string;
  cameraName: string;
  /** Null for an animal that is neither. */
  pet: Pet | null;
  /** Names of the pets of the home that are on it; empty where it is not known which. */
  names: string[];
  /** Wall-clock milliseconds. */
  takenAt: number;
  /** Page of the photo. */
  url: string;
}

const words: Record<Language, Record<Pet | 'pet', string>> = {
  en: { cat: 'A cat is here.', dog: 'A dog is here.', pet: 'A pet is here.' },
  ko: { cat: '고양이가 왔어요.', dog: '강아지가 왔어요.', pet: '반려동물이 왔어요.' },
};

const named: Record<Language, (names: string[]) => string> = {
  en: (names) =>
    `${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)} ${names.length === 1 ? 'is' : 'are'} here.`,
  ko: (names) => `${names.join(', ')} 왔어요.`,
};

/** Sentence that tells of a visit; a visit without a known pet is told in general words. */
export function sentenceOf({ pet, names }: Pick<Visit, 'pet' | 'names'>, language: Language): string {
  return names.length > 0 ? named[language](names) : words[language][pet ?? 'pet'];
}

const alerts: Record<Language, Record<AlertKind, string>> = {
  en: {
    'camera-offline': 'The camera is offline. Look at its power and its Wi-Fi.',
    'hub-trouble': 'The hub needs a look.',
    'hub-recovered': 'The hub is well again.',
  },
  ko: {
    'camera-offline': '카메라와 연결이 끊겼어요. 전원과 와이파이를 확인해 주세요.',
    'hub-trouble': '허브에 확인이 필요한 문제가 있어요.',
    'hub-recovered': '허브가 다시 정상이에요.',
  },
};

const unseen: Record<Language, (name: string, hours: number) => string> = {
  en: (name, hours) => `${name} has not been seen for ${hours === 1 ? 'an hour' : `${hours} hours`}.`,
  ko: (name, hours) => `${name}, ${hours}시간 동안 보이지 않았어요.`,
};

/** Sentences that tell of an alert; the health issues of the hub are in English, as everywhere. */
export function alertSentence(
  { type, issues, petName = '', hours = 0 }: Pick<Alert, 'type' | 'issues' | 'petName' | 'hours'>,
  language: Language,
): string {
  if (type === 'pet-unseen') return unseen[language](petName, hours);
  return [alerts[language][type], ...issues.map(({ text }) => text)].join(' ');
}
