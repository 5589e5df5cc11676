import type { Language } from './language.js';

const en = {
  camera: {
    title: 'Connect your first camera',
    lead: 'A PetCam camera, or one you already have. It takes a few minutes.',
  },
  notify: {
    title: 'Get a notification when your pet comes by',
    lead: 'Sent to this phone by your own hub.',
    done: 'This phone gets notifications',
  },
  homeScreen: {
    title: 'Keep PetCam handy',
    lead: 'Put it on your home screen: it opens like an app.',
    byHand: 'Tap the share button of the browser, then “Add to Home Screen”. Then it opens like an app.',
    add: 'Add to home screen',
  },
  backups: {
    title: 'Keep a second copy of your photos',
    lead: 'They are on one disk so far. With a USB disk at the hub, they are copied every night.',
    how: 'Show me how',
  },
};

const ko: typeof en = {
  camera: {
    title: '첫 카메라를 연결해 보세요',
    lead: 'PetCam 카메라도, 이미 가지고 계신 카메라도 괜찮아요. 몇 분이면 돼요.',
  },
  notify: {
    title: '반려동물이 나타나면 알려 드릴까요?',
    lead: '집에 있는 허브가 이 휴대폰으로 알림을 보내요.',
    done: '이제 이 휴대폰으로 알려 드려요',
  },
  homeScreen: {
    title: '홈 화면에 두고 써 보세요',
    lead: '홈 화면에 추가하면 앱처럼 열려요.',
    byHand: '브라우저의 공유 버튼을 누르고 ‘홈 화면에 추가’를 고르세요. 앱처럼 열려요.',
    add: '홈 화면에 추가',
  },
  backups: {
    title: '사진을 한 벌 더 보관해 두세요',
    lead: '아직은 사진이 디스크 하나에만 있어요. 허브에 USB 디스크를 연결하면 매일 밤 복사해 둬요.',
    how: '방법 보기',
  },
};

/** Words of the cards of what is left to set up; they come with the cards. */
export const nextStepWords: Record<Language, typeof en> = { en, ko };
