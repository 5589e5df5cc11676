import t from 'tap';
import { digest, newCode, newToken, plainCode, sameSecret } from '../../../../src/server/api/auth/secrets.js';

t.test('codes are easy to read out and never the same', async (t) => {
  const codes = Array.from({ length: 50 }, newCode);
  for (const code of codes) t.match(code, /^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
  t.equal(new Set(codes).size, 50);
});

t.test('a code may be typed in small letters and without hyphens', async (t) => {
  t.equal(plainCode(' k7qf 2mxd-9hpa'), plainCode('K7QF-2MXD-9HPA'));
});

t.test('refresh tokens hold 256 bits and are stored as a digest only', async (t) => {
  const token = newToken();
  t.equal(Buffer.from(token, 'base64url').length, 32);
  t.match(digest(token), /^[0-9a-f]{64}$/);
  t.not(digest(token), digest(newToken()));
});

t.test('secrets of any length compare', async (t) => {
  t.ok(sameSecret('abc', 'abc'));
  t.notOk(sameSecret('abc', 'abcd'));
});
