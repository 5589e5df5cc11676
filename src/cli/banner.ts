import { toString as draw } from 'qrcode';

/** Addresses under which phones find the hub. */
export interface Welcome {
  /** Address for a phone. */
  address: string;
  /** Address for a browser on this machine, without TLS; null without one. */
  here: string | null;
  /** How a phone comes to trust the hub's own authority; null when there is none. */
  trust: { page: string; fingerprint: string; words: string } | null;
  /** Address without TLS by which a phone comes to trust the hub first; null where it need not, or cannot. */
  first: string | null;
}

/** Text for an owner who looks at the terminal: addresses, a QR code, and the set-up code while there is one. */
export async function banner(welcome: Welcome, setupCode: string | null): Promise<string> {
  const { address, here, trust } = welcome;
  const lines = [`PetCam hub    ${address}`];
  if (here) lines.push(`This machine  ${here}`);
  if (setupCode) lines.push(`Set-up code   ${setupCode}   (one time, for the first person)`);
  if (trust) {
    lines.push('', `The QR code leads a phone to trust the hub first, as ${trust.page} does.`);
    lines.push(
      `It has to show there: ${trust.words}`,
      'That stands for the fingerprint',
      ...fingerprintLines(trust.fingerprint),
    );
  }
  return `\n${indent(lines.join('\n'))}\n\n${await qr(scanAddress(welcome, setupCode))}\n`;
}

/** For the QR code. The first thing that a phone opens is not protected, so it carries no code: a person types it later. */
export function scanAddress({ address, first }: Welcome, setupCode: string | null): string {
  if (first !== null) return setupCode === null ? first : `${first}/#/setup`;
  return setupCode === null ? address : setupAddress(address, setupCode);
}

/** Opens the page with the code filled in. The fragment never travels to a server or into its log. */
export function setupAddress(address: string, setupCode: string): string {
  return `${address}/#/setup?code=${setupCode}`;
}

/** Light modules are drawn, dark ones left out: right on a dark terminal, and scanners read the reverse as well. */
function qr(text: string): Promise<string> {
  const color = { dark: '#ffffff', light: '#000000' };
  return draw(text, { type: 'utf8', errorCorrectionLevel: 'L', color });
}

function fingerprintLines(fingerprint: string): string[] {
  const half = fingerprint.length / 2;
  return [fingerprint.slice(0, half), fingerprint.slice(half + 0.5)].map((line) => `  ${line}`);
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');
