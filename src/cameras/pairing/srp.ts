/**
 * The client of SRP-6a (RFC 5054, RFC 2945; the password-authenticated key exchange of ESP-IDF's security 2). Pure: the
 * secret is a parameter, and nothing is kept.
 */
import { createHash, getDiffieHellman } from 'node:crypto';

/** Group and hash of an SRP exchange. */
export interface SrpGroup {
  prime: bigint;
  generator: bigint;
  hash: 'sha1' | 'sha512';
}

/** The 3072-bit group of RFC 5054, appendix A, with SHA-512, as ESP-IDF uses it. Its prime is the one of RFC 3526. */
export const GROUP_3072: SrpGroup = {
  prime: BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`),
  generator: 5n,
  hash: 'sha512',
};

/** User name and password of an SRP exchange. */
export interface Credentials {
  user: string;
  password: string;
}

/** A = g^a mod N, as long as N. */
export function publicKeyOf(group: SrpGroup, secret: bigint): Buffer {
  return padded(group, powerMod(group.generator, secret, group.prime));
}

/** x = H(salt | H(user ":" password)). */
export function privateKeyOf(group: SrpGroup, { user, password }: Credentials, salt: Uint8Array): bigint {
  return numberOf(hash(group, salt, hash(group, Buffer.from(`${user}:${password}`))));
}

/** k = H(N | PAD(g)). */
export function multiplierOf(group: SrpGroup): bigint {
  return numberOf(hash(group, padded(group, group.prime), padded(group, group.generator)));
}

/** u = H(PAD(A) | PAD(B)). */
export function scramblerOf(group: SrpGroup, ours: Uint8Array, theirs: Uint8Array): bigint {
  return numberOf(hash(group, padded(group, numberOf(ours)), padded(group, numberOf(theirs))));
}

/** Values that both ends have computed when they know the same password. */
export interface SharedProof {
  /** K = H(S without leading zeros). */
  key: Buffer;
  /** M, which proves to the camera that we know the password. */
  proof: Buffer;
  /** H(A | M | K), by which the camera proves the same. */
  expected: Buffer;
}

/** Our half of the exchange: a, random and used once, and A. */
export interface KeyPair {
  secret: bigint;
  ours: Uint8Array;
}

/**
 * S = (B - k g^x)^(a + u x) mod N and the proofs from it; `theirs` is B as received.
 *
 * @returns null when B is 0 mod N or u is 0, which would give the key away (RFC 5054, 2.5.4).
 */
export function shareKey(
  group: SrpGroup,
  credentials: Credentials,
  pair: KeyPair,
  { salt, theirs }: { salt: Uint8Array; theirs: Uint8Array },
): SharedProof | null {
  const { ours } = pair;
  const premaster = premasterOf(group, privateKeyOf(group, credentials, salt), pair, theirs);
  if (premaster === null) return null;
  const key = hash(group, trimmed(premaster));
  const proof = hash(
    group,
    groupMark(group),
    hash(group, Buffer.from(credentials.user)),
    salt,
    ours,
    theirs,
    key,
  );
  return { key, proof, expected: hash(group, ours, proof, key) };
}

/** S of RFC 5054, 2.6; null for a B or u that is not allowed. */
export function premasterOf(
  group: SrpGroup,
  x: bigint,
  { secret, ours }: KeyPair,
  theirs: Uint8Array,
): bigint | null {
  const { prime, generator } = group;
  const challenge = numberOf(theirs) % prime;
  const u = scramblerOf(group, ours, theirs);
  if (challenge === 0n || u === 0n) return null;
  const masked = (multiplierOf(group) * powerMod(generator, x, prime)) % prime;
  return powerMod((challenge - masked + prime) % prime, secret + u * x, prime);
}

/** base^exponent mod modulus, for exponents of at least 0. */
export function powerMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** H(N) xor H(PAD(g)). ESP-IDF pads g here, which RFC 2945 does not. */
function groupMark(group: SrpGroup): Buffer {
  const ofPrime = hash(group, padded(group, group.prime));
  const ofGenerator = hash(group, padded(group, group.generator));
  return ofPrime.map((byte, index) => byte ^ (ofGenerator[index] as number)) as Buffer;
}

function hash(group: SrpGroup, ...parts: Uint8Array[]): Buffer {
  const digest = createHash(group.hash);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Number of big-endian bytes; no bytes are 0. */
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function padded(group: SrpGroup, value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(group.prime.toString(16).length, '0'), 'hex');
}

function trimmed(value: bigint): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}
