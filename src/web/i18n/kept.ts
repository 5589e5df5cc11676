import type { Language } from './language.js';

/** Words of the photos that are kept on the phone; they come with the screens that have them. */
const en = {
  lead: (when: string) => `Your last photos, as of ${when}`,
  /** By the likeliest cause: what is wrong, and what to try. */
  troubles: {
    'no-network': ['This phone is in no network.', ['Turn on its Wi-Fi or mobile data.']],
    'mobile-data': [
      'This phone is on mobile data, and this address of the hub works at home only.',
      [
        'At home: connect to your Wi-Fi.',
        'Away from home: turn on WireGuard or Tailscale, if you have set it up (Settings, Away from home).',
      ],
    ],
    'home-address': [
      'Either this phone is not in your home network, or the hub is off.',
      [
        'At home: is the phone on your own Wi-Fi? A guest Wi-Fi does not reach the hub.',
        'Away from home: turn on WireGuard or Tailscale, if you have set it up (Settings, Away from home).',
        'Does the hub have power? After plugging it in, give it two minutes.',
      ],
    ],
    tailscale: [
      'The hub does not answer in your Tailscale network.',
      [
        'Open Tailscale on this phone: is it connected?',
        'Do the hub and your router at home have power and internet?',
      ],
    ],
    public: [
      'The hub does not answer at its address.',
      [
        'Does another web page open on this phone?',
        'Do the hub and your router at home have power and internet?',
      ],
    ],
  },
  trying: 'Trying again by itself, every few seconds.',
  open: (what: string) => `${what}. Show it large`,
  close: 'Close',
  note: 'These photos are encrypted on this phone. Everything newer is on the hub.',
  remove: 'Remove from this phone',
  removeAsk: 'Remove the photos from this phone?',
  removeHint: 'They stay on the hub. Nothing more is kept here until you switch it on again.',
  title: 'Photos for when the hub is away',
  offer: 'Keep the last 60 photos on this phone',
  offerLead:
    'Small pictures, encrypted, to look at when the hub cannot be reached. Signing out removes them. Not on a phone that others use, too.',
  nowhere: 'This browser keeps no photos here: it needs HTTPS.',
  kept: (photos: string, bytes: string) => `${photos} kept, ${bytes}`,
  storing: 'Storing them…',
  full: 'They could not be stored: this phone has no room, or the browser is in private mode.',
};

/** Shape of the words of every language. */
export type KeptWords = typeof en;

const ko: KeptWords = {
  lead: (when) => `${when} 기준, 마지막 사진들이에요`,
  troubles: {
    'no-network': ['이 휴대폰이 네트워크에 연결되어 있지 않아요.', ['Wi-Fi나 모바일 데이터를 켜 주세요.']],
    'mobile-data': [
      '지금은 모바일 데이터를 쓰고 있는데, 이 주소는 집에서만 열려요.',
      [
        '집이라면 집 Wi-Fi에 연결해 주세요.',
        '집 밖이라면, 설정해 두었을 때 WireGuard나 Tailscale을 켜 주세요(설정 → 집 밖에서).',
      ],
    ],
    'home-address': [
      '휴대폰이 집 네트워크에 있지 않거나, 허브가 꺼져 있어요.',
      [
        '집이라면 집 Wi-Fi에 연결되어 있나요? 손님용 Wi-Fi로는 허브에 닿지 않아요.',
        '집 밖이라면, 설정해 두었을 때 WireGuard나 Tailscale을 켜 주세요(설정 → 집 밖에서).',
        '허브에 전원이 들어와 있나요? 전원을 꽂은 뒤 2분쯤 기다려 주세요.',
      ],
    ],
    tailscale: [
      'Tailscale 네트워크에서 허브가 응답하지 않아요.',
      [
        '이 휴대폰에서 Tailscale을 열어 연결되어 있는지 확인해 주세요.',
        '집의 허브와 공유기에 전원과 인터넷이 들어와 있나요?',
      ],
    ],
    public: [
      '허브가 그 주소에서 응답하지 않아요.',
      ['이 휴대폰에서 다른 웹페이지는 열리나요?', '집의 허브와 공유기에 전원과 인터넷이 들어와 있나요?'],
    ],
  },
  trying: '몇 초마다 자동으로 다시 시도해요.',
  open: (what) => `${what}. 크게 보기`,
  close: '닫기',
  note: '이 사진들은 이 휴대폰에 암호화되어 있어요. 더 새로운 사진은 허브에 있어요.',
  remove: '이 휴대폰에서 사진 지우기',
  removeAsk: '이 휴대폰에서 사진을 지울까요?',
  removeHint: '허브에는 그대로 남아요. 다시 켤 때까지 이 휴대폰에는 아무것도 보관하지 않아요.',
  title: '허브에 닿지 않을 때 볼 사진',
  offer: '최근 사진 60장을 이 휴대폰에 보관',
  offerLead:
    '허브에 닿지 않을 때 볼 수 있는 작은 사진이에요. 암호화해서 보관하고, 로그아웃하면 지워요. 여럿이 쓰는 휴대폰에서는 켜지 마세요.',
  nowhere: '이 브라우저에는 보관할 수 없어요. HTTPS가 필요해요.',
  kept: (photos, bytes) => `${photos} 보관 중, ${bytes}`,
  storing: '보관하는 중…',
  full: '보관하지 못했어요. 휴대폰에 공간이 없거나 브라우저가 시크릿 모드예요.',
};

/** Words of the kept photos by language. */
export const keptWords: Record<Language, KeptWords> = { en, ko };
