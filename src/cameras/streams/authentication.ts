import { createHash, randomBytes } from 'node:crypto';

/** Name and password of the hub at a camera. */
export interface Credentials {
  username: string;
  password: string;
}

/** Question of a camera that wants to know who asks (RFC 7235, section 4.1). */
export interface Challenge {
  scheme: 'basic' | 'digest';
  realm: string;
  /** Empty for Basic, as the following ones. */
  nonce: string;
  opaque: string | null;
  algorithm: string;
  /** True where the camera knows `qop=auth`; without it the answer is that of RFC 2069. */
  qop: boolean;
}

const HASHES: Readonly<Record<string, string>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
};

/**
 * The strongest challenge among the `WWW-Authenticate` headers that can be answered; null when there is none. Digest
 * comes before Basic, SHA-256 before MD5.
 */
export function chooseChallenge(headers: readonly string[]): Challenge | null {
  const known = headers.flatMap(split).flatMap((text) => read(text) ?? []);
  const rank = ({ scheme, algorithm }: Challenge) =>
    scheme === 'basic' ? 0 : hashOf(algorithm) === 'md5' ? 1 : 2;
  return known.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** One header may hold several challenges; each begins with its scheme. */
function split(header: string): string[] {
  return header.split(/,\s*(?=(?:basic|digest|bearer|negotiate|ntlm)\b(?!\s*=))/i);
}

function read(text: string): Challenge | null {
  const [, word = '', rest = ''] = /^\s*([a-z]+)\s*(.*)$/is.exec(text) ?? [];
  const scheme = word.toLowerCase();
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of rest.matchAll(
    /([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi,
  ))
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
  const realm = parameters.get('realm') ?? '';
  if (scheme === 'basic') return { scheme, realm, nonce: '', opaque: null, algorithm: '', qop: false };
  const { nonce, opaque, qop, algorithm = 'MD5' } = Object.fromEntries(parameters);
  if (scheme !== 'digest' || nonce === undefined || hashOf(algorithm) === undefined) return null;
  const kinds = qop?.split(',').map((kind) => kind.trim().toLowerCase());
  if (kinds && !kinds.includes('auth')) return null;
  return { scheme, realm, nonce, opaque: opaque ?? null, algorithm, qop: kinds !== undefined };
}

function hashOf(algorithm: string): string | undefined {
  return HASHES[algorithm.toLowerCase().replace(/-sess$/, '')];
}

/** Answers of one connection's credentials to a camera's challenges; counts how often a nonce was used. */
export class Authentication {
  readonly #credentials: Credentials;
  readonly #challenge: Challenge;
  #uses = 0;

  constructor(credentials: Credentials, challenge: Challenge) {
    this.#credentials = credentials;
    this.#challenge = challenge;
  }

  /** Value of the header `Authorization` for a GET of `path` (with its query). */
  header(path: string, cnonce = randomBytes(8).toString('hex')): string {
    const { username, password } = this.#credentials;
    if (this.#challenge.scheme === 'basic')
      return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    this.#uses += 1;
    return digestHeader(this.#credentials, this.#challenge, path, this.#uses, cnonce);
  }
}

/** Digest of RFC 7616, section 3.4, and of RFC 2069 for a camera that knows no `qop`. */
function digestHeader(
  { username, password }: Credentials,
  { realm, nonce, opaque, algorithm, qop }: Challenge,
  path: string,
  uses: number,
  cnonce: string,
): string {
  const hash = (text: string) =>
    createHash(hashOf(algorithm) as string)
      .update(text, 'utf8')
      .digest('hex');
  const secret = hash(`${username}:${realm}:${password}`);
  const first = /-sess$/i.test(algorithm) ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const second = hash(`GET:${path}`);
  const count = uses.toString(16).padStart(8, '0');
  const response = qop
    ? hash(`${first}:${nonce}:${count}:${cnonce}:auth:${second}`)
    : hash(`${first}:${nonce}:${second}`);
  const fields = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(path)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qop ? ['qop=auth', `nc=${count}`] : []),
    ...(qop || /-sess$/i.test(algorithm) ? [`cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/(["\\])/g, '\\$1')}"`;
}
