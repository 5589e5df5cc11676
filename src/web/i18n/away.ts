import type { Language } from './language.js';

const en = {
  title: 'Away from home',
  open: (address: string) => `Links and invitations open at ${address}.`,
  homeOnly: (address: string) =>
    `Links and invitations open at ${address}. That works at home, and elsewhere only through WireGuard.`,
  noTunnel: 'The hub has neither Tailscale nor WireGuard. Your router may have WireGuard.',
  kinds: { tailscale: 'Tailscale', wireguard: 'WireGuard' },
  testLead: 'To try it, turn off Wi-Fi on this phone, open the app again, and tap the button.',
  test: 'Test from this phone',
  ways: {
    tailscale: 'You are connected through Tailscale. This phone works away from home.',
    wireguard: 'You are connected through WireGuard. This phone works away from home.',
    home: 'You are connected through your home network. Turn Wi-Fi off and try again.',
    machine: 'You are on the hub itself, or behind a proxy on it.',
    elsewhere: 'You are connected from the internet, without Tailscale or WireGuard.',
  },
  setUp: (name: string) => `Set up ${name}`,
  isReady: 'works now',
  done: 'Done:',
  /** What is next, by how far the hub is. */
  tailscale: {
    off: 'The hub leaves Tailscale alone (PETCAM_TAILSCALE). Outside of a container or add-on it can use it.',
    absent: 'The hub finds no Tailscale on its machine yet.',
    'signed-out': 'Tailscale is on the hub, but not connected yet.',
    'no-https': 'Connected. Next, switch on HTTPS certificates.',
    asking: 'The certificate is on its way. That takes up to two minutes.',
    refused: 'Tailscale doesn’t give the hub its certificate yet.',
    ready: (address: string) => `${address} works on every phone with Tailscale, without a warning.`,
  },
  look: 'Check again',
  leadAway: 'Open links at the new address',
  leadHome: 'Open links at the home address again',
  steps: {
    tailscale: [
      'On the hub, install Tailscale (tailscale.com/download) and run: sudo tailscale up',
      'In the browser, open login.tailscale.com, then DNS. Switch on MagicDNS and HTTPS certificates.',
      'Let the hub use the certificate. On the hub, run: echo TS_PERMIT_CERT_UID=petcam-hub | sudo tee -a /etc/default/tailscaled && sudo systemctl restart tailscaled',
      'Below, have links and invitations open at the new address.',
      'Install Tailscale on each phone and sign in to the same account, or share the hub with your partner. Then open the new address and test it here.',
    ],
    wireguard: [
      'Many routers have WireGuard. Turn it on there, and add a device for each phone.',
      'Scan the QR code of the router with the WireGuard app of the phone.',
      'Put the address of the hub at home, with https and its port 8443, into /etc/petcam-hub/petcam-hub.env as PETCAM_PUBLIC_URL, and restart the hub.',
      'Turn on WireGuard on the phone, and test it here.',
    ],
  },
  noPort: 'Don’t open a port on your router for the hub. Tailscale and WireGuard don’t need one.',
};

/** Shape of the words of every language. */
export type AwayWords = typeof en;

const ko: AwayWords = {
  title: '집 밖에서',
  open: (address) => `링크와 초대는 ${address} 주소로 열려요.`,
  homeOnly: (address) =>
    `링크와 초대는 ${address} 주소로 열려요. 집에서, 그리고 밖에서는 집으로 연결한 WireGuard로만 쓸 수 있어요.`,
  noTunnel: '허브에 Tailscale이나 WireGuard가 없어요. 공유기에 WireGuard가 있을 수도 있어요.',
  kinds: { tailscale: 'Tailscale', wireguard: 'WireGuard' },
  testLead: '이 휴대폰의 와이파이를 끄고 앱을 다시 연 다음 버튼을 눌러 확인해 보세요.',
  test: '이 휴대폰에서 확인하기',
  ways: {
    tailscale: 'Tailscale로 연결돼 있어요. 이 휴대폰은 집 밖에서도 쓸 수 있어요.',
    wireguard: 'WireGuard로 연결돼 있어요. 이 휴대폰은 집 밖에서도 쓸 수 있어요.',
    home: '지금은 집 네트워크로 연결돼 있어요. 와이파이를 끄고 다시 해 보세요.',
    machine: '허브 자체에서, 또는 허브에 있는 프록시를 거쳐 연결돼 있어요.',
    elsewhere: 'Tailscale이나 WireGuard 없이 인터넷에서 연결돼 있어요.',
  },
  setUp: (name) => `${name} 설정하기`,
  isReady: '지금 열려요',
  done: '완료:',
  tailscale: {
    off: '이 허브는 Tailscale을 쓰지 않도록 설정돼 있어요(PETCAM_TAILSCALE). 컨테이너나 애드온이 아니면 쓸 수 있어요.',
    absent: '아직 허브에 Tailscale이 없어요.',
    'signed-out': '허브에 Tailscale이 있지만 아직 연결되지 않았어요.',
    'no-https': '연결됐어요. 이제 HTTPS 인증서를 켜 주세요.',
    asking: '인증서를 받고 있어요. 2분까지 걸릴 수 있어요.',
    refused: '아직 Tailscale이 허브에 인증서를 주지 않아요.',
    ready: (address) => `Tailscale이 있는 휴대폰이라면 어디서나 ${address} 주소가 경고 없이 열려요.`,
  },
  look: '다시 확인',
  leadAway: '링크를 새 주소로 열기',
  leadHome: '링크를 다시 집 주소로 열기',
  steps: {
    tailscale: [
      '허브에 Tailscale을 설치하고(tailscale.com/download) sudo tailscale up 을 실행하세요.',
      '브라우저에서 login.tailscale.com을 열고 DNS로 들어가 MagicDNS와 HTTPS 인증서(HTTPS Certificates)를 켜세요.',
      '허브가 인증서를 쓸 수 있게 해 주세요. 허브에서 실행하세요: echo TS_PERMIT_CERT_UID=petcam-hub | sudo tee -a /etc/default/tailscaled && sudo systemctl restart tailscaled',
      '아래에서 링크와 초대가 새 주소로 열리게 하세요.',
      '휴대폰마다 Tailscale을 설치해 같은 계정으로 로그인하거나, 가족에게 허브를 공유하세요. 그다음 새 주소를 열고 여기서 확인하세요.',
    ],
    wireguard: [
      'WireGuard가 있는 공유기가 많아요. 공유기에서 켜고 휴대폰마다 기기를 하나씩 추가하세요.',
      '휴대폰의 WireGuard 앱으로 공유기의 QR 코드를 스캔하세요.',
      '/etc/petcam-hub/petcam-hub.env 파일의 PETCAM_PUBLIC_URL에 집 안에서 쓰는 허브 주소를 https와 포트 8443까지 적고 허브를 다시 시작하세요.',
      '휴대폰에서 WireGuard를 켜고 여기서 확인하세요.',
    ],
  },
  noPort: '공유기의 포트를 열지 마세요. Tailscale과 WireGuard에는 필요 없어요.',
};

/** Words about the way to the hub from elsewhere; they come with the settings. */
export const awayWords: Record<Language, AwayWords> = { en, ko };
