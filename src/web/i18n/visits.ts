/** Texts of a notification, by who came; apart from the other texts, since the worker needs no others. */
export const visits = {
  en: {
    cat: 'Your cat is here.',
    dog: 'Your dog is here.',
    pet: 'Your pet is here.',
    named: (names: string[]) =>
      `${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)} ${names.length === 1 ? 'is' : 'are'} here.`,
  },
  ko: {
    cat: '고양이가 왔어요.',
    dog: '강아지가 왔어요.',
    pet: '반려동물이 왔어요.',
    named: (names: string[]) => `${names.join(', ')} 왔어요.`,
  },
} as const;
