import type { Language } from './language.js';

/** Ways in which flashing fails, each with words of its own. */
export type FlashFailureCode =
  | 'port-busy'
  | 'no-answer'
  | 'chip-unknown'
  | 'chip-wrong'
  | 'chip-locked'
  | 'flash-unknown'
  | 'flash-small'
  | 'image-claim'
  | 'image-board'
  | 'image-foreign'
  | 'image-damaged'
  | 'unplugged'
  | 'write-failed'
  | 'verify-failed'
  | 'console-silent'
  | 'brownout'
  | 'cable-refused';

/** What happened, and what to do about it. */
type FailureWords = Record<FlashFailureCode, (found: string) => [what: string, advice: string]>;

/** Words of the page that writes firmware; they come with that page, which few people ever open. */
const en = {
  title: 'Put the firmware on a board',
  lead: 'A board that has never been a camera, or runs something else, becomes one here. It is connected to this computer by USB.',
  erases: 'Everything that is on the board is replaced.',
  boards: 'Which board is it?',
  version: (version: string) => `Version ${version}`,
  given: (version: string) => `Version ${version}, from your file`,
  none: 'No image yet',
  start: 'Connect and write',
  noImage: 'The hub has no image for this board. Give it the file that whoever builds the firmware gave you.',
  noKey:
    'The hub has no key to check firmware with. Its installer sets PETCAM_FIRMWARE_KEY (docs/FLASHING.md).',
  give: 'Give a file',
  giveHint: 'A file that ends in .petcam-flash. The hub keeps it, and checks who signed it.',
  taken: (version: string, board: string) => `Version ${version} for ${board} is here`,
  forget: 'Remove your file',
  secureTitle: 'Not on this address',
  secure: 'Browsers reach a USB port from a secure page only. Open this page by https.',
  secureLink: 'How to open it securely',
  browserTitle: 'Chrome or Edge on a computer',
  browser: 'This browser cannot reach a USB port. Open this page in Chrome or Edge on a computer.',
  elsewhere: 'The address to open there:',
  workTitle: 'Do not unplug it',
  steps: {
    prove: 'Checking the image',
    connect: 'Connecting to the board',
    write: 'Writing',
    compare: 'Comparing what was written',
    restart: 'Starting the camera',
  },
  done: 'done',
  labelTitle: 'It is a camera now',
  labelLead:
    'Write its code down, or print it and stick it on. It is asked for whenever the camera is paired.',
  code: 'Pairing code',
  qr: (name: string) => `QR code that opens the pairing of ${name}`,
  chip: (chip: string, mac: string) => `${chip}, ${mac}`,
  print: 'Print the label',
  bluetooth: 'Add it over Bluetooth',
  bluetoothHint: 'Bring it within a few steps of the hub. Its code is filled in.',
  cable: 'Add it over this cable',
  noCable: 'This board hears nothing over its cable: it is added over Bluetooth.',
  another: 'Write another board',
  cableTitle: 'Which Wi-Fi?',
  cableLead: 'It goes to the camera over the cable. The hub does not keep it.',
  wifiHint: 'Exactly as it is written. The camera needs 2.4 GHz.',
  password: 'Its password; leave it empty for an open network.',
  notTypeable:
    'Only letters without accents, digits and signs go over the cable. Add the camera over Bluetooth instead.',
  passwordLength: 'A Wi-Fi password has 8 to 63 characters.',
  send: 'Send it to the camera',
  waiting: 'Waiting for the camera to connect…',
  waitingLong: 'It hasn’t connected yet. Is the password right, and the Wi-Fi in reach?',
  change: 'Type the Wi-Fi again',
  noBroker: 'This hub uses a broker of its own. Add the camera over Bluetooth, or by hand.',
  readAgain: 'Start it and read again',
  failures: {
    'port-busy': () => [
      'The USB port is in use.',
      'Another program or tab has it open: a serial monitor, for example. Close that, and try again.',
    ],
    'no-answer': () => [
      'The board does not answer.',
      'Hold its button BOOT, IO0 or B (on an ESP32-CAM without its base: connect GPIO0 to GND), press reset, and try again. A cable that only charges does not do.',
    ],
    'chip-unknown': () => ['This is no board that the hub knows.', 'Is it the right USB port?'],
    'chip-wrong': (found: string) => [
      `This board has another chip: ${found}.`,
      'Nothing was written. Choose the board that it is.',
    ],
    'chip-locked': () => ['This chip is locked.', 'It takes only firmware of whoever locked it.'],
    'flash-unknown': () => [
      'The memory of the board does not answer.',
      'Take off everything that is connected to its pins, a memory card too, and try again.',
    ],
    'flash-small': (found: string) => [
      `The memory of this board is too small: ${found}.`,
      'Nothing was written. It cannot be a camera.',
    ],
    'image-claim': () => ['The file is no image for a bare board.', 'Nothing was written.'],
    'image-board': () => ['The image is for another board.', 'Nothing was written.'],
    'image-foreign': () => [
      'The hub does not trust whoever signed this image.',
      'Nothing was written. Give the hub another file.',
    ],
    'image-damaged': () => [
      'The image is damaged.',
      'Nothing was written. Try again, or give the hub the file again.',
    ],
    unplugged: () => [
      'The board was unplugged.',
      'No harm is done: plug it in and begin again. What was half written is replaced.',
    ],
    'write-failed': () => [
      'Writing failed.',
      'Try again, with a shorter cable and without a hub in between.',
    ],
    'verify-failed': () => [
      'The board does not hold what was written.',
      'Try again. If it happens again, its memory is worn or it lacks power.',
    ],
    'console-silent': () => [
      'The camera says nothing.',
      'Press its reset button once, with BOOT or GPIO0 let go.',
    ],
    brownout: () => [
      'The board lacks power.',
      'It starts and falls over. Use another USB port or a short, thick cable.',
    ],
    'cable-refused': () => ['The camera did not take it.', 'Try again, or add it over Bluetooth.'],
  } as FailureWords,
};

/** Shape of the words in every language. */
export type FlashWords = typeof en;

const ko: FlashWords = {
  title: '보드에 펌웨어 넣기',
  lead: '아직 카메라가 아니거나 다른 펌웨어가 든 보드를 카메라로 만들어요. 보드를 이 컴퓨터에 USB로 연결해 주세요.',
  erases: '보드에 들어 있던 것은 모두 바뀌어요.',
  boards: '어떤 보드인가요?',
  version: (version) => `버전 ${version}`,
  given: (version) => `버전 ${version}, 올린 파일`,
  none: '아직 이미지가 없어요',
  start: '연결하고 넣기',
  noImage: '허브에 이 보드용 이미지가 없어요. 펌웨어를 만든 사람에게 받은 파일을 올려 주세요.',
  noKey:
    '허브에 펌웨어를 확인할 키가 없어요. 설치한 사람이 PETCAM_FIRMWARE_KEY를 정해야 해요(docs/FLASHING.md).',
  give: '파일 올리기',
  giveHint: '이름이 .petcam-flash로 끝나는 파일이에요. 허브가 서명을 확인하고 보관해요.',
  taken: (version, board) => `${board}용 버전 ${version}을 받았어요`,
  forget: '올린 파일 지우기',
  secureTitle: '이 주소에서는 할 수 없어요',
  secure: '브라우저는 보안 페이지에서만 USB를 쓸 수 있어요. https 주소로 열어 주세요.',
  secureLink: '보안 주소로 여는 방법',
  browserTitle: '컴퓨터의 Chrome이나 Edge에서',
  browser: '이 브라우저는 USB를 쓸 수 없어요. 컴퓨터의 Chrome이나 Edge에서 이 페이지를 열어 주세요.',
  elsewhere: '거기서 열 주소:',
  workTitle: '뽑지 마세요',
  steps: {
    prove: '이미지 확인',
    connect: '보드에 연결',
    write: '쓰기',
    compare: '쓴 내용 비교',
    restart: '카메라 시작',
  },
  done: '완료',
  labelTitle: '이제 카메라예요',
  labelLead: '코드를 적어 두거나 인쇄해서 붙여 두세요. 카메라를 연결할 때마다 필요해요.',
  code: '연결 코드',
  qr: (name) => `${name} 연결을 여는 QR 코드`,
  chip: (chip, mac) => `${chip}, ${mac}`,
  print: '라벨 인쇄',
  bluetooth: '블루투스로 추가',
  bluetoothHint: '허브에서 몇 걸음 안으로 가져오세요. 코드는 채워져 있어요.',
  cable: '이 케이블로 추가',
  noCable: '이 보드는 케이블로 설정할 수 없어서 블루투스로 추가해요.',
  another: '다른 보드에 넣기',
  cableTitle: '어떤 와이파이인가요?',
  cableLead: '케이블로 카메라에만 전해져요. 허브는 보관하지 않아요.',
  wifiHint: '적힌 그대로 입력해 주세요. 카메라는 2.4GHz만 써요.',
  password: '비밀번호예요. 열린 네트워크면 비워 두세요.',
  notTypeable: '케이블로는 영문자, 숫자, 기호만 보낼 수 있어요. 블루투스로 추가해 주세요.',
  passwordLength: '와이파이 비밀번호는 8~63자예요.',
  send: '카메라로 보내기',
  waiting: '카메라가 연결되기를 기다리고 있어요…',
  waitingLong: '아직 연결되지 않았어요. 비밀번호가 맞나요? 와이파이가 닿는 곳인가요?',
  change: '와이파이 다시 입력',
  noBroker: '이 허브는 다른 브로커를 써요. 블루투스로 추가하거나 직접 설정해 주세요.',
  readAgain: '다시 시작하고 읽기',
  failures: {
    'port-busy': () => [
      'USB 포트를 다른 곳에서 쓰고 있어요.',
      '시리얼 모니터 같은 다른 프로그램이나 탭을 닫고 다시 시도해 주세요.',
    ],
    'no-answer': () => [
      '보드가 응답하지 않아요.',
      'BOOT, IO0 또는 B 버튼을 누른 채(받침 없는 ESP32-CAM은 GPIO0을 GND에 연결) 리셋을 누르고 다시 시도해 주세요. 충전 전용 케이블은 안 돼요.',
    ],
    'chip-unknown': () => ['허브가 모르는 보드예요.', 'USB 포트가 맞나요?'],
    'chip-wrong': (found) => [
      `칩이 다른 보드예요: ${found}.`,
      '아무것도 쓰지 않았어요. 맞는 보드를 골라 주세요.',
    ],
    'chip-locked': () => ['잠긴 칩이에요.', '잠근 사람의 펌웨어만 넣을 수 있어요.'],
    'flash-unknown': () => [
      '보드의 메모리가 응답하지 않아요.',
      '메모리 카드와 핀에 연결된 것을 모두 빼고 다시 시도해 주세요.',
    ],
    'flash-small': (found) => [
      `보드의 메모리가 너무 작아요: ${found}.`,
      '아무것도 쓰지 않았어요. 카메라로 쓸 수 없어요.',
    ],
    'image-claim': () => ['새 보드용 이미지가 아니에요.', '아무것도 쓰지 않았어요.'],
    'image-board': () => ['다른 보드용 이미지예요.', '아무것도 쓰지 않았어요.'],
    'image-foreign': () => [
      '믿을 수 없는 서명이 된 이미지예요.',
      '아무것도 쓰지 않았어요. 다른 파일을 올려 주세요.',
    ],
    'image-damaged': () => [
      '손상된 이미지예요.',
      '아무것도 쓰지 않았어요. 다시 시도하거나 파일을 다시 올려 주세요.',
    ],
    unplugged: () => [
      '보드가 뽑혔어요.',
      '괜찮아요. 다시 꽂고 처음부터 시작해 주세요. 쓰다 만 내용은 바뀌어요.',
    ],
    'write-failed': () => ['쓰지 못했어요.', '더 짧은 케이블로, USB 허브 없이 다시 시도해 주세요.'],
    'verify-failed': () => [
      '보드에 쓴 내용이 달라요.',
      '다시 시도해 주세요. 또 그러면 메모리가 낡았거나 전력이 부족한 거예요.',
    ],
    'console-silent': () => [
      '카메라가 아무 말도 하지 않아요.',
      'BOOT나 GPIO0을 놓은 상태에서 리셋 버튼을 한 번 눌러 주세요.',
    ],
    brownout: () => [
      '보드의 전력이 부족해요.',
      '켜지다가 꺼져요. 다른 USB 포트나 짧고 굵은 케이블을 써 주세요.',
    ],
    'cable-refused': () => ['카메라가 받지 않았어요.', '다시 시도하거나 블루투스로 추가해 주세요.'],
  },
};

/** Words of this page by language. */
export const flashWords: Readonly<Record<Language, FlashWords>> = { en, ko };
