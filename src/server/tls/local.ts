import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { type Clock, repeatEvery } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { KeyPair } from './authority.js';
import { type AuthorityBackup, sealPair, unsealPair } from './authority-backup.js';
import { holdsPair, readPair, writePair, writePairOnce } from './files.js';
import type { CertificateNames } from './names.js';
import type { AuthorityCertificate, Certificates } from './types.js';

/** A new one is made this long before the old one ends. */
const RENEW_MS = 30 * 24 * 60 * 60 * 1000;

/** How soon a new address, or a clock that was set, is noticed. */
const CHECK_MS = 15_000;

/** Collaborators of the certificates of the hub's own authority. */
export interface LocalOptions {
  directory: string;
  /** Null keeps the authority in its file alone. */
  backup: AuthorityBackup | null;
  names: () => CertificateNames;
  /** False while the clock shows what cannot be: then no certificate is too old or too new. */
  isClockRight: () => boolean;
  clock: Clock;
  log: Logger;
}

/** Certificates of an authority of the hub's own: renewed before they end and when the network gives it a new address. */
export class LocalCertificates implements Certificates {
  readonly kind = 'local';
  readonly #options: LocalOptions;
  readonly #listeners: ((pair: KeyPair) => void)[] = [];
  #authority!: { pair: KeyPair; certificate: AuthorityCertificate };
  #leaf: KeyPair | null = null;
  #kept = true;
  #issue: string | null = null;
  #checking: Promise<void> = Promise.resolve();
  #cancel = () => {};

  constructor(options: LocalOptions) {
    this.#options = options;
  }

  /** Makes or reads the authority and its certificate. @throws {Fault} `tls-damaged` */
  async start(): Promise<void> {
    const { directory, clock, backup } = this.#options;
    if (backup) restore(directory, backup);
    this.#authority = await openAuthority(directory, hostname(), clock.now());
    if (backup) await backUp(this.#authority.pair, backup);
    this.#leaf = readPair(this.#leafFile());
    this.#kept = this.#fits();
    await this.check();
    this.#cancel = repeatEvery(clock, CHECK_MS, () => void this.check());
  }

  get authority(): AuthorityCertificate {
    return this.#authority.certificate;
  }

  current(): KeyPair {
    const { cert, key } = this.#leaf as KeyPair;
    return { cert: `${cert}\n${this.#authority.pair.cert}\n`, key };
  }

  expiresAt(): number {
    return Date.parse(new X509Certificate((this.#leaf as KeyPair).cert).validTo);
  }

  issue(): string | null {
    return this.#issue;
  }

  onChange(listener: (pair: KeyPair) => void): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#cancel();
  }

  /** One at a time: two would make two certificates. */
  check(): Promise<void> {
    this.#checking = this.#checking.then(() => this.#check());
    return this.#checking;
  }

  async #check(): Promise<void> {
    try {
      if (!this.#fits()) await this.#renew();
      this.#keep();
    } catch (error) {
      const issue = `the certificate for HTTPS could not be kept: ${messageOf(error)}`;
      if (this.#issue === null) this.#options.log.error({ err: error }, 'tls: storing a certificate failed');
      this.#issue = issue;
    }
  }

  /** Names that it has too many of do no harm: an interface that comes and goes makes no new certificate. */
  #fits(): boolean {
    if (!this.#leaf) return false;
    const leaf = new X509Certificate(this.#leaf.cert);
    const { dns, ip } = this.#options.names();
    return (
      leaf.verify(new X509Certificate(this.#authority.pair.cert).publicKey) &&
      this.#isTimely(leaf) &&
      dns.every((name) => leaf.checkHost(name) !== undefined) &&
      ip.every((address) => leaf.checkIP(address) !== undefined)
    );
  }

  #isTimely({ validFrom, validTo }: X509Certificate): boolean {
    const { clock, isClockRight } = this.#options;
    const now = clock.now();
    return !isClockRight() || (Date.parse(validFrom) <= now && now < Date.parse(validTo) - RENEW_MS);
  }

  async #renew(): Promise<void> {
    const { clock, log, names } = this.#options;
    const wanted = names();
    // Loaded when it is needed, which is once a year or when the network changes.
    const { issueCertificate } = await import('./authority.js');
    this.#leaf = await issueCertificate(this.#authority.pair, wanted, clock.now());
    this.#kept = false;
    log.info({ ...wanted, expiresAt: this.expiresAt() }, 'tls: made a certificate');
    for (const listener of this.#listeners) listener(this.current());
  }

  /** A disk that is full keeps no certificate from being used. */
  #keep(): void {
    if (this.#kept) return;
    writePair(this.#leafFile(), this.#leaf as KeyPair);
    this.#kept = true;
    this.#issue = null;
  }

  #leafFile(): string {
    return path.join(this.#options.directory, 'tls', 'hub.pem');
  }
}

const authorityFile = (directory: string) => path.join(directory, 'tls', 'authority.pem');

/** The authority in the backup wins over a file, which a fresh installation may have made before its backup came back. */
function restore(directory: string, { read, key }: AuthorityBackup): void {
  const sealed = read();
  const kept = sealed === null ? null : unsealPair(sealed, key);
  if (kept && !holdsPair(authorityFile(directory), kept)) writePair(authorityFile(directory), kept);
}

async function backUp(pair: KeyPair, { read, write, key }: AuthorityBackup): Promise<void> {
  const sealed = read();
  if (sealed === null || unsealPair(sealed, key)?.cert !== pair.cert) await write(sealPair(pair, key));
}

/** The authority of a data directory; made when it is not there. The one that came first stays. */
export async function openAuthority(
  directory: string,
  label: string,
  now: number,
): Promise<{ pair: KeyPair; certificate: AuthorityCertificate }> {
  const file = authorityFile(directory);
  if (!readPair(file)) {
    const { createAuthority } = await import('./authority.js');
    writePairOnce(file, await createAuthority(label, now));
  }
  const pair = readPair(file) as KeyPair;
  const { raw, fingerprint256 } = new X509Certificate(pair.cert);
  return { pair, certificate: { pem: `${pair.cert}\n`, der: raw, fingerprint: fingerprint256 } };
}

/**
 * Makes a new authority in the place of the one of a data directory. The hub that starts next gives itself a
 * certificate of the new one. Into the backup first, which wins: a power cut in between leaves the old one or the new.
 */
export async function replaceAuthority(
  directory: string,
  label: string,
  now: number,
  { write, key }: Pick<AuthorityBackup, 'write' | 'key'>,
): Promise<AuthorityCertificate> {
  const { createAuthority } = await import('./authority.js');
  const pair = await createAuthority(label, now);
  await write(sealPair(pair, key));
  writePair(authorityFile(directory), pair);
  return (await openAuthority(directory, label, now)).certificate;
}
