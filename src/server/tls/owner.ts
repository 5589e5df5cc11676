import { X509Certificate } from 'node:crypto';
import { type Clock, repeatEvery } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { KeyPair } from './authority.js';
import { type OwnerFiles, readOwnerCertificate, stampOf, WARN_MS } from './owner-certificate.js';
import type { Certificates } from './types.js';

const CHECK_MS = 15_000;

/** The owner's certificate, read again when its files change. A fault in a new one leaves the old one in use. */
export class OwnerCertificates implements Certificates {
  readonly kind = 'own';
  readonly authority = null;
  readonly #options: { files: OwnerFiles; clock: Clock; log: Logger };
  readonly #listeners: ((pair: KeyPair) => void)[] = [];
  #pair: KeyPair;
  #stamp: string;
  #fault: string | null = null;
  #cancel = () => {};

  /** @throws {Fault} `tls-certificate` */
  constructor(options: { files: OwnerFiles; clock: Clock; log: Logger }) {
    this.#options = options;
    this.#stamp = stampOf(options.files);
    this.#pair = readOwnerCertificate(options.files);
    this.#cancel = repeatEvery(options.clock, CHECK_MS, () => void this.check());
  }

  current(): KeyPair {
    return this.#pair;
  }

  expiresAt(): number {
    return Date.parse(new X509Certificate(this.#pair.cert).validTo);
  }

  issue(): string | null {
    if (this.#fault) return this.#fault;
    const left = this.expiresAt() - this.#options.clock.now();
    if (left > WARN_MS) return null;
    const ends = new Date(this.expiresAt()).toISOString();
    return `the certificate in ${this.#options.files.certFile} ${left > 0 ? 'ends' : 'ended'} at ${ends}`;
  }

  onChange(listener: (pair: KeyPair) => void): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#cancel();
  }

  async check(): Promise<void> {
    const { files, log } = this.#options;
    const stamp = stampOf(files);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#pair = readOwnerCertificate(files);
      this.#fault = null;
      log.info({ expiresAt: this.expiresAt() }, 'tls: loaded the new certificate');
      for (const listener of this.#listeners) listener(this.#pair);
    } catch (error) {
      this.#fault = messageOf(error);
      log.error({ err: error }, 'tls: loading the new certificate failed, keeping the old one');
    }
  }
}
