import type { TrustPicture } from './trust-pictures.js';

/** Kinds of device, told apart by what their browser says of itself. */
export type Device = 'apple' | 'android' | 'mac' | 'windows' | 'other';

/** Texts of the page that explains how a device trusts the hub. Steps may hold `code` in backticks. */
export interface TrustWords {
  title: string;
  lead: string;
  open: string;
  known: string;
  /** While it is not known whether this device trusts the hub. */
  asking: string;
  unknown: string;
  /** The steps for the device at hand. */
  thisDevice: string;
  otherDevices: string;
  without: string;
  withoutPrice: string;
  compare: string;
  fingerprint: string;
  where: string;
  download: string;
  pem: string;
  /** Beside the steps, in their order, what the device shows; none where every system looks otherwise. */
  devices: { id: Device; name: string; steps: string[]; pictures?: TrustPicture[] }[];
  meansTitle: string;
  means: string[];
  ownTitle: string;
  own: string;
  other: string;
}

const en: TrustWords = {
  title: 'Trust this hub',
  lead: 'Your photos travel through your home encrypted. For that, each phone has to get to know this hub once. It takes about two minutes.',
  open: 'Open PetCam',
  known: 'This device trusts the hub.',
  asking: 'Checking whether this device knows the hub…',
  unknown: 'This device doesn’t know the hub yet. This page moves on by itself once it does.',
  thisDevice: 'On this device',
  otherDevices: 'On other devices',
  without: 'Continue without installing anything',
  withoutPrice:
    'Your browser will show a red warning. Choose Advanced, then continue. Your photos are still encrypted, but the app can’t be installed or notify you, and you wouldn’t notice if someone pretended to be your hub.',
  compare: 'First, compare the code',
  fingerprint: 'The words stand for this fingerprint of the certificate (SHA-256), which your phone shows:',
  where:
    'Run `petcam-hub setup` on the hub: it shows the same four words. If they differ, stop. Someone on your network is pretending to be your hub.',
  download: 'Download the certificate',
  pem: 'Download as PEM',
  devices: [
    {
      id: 'apple',
      name: 'iPhone and iPad',
      steps: [
        'Open this page in Safari, tap “Download the certificate” and allow it.',
        'Open Settings. Near the top, tap “Profile Downloaded”, then Install.',
        'Open Settings › General › About › Certificate Trust Settings and switch the hub on.',
      ],
      pictures: [
        { kind: 'ask', text: 'Download a profile?', buttons: ['Ignore', 'Allow'] },
        { kind: 'list', title: 'Settings', rows: ['Profile Downloaded', 'Wi-Fi'] },
        { kind: 'list', title: 'Certificate Trust Settings', rows: ['PetCam hub'], toggle: true },
      ],
    },
    {
      id: 'android',
      name: 'Android',
      steps: [
        'Tap “Download the certificate”.',
        'Open Settings, search for “CA certificate” and tap it (Security › Encryption and credentials › Install a certificate on many phones).',
        'Tap “Install anyway” and choose `petcam-hub.crt` from Downloads.',
      ],
      pictures: [
        { kind: 'list', title: 'This page', rows: ['Download the certificate'] },
        { kind: 'list', title: 'CA certificate', search: true, rows: ['CA certificate', 'User certificate'] },
        { kind: 'ask', text: 'Install this certificate?', buttons: ['Don’t install', 'Install anyway'] },
      ],
    },
    {
      id: 'mac',
      name: 'Mac',
      steps: [
        'Open the downloaded file; Keychain Access shows it.',
        'Double-click “PetCam hub”, open Trust and choose Always Trust.',
      ],
    },
    {
      id: 'windows',
      name: 'Windows',
      steps: [
        'Open the downloaded file and choose Install Certificate.',
        'Choose “Place all certificates in the following store” › Trusted Root Certification Authorities.',
      ],
    },
    {
      id: 'other',
      name: 'Linux, and Firefox anywhere',
      steps: [
        'Open the browser’s settings and search for “certificates”.',
        'Under Authorities, import the downloaded file for websites.',
      ],
    },
  ],
  meansTitle: 'What this means',
  means: [
    'The certificate works only for addresses inside homes, such as `petcam.local` or `192.168.1.20`. It can never stand in for a bank or a shop.',
    'Its key was made on your hub, and nobody else has it.',
    'Without it everything is still encrypted, but your browser warns you, and the app can’t be installed or notify you.',
    'To undo it, remove the profile or certificate in the same settings.',
  ],
  ownTitle: 'Nothing to do',
  own: 'This hub uses its owner’s certificate. Your devices already know it.',
  other: '한국어',
};

const ko: TrustWords = {
  title: '우리 집 허브 등록하기',
  lead: '사진은 집 안에서도 암호화해서 전송해요. 그러려면 휴대폰에 이 허브를 한 번 등록해야 해요. 기기마다 2분쯤 걸려요.',
  open: 'PetCam 열기',
  known: '이 기기에는 허브가 등록돼 있어요.',
  asking: '이 기기에 허브가 등록돼 있는지 확인하고 있어요…',
  unknown: '아직 허브가 등록되지 않은 기기예요. 등록하면 자동으로 다음 화면으로 넘어가요.',
  thisDevice: '지금 쓰는 기기에서',
  otherDevices: '다른 기기에서',
  without: '설치하지 않고 계속하기',
  withoutPrice:
    '브라우저에 빨간 경고가 나와요. ‘고급’을 누르고 계속 진행하세요. 사진은 똑같이 암호화되지만 앱을 설치하거나 알림을 받을 수 없고, 누군가 허브를 사칭해도 알아차리기 어려워요.',
  compare: '먼저 코드를 비교해 주세요',
  fingerprint: '네 단어는 휴대폰에 나오는 아래 인증서 지문(SHA-256)을 뜻해요.',
  where:
    '허브에서 `petcam-hub setup`을 실행하면 같은 네 단어가 나와요. 다르면 진행하지 마세요. 네트워크의 누군가가 허브를 사칭하고 있을 수 있어요.',
  download: '인증서 내려받기',
  pem: 'PEM 형식으로 받기',
  devices: [
    {
      id: 'apple',
      name: 'iPhone 및 iPad',
      steps: [
        'Safari에서 이 페이지를 열고 “인증서 내려받기”를 누른 뒤 허용해 주세요.',
        '설정을 열고 위쪽의 “프로파일이 다운로드됨”을 눌러 설치해 주세요.',
        '설정 › 일반 › 정보 › 인증서 신뢰 설정에서 허브를 켜 주세요.',
      ],
      pictures: [
        { kind: 'ask', text: '프로파일을 내려받을까요?', buttons: ['무시', '허용'] },
        { kind: 'list', title: '설정', rows: ['프로파일이 다운로드됨', 'Wi-Fi'] },
        { kind: 'list', title: '인증서 신뢰 설정', rows: ['PetCam hub'], toggle: true },
      ],
    },
    {
      id: 'android',
      name: 'Android',
      steps: [
        '“인증서 내려받기”를 눌러 주세요.',
        '설정에서 “CA 인증서”를 검색해 눌러 주세요(많은 휴대폰에서 보안 › 암호화 및 자격 증명 › 인증서 설치).',
        '“계속 설치”를 누르고 다운로드 폴더의 `petcam-hub.crt`를 골라 주세요.',
      ],
      pictures: [
        { kind: 'list', title: '이 페이지', rows: ['인증서 내려받기'] },
        { kind: 'list', title: 'CA 인증서', search: true, rows: ['CA 인증서', '사용자 인증서'] },
        { kind: 'ask', text: '이 인증서를 설치할까요?', buttons: ['설치 안함', '계속 설치'] },
      ],
    },
    {
      id: 'mac',
      name: 'Mac',
      steps: [
        '내려받은 파일을 열면 키체인 접근에 나와요.',
        '“PetCam hub”를 두 번 클릭하고 신뢰에서 “항상 신뢰”를 골라 주세요.',
      ],
    },
    {
      id: 'windows',
      name: 'Windows',
      steps: [
        '내려받은 파일을 열고 “인증서 설치”를 골라 주세요.',
        '“모든 인증서를 다음 저장소에 저장” › “신뢰할 수 있는 루트 인증 기관”을 골라 주세요.',
      ],
    },
    {
      id: 'other',
      name: 'Linux 및 모든 Firefox',
      steps: [
        '브라우저 설정에서 “인증서”를 검색해 주세요.',
        '인증 기관에서 내려받은 파일을 웹사이트용으로 가져와 주세요.',
      ],
    },
  ],
  meansTitle: '무슨 뜻인가요',
  means: [
    '이 인증서는 `petcam.local`이나 `192.168.1.20` 같은 집 안의 주소에만 쓸 수 있어요. 은행이나 쇼핑몰을 사칭하는 데는 쓸 수 없어요.',
    '키는 허브에서 만들었고 다른 누구에게도 없어요.',
    '등록하지 않아도 모두 암호화되지만, 브라우저에 경고가 나오고 앱 설치와 알림을 쓸 수 없어요.',
    '되돌리려면 같은 설정에서 프로파일이나 인증서를 지우세요.',
  ],
  ownTitle: '따로 하실 일은 없어요',
  own: '이 허브는 소유자의 인증서를 써요. 기기들이 이미 알고 있어요.',
  other: 'English',
};

/** Texts by language, English and Korean. */
export const trustWords = { en, ko };
/** Languages in which the page exists. */
export type TrustLanguage = keyof typeof trustWords;

/** The language of a page: the one asked for, else the first that the browser names and we speak. */
export function trustLanguage(asked: string | undefined, accepted: string | undefined): TrustLanguage {
  const wanted = [asked ?? '', ...(accepted ?? '').split(',')].map((tag) =>
    tag.trim().slice(0, 2).toLowerCase(),
  );
  return wanted.find((tag): tag is TrustLanguage => tag === 'en' || tag === 'ko') ?? 'en';
}
