import t from 'tap';
import { decrypt, encrypt, SecretBox } from '../../src/core/secret-box.js';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const secret = Buffer.from('0123456789abcdef');

t.test('a sealed secret opens with the same key and context only', async (t) => {
  const box = new SecretBox(key(1));
  const sealed = box.seal(secret, 'camera/porch');
  t.equal(sealed.length, 12 + 16 + secret.length);
  t.same(new SecretBox(key(1)).open(sealed, 'camera/porch'), secret);
  t.equal(box.open(sealed, 'camera/hall'), null);
  t.equal(box.open(sealed), null);
  t.equal(new SecretBox(key(2)).open(sealed, 'camera/porch'), null);
  t.notSame(box.seal(secret, 'camera/porch'), sealed, 'a nonce of its own each time');
});

t.test('no changed, cut or empty bytes open', async (t) => {
  const box = new SecretBox(key(1));
  const sealed = box.seal(secret);
  for (let byte = 0; byte < sealed.length; byte += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(byte) ^ 1, byte);
    t.equal(box.open(changed), null, `byte ${byte} changed`);
    t.equal(box.open(sealed.subarray(0, byte)), null, `${byte} bytes of it`);
  }
});

t.test('the numbers of the specification of GCM come out (McGrew and Viega, test case 14)', async (t) => {
  const { ciphertext, tag } = encrypt(key(0), new Uint8Array(12), new Uint8Array(16));
  t.equal(ciphertext.toString('hex'), 'cea7403d4d606b6e074ec5d3baf39d18');
  t.equal(tag.toString('hex'), 'd0d1c8a799996bf0265b98b5d48ab919');
  t.same(decrypt(key(0), new Uint8Array(12), { ciphertext, tag }), Buffer.alloc(16));
});

t.test('a tag that is shorter than whole proves nothing', async (t) => {
  const { ciphertext, tag } = encrypt(key(0), new Uint8Array(12), secret);
  t.equal(decrypt(key(0), new Uint8Array(12), { ciphertext, tag: tag.subarray(0, 8) }), null);
});
