import { hostname } from 'node:os';
import type { Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import type { AuthorityBackup } from './authority-backup.js';
import { LocalCertificates, openAuthority, replaceAuthority } from './local.js';
import { hubNames } from './names.js';
import { OwnerCertificates } from './owner.js';
import type { OwnerFiles } from './owner-certificate.js';
import type { AuthorityCertificate, Certificates } from './types.js';

/** Sources of the hub's certificates, and the names that they have to cover. */
export interface CertificateOptions {
  /** The data directory; a local authority lives in `tls/` below it. */
  directory: string;
  /** The owner's files; null for a local authority. */
  owner: OwnerFiles | null;
  /** Where a local authority is kept besides; null for its file alone. */
  backup: AuthorityBackup | null;
  /** The names in `.local` under which the hub is announced now. */
  multicastNames: () => readonly string[];
  /** False while the clock shows what cannot be. */
  isClockRight: () => boolean;
  clock: Clock;
  log: Logger;
}

/**
 * Opens what the HTTPS server shows: the owner's certificate, or one of a local authority, which is made at the first
 * start.
 * @throws {Fault} `tls-certificate` for the owner's files, `tls-damaged` for those of the authority.
 */
export async function openCertificates(options: CertificateOptions): Promise<Certificates> {
  const { directory, owner, backup, multicastNames, isClockRight, clock, log } = options;
  if (owner) return new OwnerCertificates({ files: owner, clock, log });
  const names = () => hubNames(multicastNames(), hostname());
  const local = new LocalCertificates({ directory, backup, names, isClockRight, clock, log });
  await local.start();
  return local;
}

/** The authority of a data directory, made when it is not there: for a command that shows it. */
export async function authorityOf(directory: string, clock: Clock): Promise<AuthorityCertificate> {
  return (await openAuthority(directory, hostname(), clock.now())).certificate;
}

/** A new authority for a data directory whose hub does not run: every device has to trust it anew. */
export async function renewAuthority(
  directory: string,
  backup: AuthorityBackup,
  clock: Clock,
): Promise<AuthorityCertificate> {
  return replaceAuthority(directory, hostname(), clock.now(), backup);
}
