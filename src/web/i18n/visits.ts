/** Texts of a notification, by the animal that came; apart from the other texts, since the worker needs no others. */
export const visits = {
  en: { cat: 'Your cat is here.', dog: 'Your dog is here.', pet: 'Your pet is here.' },
  ko: { cat: '고양이가 왔어요.', dog: '강아지가 왔어요.', pet: '반려동물이 왔어요.' },
} as const;
