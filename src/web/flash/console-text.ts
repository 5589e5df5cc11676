/** Text of a camera's serial console: lines out of bytes, and what they say. Pure. */

/** Longest line that is kept; a board at another speed sends no line feeds. */
const LONGEST = 1024;

/** Cuts text into lines as it comes; colours and what is no text are left out. */
export class LineSplitter {
  #rest = '';

  /** The lines that are whole now. */
  take(text: string): string[] {
    const parts = (this.#rest + text).split(/[\r\n]+/);
    this.#rest = (parts.pop() ?? '').slice(-LONGEST);
    return parts.map(plain).filter((line) => line !== '');
  }
}

// The character that begins a colour is a control character, which a pattern may not hold.
const COLOUR = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'g');

const plain = (line: string) => line.replace(COLOUR, '').trim();

/** Name and pairing code of a camera. */
export interface PairingCode {
  /** `PetCam-` and six digits of its address. */
  name: string;
  /** Eight digits. */
  code: string;
}

/** The code that a camera prints while it waits for pairing; null in any other line. */
export function pairingCodeIn(line: string): PairingCode | null {
  const [, name, code] = /(PetCam-[0-9A-F]{6}) waits for pairing, code (\d{8})\b/.exec(line) ?? [];
  return name !== undefined && code !== undefined ? { name, code } : null;
}

/** True for the line of a chip whose supply is too weak to start. */
export const isBrownout = (line: string): boolean => line.includes('Brownout detector was triggered');

/** Answer of the console to a line that was typed; null for a line about something else. */
export function answerIn(line: string): 'taken' | 'refused' | null {
  if (/console: (Wi-Fi|hub) stored\b/.test(line)) return 'taken';
  return /console: (like this|hub: the field|(Wi-Fi|hub) could not be stored)/.test(line) ? 'refused' : null;
}

/** True for text that the console's line takes: ASCII that can be seen, and spaces. */
export const isTypeable = (text: string): boolean => /^[ -~]*$/.test(text);
