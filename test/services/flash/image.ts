import { createHash } from 'node:crypto';
import t from 'tap';
import { newFirmwareKey, signClaim } from '../../../src/cameras/protocol/firmware-claim.js';
import { parseFlashClaim } from '../../../src/cameras/protocol/flash-claim.js';
import { readFirmwareFile } from '../../../src/services/firmware/image.js';
import { readFlashFile } from '../../../src/services/flash/image.js';
import { mergeParts } from '../../../src/services/flash/merge.js';
import { firmwareFile, pair } from '../../support/firmware-image.js';
import { buildParts, flashBytes, flashFile } from '../../support/flash-image.js';
import { refusalOf } from '../../support/refusals.js';

const other = newFirmwareKey();
const read = (file: Uint8Array) => readFlashFile(file, [other.publicKey, pair.publicKey]);

/** A file with these bytes and this claim, signed by the pair of the test. */
function signed(image: Uint8Array, change: (claim: string) => string = (claim) => claim): Buffer {
  const sha256 = createHash('sha256').update(image).digest('hex');
  const claim = change(`petcam-flash 1 ai-thinker esp32 1.0.0 4194304 ${image.length} ${sha256}`);
  return Buffer.concat([Buffer.from(`${claim}\n${signClaim(pair.privateKey, claim)}\n`), image]);
}

t.test('an image is read as it was signed, by any of the keys', async (t) => {
  for (const options of [{}, { board: 'xiao-esp32s3', version: '1.2.3' }]) {
    const { file, image, claim } = flashFile(options);
    const { head, bytes } = read(file);
    t.match(head, claim);
    t.ok(Buffer.from(bytes).equals(image));
  }
  t.ok(read(flashFile({ privateKey: other.privateKey }).file));
});

t.test('what lies between the parts is as erased flash', async (t) => {
  const image = flashBytes();
  for (const { offset, bytes } of buildParts())
    t.ok(
      Buffer.from(image.subarray(offset, offset + bytes.length)).equals(bytes),
      `0x${offset.toString(16)}`,
    );
  t.ok(image.subarray(0, 0x1000).every((byte) => byte === 0xff));
  t.ok(
    image.subarray(0x9000, 0xf000).every((byte) => byte === 0xff),
    'what a camera remembers is gone',
  );
  t.equal(mergeParts([]).length, 0);
  const [first] = buildParts();
  const overlapping = [first, { name: 'table', offset: 0x2000, bytes: new Uint8Array(4) }] as const;
  t.equal(
    refusalOf(() => mergeParts(overlapping as never)),
    'firmware-layout',
  );
});

t.test('a claim that is wrong, and a file that is another one, are refused by name', async (t) => {
  const sha = 'a'.repeat(64);
  for (const bad of [
    '',
    `petcam-firmware 1 ai-thinker esp32 1.0.0 4194304 1 ${sha}`,
    `petcam-flash 2 ai-thinker esp32 1.0.0 4194304 1 ${sha}`,
    `petcam-flash 1 toaster esp32 1.0.0 4194304 1 ${sha}`,
    `petcam-flash 1 ai-thinker esp32s3 1.0.0 4194304 1 ${sha}`,
    `petcam-flash 1 ai-thinker esp32 1.0.0 8388608 1 ${sha}`,
    `petcam-flash 1 ai-thinker esp32 1.0 4194304 1 ${sha}`,
    `petcam-flash 1 ai-thinker esp32 1.0.0 4194304 0 ${sha}`,
    `petcam-flash 1 ai-thinker esp32 1.0.0 4194304 9999999 ${sha}`,
    `petcam-flash 1 ai-thinker esp32 1.0.0 4194304 1 ${sha.toUpperCase()}`,
    `petcam-flash 1 ai-thinker esp32 1.0.0 4194304 1 ${sha} more`,
  ])
    t.equal(
      refusalOf(() => parseFlashClaim(bad)),
      'firmware-claim',
      bad,
    );
  t.equal(
    refusalOf(() => read(firmwareFile({ board: 'ai-thinker' }).file)),
    'firmware-claim',
  );
  t.equal(
    refusalOf(() => readFirmwareFile(flashFile().file, pair.publicKey)),
    'firmware-claim',
    'nor is it taken for an update',
  );
});

t.test('a file that is foreign, cut short, grown or altered is refused', async (t) => {
  const { file } = flashFile();
  t.equal(
    refusalOf(() => readFlashFile(file, [other.publicKey])),
    'firmware-signature',
  );
  t.equal(
    refusalOf(() => readFlashFile(file, [])),
    'firmware-signature',
  );
  t.equal(
    refusalOf(() => read(file.subarray(0, -1))),
    'firmware-length',
  );
  t.equal(
    refusalOf(() => read(Buffer.concat([file, Buffer.of(0)]))),
    'firmware-length',
  );
  const altered = Buffer.from(file);
  altered[file.length - 5] = (altered[file.length - 5] ?? 0) ^ 1;
  t.equal(
    refusalOf(() => read(altered)),
    'firmware-hash',
  );
});

t.test('a signature alone makes no camera: bytes that no such board boots are refused', async (t) => {
  const cases: [string, Uint8Array][] = [
    ['too short', flashBytes().subarray(0, 0x2_0040)],
    ['another chip', flashBytes({ chipId: 9 })],
    ['another program', flashBytes({ project: 'hello_world' })],
    ['nothing', new Uint8Array(0x3_0000).fill(0xff)],
  ];
  const damaged = (at: number) => {
    const image = Uint8Array.from(flashBytes());
    image[at] = 0;
    return image;
  };
  cases.push(
    ['no boot loader', damaged(0x1000)],
    ['no table', damaged(0x8000)],
    ['no name', damaged(0x2_0020)],
  );
  for (const [what, image] of cases)
    t.equal(
      refusalOf(() => read(signed(image))),
      'firmware-layout',
      what,
    );
  const renamed = signed(flashBytes(), (claim) => claim.replace('1.0.0', '1.0.1'));
  t.equal(
    refusalOf(() => read(renamed)),
    'firmware-layout',
  );
  const longName = flashBytes({ version: '1'.repeat(32) });
  t.throws(() => read(signed(longName)), { message: new RegExp(`itself ${'1'.repeat(32)},`) });
});
