import type { Language } from './language.js';

const en = {
  title: 'PetCam has a new address',
  lead: (address: string) =>
    `It is ${address}. Move this phone there: you stay signed in. The new page then asks again whether it may notify you.`,
  tailscale: 'This phone needs the Tailscale app, connected, to open it.',
  homeScreen: 'PetCam on the home screen still opens the old address: remove it, and add the new page.',
  move: 'Move this phone',
  arriving: 'Signing you in at the new address…',
  byPassword: 'Sign in with name and password',
};

/** Shape of the words of every language. */
export type MoveWords = typeof en;

const ko: MoveWords = {
  title: 'PetCam 주소가 바뀌었어요',
  lead: (address) =>
    `새 주소는 ${address}예요. 이 휴대폰을 옮기면 로그인은 그대로 이어지고, 알림은 새 페이지에서 다시 허용하면 돼요.`,
  tailscale: '새 주소를 열려면 이 휴대폰에 Tailscale 앱이 연결되어 있어야 해요.',
  homeScreen: '홈 화면의 PetCam은 예전 주소를 열어요. 삭제하고 새 페이지를 홈 화면에 추가해 주세요.',
  move: '이 휴대폰 옮기기',
  arriving: '새 주소에서 로그인하고 있어요…',
  byPassword: '이름과 비밀번호로 로그인',
};

/** Words of a move to another address of the hub; they come when there is one. */
export const moveWords: Record<Language, MoveWords> = { en, ko };
