import qrcode from 'qrcode-terminal';

/** What an owner sees who looks at the terminal: the address, its QR code, and the set-up code while there is one. */
export function banner(address: string, setupCode: string | null): string {
  const target = setupCode ? setupAddress(address, setupCode) : address;
  const lines = [`  PetCam hub   ${address}`];
  if (setupCode) lines.push(`  Set-up code  ${setupCode}   (one time, for the first person)`);
  return `\n${lines.join('\n')}\n\n${indent(qr(target))}\n`;
}

/** Opens the page with the code filled in. The fragment never travels to a server or into its log. */
export function setupAddress(address: string, setupCode: string): string {
  return `${address}/#/setup?code=${setupCode}`;
}

function qr(text: string): string {
  let drawn = '';
  qrcode.generate(text, { small: true }, (code) => {
    drawn = code;
  });
  return drawn;
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');
