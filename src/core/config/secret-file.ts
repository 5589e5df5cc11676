import { readFileSync } from 'node:fs';
import { Fault } from '../errors.js';

/**
 * Content of a file that a setting names, without the line's end: a password, a token, a certificate.
 * @throws {Fault} `file-missing`
 */
export function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Fault('file-missing', `${file} cannot be read`, 'Check the path and its permissions.', {
      cause,
    });
  }
}
