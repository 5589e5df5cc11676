import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { flushFolder, makeFolder } from '../../core/durable-file.js';
import { Fault } from '../../core/errors.js';

/**
 * Lets `secret.key` of the data directory be a credential of the service manager, so that the key does not lie beside
 * what it seals: the file becomes a link to `credential`. A key file that is there already must be the same one.
 *
 * @throws {Fault} `secret-other` when the data directory has another key; nothing was changed then.
 */
export function linkKey(directory: string, credential: string): void {
  const file = path.join(directory, 'secret.key');
  if (isLinkTo(file, credential)) return;
  if (existsSync(file) && !readFileSync(file).equals(readFileSync(credential)))
    throw new Fault(
      'secret-other',
      `${file} and the credential petcam-hub.key are different keys`,
      `Put the contents of ${file} into the credential, or move that file away if the credential is the right one.`,
    );
  makeFolder(directory);
  rmSync(file, { force: true });
  symlinkSync(credential, file);
  flushFolder(directory);
}

function isLinkTo(file: string, target: string): boolean {
  return (
    Boolean(lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) && readlinkSync(file) === target
  );
}
