/** Texts of notifications that are not of a pet; apart from the other texts, since the worker needs no others. */
export const alerts = {
  en: {
    'camera-offline': { title: 'Camera offline', body: 'Look at its power and its Wi-Fi.' },
    'hub-trouble': { title: 'Your hub needs a look', body: 'Settings, About this hub, says what is wrong.' },
    'hub-recovered': { title: 'Your hub is well again', body: 'Nothing is left to do.' },
    'pet-unseen': { title: '{name} has not been seen', body: 'No photo for {hours} hours.' },
  },
  ko: {
    'camera-offline': { title: '카메라와 연결이 끊겼어요', body: '전원과 와이파이를 확인해 주세요.' },
    'hub-trouble': {
      title: '허브를 확인해 주세요',
      body: '설정의 허브 정보에서 무엇이 문제인지 볼 수 있어요.',
    },
    'hub-recovered': { title: '허브가 다시 정상이에요', body: '더 하실 일은 없어요.' },
    'pet-unseen': { title: '{name}, 한동안 보이지 않았어요', body: '{hours}시간 동안 사진이 없어요.' },
  },
} as const;
