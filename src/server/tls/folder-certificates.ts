import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Clock, repeatEvery } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { type OwnerFiles, readOwnerCertificate, stampOf, WARN_MS } from './owner-certificate.js';

/** Collaborators of the certificates that appear in a folder. */
export interface FolderOptions {
  /** May be absent: it is looked for again and again. */
  folder: string;
  clock: Clock;
  log: Logger;
}

/** One certificate of the folder as it was read. */
interface Found {
  stamp: string;
  /** Null while the files are no certificate with its key, and none was there before. */
  shown: { leaf: X509Certificate; context: SecureContext } | null;
  fault: string | null;
}

const LOOK_MS = 15_000;
/** More than a home has names; every look reads the state of each. */
const MOST = 20;

/**
 * Certificates for names of the owner's, as a client of ACME leaves them in a folder: taken when they appear or change,
 * without a restart, and each shown to who asks for one of its names alone. At home everything stays as it is.
 */
export class FolderCertificates {
  readonly #options: FolderOptions;
  readonly #found = new Map<string, Found>();
  #cancel = () => {};

  constructor(options: FolderOptions) {
    this.#options = options;
  }

  /** Takes what is there, and begins to look for more. */
  start(): void {
    this.look();
    this.#cancel = repeatEvery(this.#options.clock, LOOK_MS, () => this.look());
  }

  stop(): void {
    this.#cancel();
  }

  /** Looks now; a file that cannot be used is an issue and disturbs none of the others. */
  look(): void {
    const pairs = pairsIn(this.#options.folder);
    for (const name of this.#found.keys()) if (!pairs.has(name)) this.#found.delete(name);
    for (const [name, files] of pairs) this.#take(name, files);
  }

  /** Context of TLS for who asks for `servername`; null where no certificate here is for it. */
  contextFor(servername: string): SecureContext | null {
    return this.#for(servername)?.context ?? null;
  }

  /** True for a name that one of the certificates is for. */
  isCertified(name: string): boolean {
    return this.#for(name) !== null;
  }

  /** Text of the health issue, the first one there is; null while all are well. */
  issue(): string | null {
    const now = this.#options.clock.now();
    for (const [name, { shown, fault }] of this.#found) {
      if (fault !== null) return fault;
      const until = shown ? Date.parse(shown.leaf.validTo) : now;
      if (until - now < WARN_MS)
        return `the certificate ${name} in ${this.#options.folder} ${until > now ? 'ends' : 'ended'} at ${new Date(until).toISOString()}`;
    }
    return null;
  }

  /** The one that lasts longest of those for a name. */
  #for(name: string) {
    const fitting = [...this.#found.values()].flatMap(({ shown }) =>
      shown && shown.leaf.checkHost(name) !== undefined ? [shown] : [],
    );
    return fitting.sort((a, b) => Date.parse(b.leaf.validTo) - Date.parse(a.leaf.validTo))[0] ?? null;
  }

  /** While new files are being written they may not fit: what was there before stays in use. */
  #take(name: string, files: OwnerFiles): void {
    const before = this.#found.get(name);
    const stamp = stampOf(files);
    if (before?.stamp === stamp) return;
    const { log } = this.#options;
    try {
      const pair = readOwnerCertificate(files);
      const shown = {
        leaf: new X509Certificate(pair.cert),
        context: createSecureContext({ ...pair, minVersion: 'TLSv1.2' }),
      };
      this.#found.set(name, { stamp, shown, fault: null });
      const { subjectAltName: names, validTo } = shown.leaf;
      log.info({ file: files.certFile, names, validTo }, 'tls: took a certificate of the folder');
    } catch (error) {
      const fault = messageOf(error);
      this.#found.set(name, { stamp, shown: before?.shown ?? null, fault });
      log.warn({ file: files.certFile, reason: fault }, 'tls: reading a certificate of the folder failed');
    }
  }
}

/** Certificates with their keys by their name: `NAME.crt` and `NAME.key` as lego writes them, folders as certbot does. */
function pairsIn(folder: string): Map<string, OwnerFiles> {
  const pairs = new Map<string, OwnerFiles>();
  for (const entry of entriesOf(folder)) {
    const at = (file: string) => path.join(folder, file);
    const name = entry.replace(/\.key$/, '');
    const files =
      name === entry
        ? { certFile: at(`${entry}/fullchain.pem`), keyFile: at(`${entry}/privkey.pem`) }
        : { certFile: at(`${name}.crt`), keyFile: at(entry) };
    if (pairs.size < MOST && existsSync(files.certFile) && existsSync(files.keyFile)) pairs.set(name, files);
  }
  return pairs;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
