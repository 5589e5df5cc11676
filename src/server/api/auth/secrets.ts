import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url: a refresh token, or the secret of a link to photos. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Without the letters and digits that look alike: 31 of them, 60 bits in twelve. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code for people to read and type, like `K7QF-2MXD-9HPA`. */
export function newCode(): string {
  const letters = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** How a code is compared: typed in any case, with or without its hyphens. */
export function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** SHA-256 in hexadecimal: what the store keeps of tokens and codes. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by time where the two differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
