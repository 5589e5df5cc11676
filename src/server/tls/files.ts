import { existsSync, readFileSync } from 'node:fs';
import { createFile, replaceFile } from '../../core/durable-file.js';
import { Fault } from '../../core/errors.js';
import type { KeyPair } from './authority.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/;

/** A pair that was kept; null when there is no such file. `tls-damaged` when it holds no pair. */
export function readPair(file: string): KeyPair | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'latin1');
  const cert = CERTIFICATE.exec(text)?.[0];
  const key = PRIVATE_KEY.exec(text)?.[0];
  if (!cert || !key)
    throw new Fault(
      'tls-damaged',
      `${file} holds no certificate with its key`,
      'Put it back from a backup, or move it away: a new one is made, and every phone has to trust it anew.',
    );
  return { cert, key };
}

/** True when the file is there and holds this pair. */
export function holdsPair(file: string, { cert, key }: KeyPair): boolean {
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  return text.includes(cert) && text.includes(key);
}

/** Keeps a pair, readable by its owner alone, in place of the one before. A power cut leaves a whole one. */
export function writePair(file: string, pair: KeyPair): void {
  replaceFile(file, textOf(pair));
}

/** As `writePair`, but a pair that is there already stays. */
export function writePairOnce(file: string, pair: KeyPair): void {
  createFile(file, textOf(pair));
}

const textOf = ({ cert, key }: KeyPair) => `${cert}\n${key}\n`;
