/**
 * Text with every character that would steer a terminal shown as an escape (`\u001b`), which JSON reads as well: names
 * come from people, cameras and whatever is in the air. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(STEERING, (character) => {
    const code = character.codePointAt(0) as number;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** Control characters (C0, C1, DEL), and what turns the direction of the text that follows. */
const STEERING = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
