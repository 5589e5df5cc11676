/** Operands and files that a command is given. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Fault, messageOf, Refusal } from '../core/errors.js';

/** Makes the check of operands and options that a command cannot do without: a `Refusal` `usage`, with its help. */
export const neededBy =
  (help: string) =>
  (value: string | undefined, otherwise: string): string => {
    if (value) return value;
    throw new Refusal('usage', `${otherwise}\n\n${help}`);
  };

/** Bytes of a file that a person named. @throws {Fault} `file-missing` */
export function bytesIn(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Fault('file-missing', `${file} cannot be read`, 'Check the path and its permissions.', {
      cause,
    });
  }
}

/**
 * Writes a new file, never over what is there: a key that is lost cannot be made again. @throws {Fault}
 * `file-not-written`
 */
export function writeNew(file: string, content: string | Uint8Array, mode = 0o644): void {
  try {
    writeFileSync(file, content, { mode, flag: 'wx' });
  } catch (cause) {
    const text = `${file} was not written: ${messageOf(cause)}`;
    throw new Fault('file-not-written', text, 'Choose another name.', { cause });
  }
}
