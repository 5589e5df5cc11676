import t from 'tap';
import {
  formatClaim,
  isPublicKey,
  isSignedBy,
  MAX_IMAGE_BYTES,
  newFirmwareKey,
  parseClaim,
  publicHexOf,
} from '../../../src/cameras/protocol/firmware-claim.js';
import { MAX_FILE_BYTES, readFirmwareFile } from '../../../src/services/firmware/image.js';
import { firmwareFile, imageBytes, pair } from '../../support/firmware-image.js';
import { refusalOf } from '../../support/refusals.js';

const read = (file: Uint8Array) => readFirmwareFile(file, pair.publicKey);

t.test('a file is read as it was signed', async (t) => {
  const { file, claim, signature, sha256 } = firmwareFile({ board: 'ai-thinker', version: '1.2.0' });
  t.match(read(file), { board: 'ai-thinker', version: '1.2.0', length: 50_000, sha256, claim, signature });
  t.ok(Buffer.from(read(file).bytes).equals(imageBytes('1.2.0')));
  const largest = firmwareFile({
    board: 'b'.repeat(32),
    version: '65535.65535.65535',
    bytes: Buffer.alloc(MAX_IMAGE_BYTES),
  });
  t.equal(read(largest.file).length, MAX_IMAGE_BYTES);
  t.ok(largest.claim.length <= 160);
  t.ok(largest.file.length <= MAX_FILE_BYTES);
});

t.test('every part that is not as it should be has a name', async (t) => {
  const { file, claim, signature } = firmwareFile();
  const sha = 'a'.repeat(64);
  for (const bad of [
    '',
    `petcam-firmware 2 host 1.0.0 1 ${sha}`,
    `firmware 1 host 1.0.0 1 ${sha}`,
    `petcam-firmware 1 Host 1.0.0 1 ${sha}`,
    `petcam-firmware 1 ${'b'.repeat(33)} 1.0.0 1 ${sha}`,
    `petcam-firmware 1 host 1.0 1 ${sha}`,
    `petcam-firmware 1 host 01.0.0 1 ${sha}`,
    `petcam-firmware 1 host 65536.0.0 1 ${sha}`,
    `petcam-firmware 1 host 1.0.0 0 ${sha}`,
    `petcam-firmware 1 host 1.0.0 1966081 ${sha}`,
    `petcam-firmware 1 host 1.0.0 01 ${sha}`,
    `petcam-firmware 1 host 1.0.0 1 ${sha.toUpperCase()}`,
    `petcam-firmware 1 host 1.0.0 1 ${sha.slice(1)}`,
    `petcam-firmware 1 host  1.0.0 1 ${sha}`,
    `petcam-firmware 1 host 1.0.0 1 ${sha} more`,
  ])
    t.equal(
      refusalOf(() => parseClaim(bad)),
      'firmware-claim',
      bad,
    );
  const wrong: [string, Uint8Array][] = [
    ['firmware-claim', new Uint8Array()],
    ['firmware-claim', Buffer.alloc(10_000)],
    ['firmware-signature', Buffer.from(`${claim}\n`)],
    ['firmware-signature', Buffer.from(`${claim}\nshort\n`)],
    ['firmware-signature', Buffer.from(`${claim}\n${'0'.repeat(128)}\n`)],
    ['firmware-signature', Buffer.from(`${claim}\n${signature.toUpperCase()}\n`)],
    ['firmware-length', Buffer.from(`${claim}\n${signature}\n`)],
    ['firmware-length', Buffer.concat([file, Buffer.from('x')])],
    ['firmware-hash', Buffer.concat([file.subarray(0, -1), Buffer.from('x')])],
  ];
  for (const [code, bytes] of wrong)
    t.equal(
      refusalOf(() => read(bytes)),
      code,
    );
});

t.test('nothing passes with a single bit changed', async (t) => {
  const { file } = firmwareFile({ bytes: imageBytes('1.1.0', 300) });
  for (let bit = 0; bit < file.length * 8; bit += 7) {
    const bent = Buffer.from(file);
    bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    t.not(
      refusalOf(() => read(bent)),
      'accepted',
      `bit ${bit}`,
    );
  }
});

t.test('keys', async (t) => {
  const { privateKey, publicKey } = newFirmwareKey();
  t.equal(publicHexOf(privateKey), publicKey);
  t.ok(isPublicKey(publicKey));
  t.notOk(isPublicKey('0'.repeat(128)), 'no point of the curve');
  t.notOk(isPublicKey(publicKey.slice(2)));
  const { claim, signature } = firmwareFile();
  t.ok(isSignedBy(pair.publicKey, claim, signature));
  t.notOk(isSignedBy(publicKey, claim, signature), 'another key');
  t.equal(
    refusalOf(() => publicHexOf('no key')),
    'firmware-key',
  );
  const ed = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----`;
  t.equal(
    refusalOf(() => publicHexOf(ed)),
    'firmware-key',
    'another curve',
  );
  t.same(parseClaim(formatClaim(parseClaim(claim))), parseClaim(claim));
});
