// What x509 is built on asks for it, before x509 itself.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { NAME_CONSTRAINTS, permittedNames } from './name-constraints.js';
import type { CertificateNames } from './names.js';
import { homeDomains, homeRanges } from './ranges.js';

/** A certificate and its private key (PKCS #8), both as PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * A box without a battery starts with the wrong time, so an authority is valid from before any of these programs
 * was written. Nobody has to trust it again for twenty years.
 */
const AUTHORITY_FROM = Date.UTC(2024, 0, 1);
const AUTHORITY_YEARS = 20;

/** Browsers refuse more than 398 days; the first two lie in the past for phones whose clock is behind. */
const LEAF_DAYS = 395;
const LEAF_BACKDATED_DAYS = 2;

/**
 * A new certificate authority for one hub: P-256, allowed to sign for the names and addresses of homes only.
 * `label` tells it from other hubs in a phone's list.
 */
export async function createAuthority(label: string, now: number): Promise<KeyPair> {
  const keys = await newKeys();
  const name = `CN=PetCam hub ${label.replace(/[^\w.-]/g, '')} ${randomBytes(2).toString('hex')}`;
  const from = Math.min(AUTHORITY_FROM, now);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name,
    notBefore: new Date(from),
    notAfter: new Date(Math.max(AUTHORITY_FROM, now) + AUTHORITY_YEARS * 365 * DAY_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.Extension(NAME_CONSTRAINTS, true, permittedNames(homeDomains, homeRanges)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await pem(keys.privateKey) };
}

/** A certificate for the hub's own server, signed by `authority`. `cert` is the leaf alone. */
export async function issueCertificate(
  authority: KeyPair,
  names: CertificateNames,
  now: number,
): Promise<KeyPair> {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.cert);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${names.dns[0]}`,
    issuer: issuer.subject,
    notBefore: new Date(now - LEAF_BACKDATED_DAYS * DAY_MS),
    notAfter: new Date(now + LEAF_DAYS * DAY_MS),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: 'dns' as const, value })),
        ...names.ip.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await pem(keys.privateKey) };
}

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function signingKey(key: string) {
  const der = x509.PemConverter.decodeFirst(key);
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** 127 random bits: positive in DER, as RFC 5280 asks. */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
