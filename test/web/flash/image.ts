import { createHash } from 'node:crypto';
import t from 'tap';
import { boardOf } from '../../../src/cameras/protocol/boards.js';
import { newFirmwareKey, signClaim } from '../../../src/cameras/protocol/firmware-claim.js';
import { proveImage } from '../../../src/web/flash/image.js';
import { firmwareFile, pair } from '../../support/firmware-image.js';
import { type FlashOptions, flashFile } from '../../support/flash-image.js';

const other = newFirmwareKey();

/** What the page says of a file for a board, with these keys. */
function prove(file: Uint8Array, id = 'ai-thinker', keys = [other.publicKey, pair.publicKey]) {
  const board = boardOf(id);
  if (!board) throw new Error(id);
  return proveImage(Uint8Array.from(file), board, keys);
}

t.test('an image that the hub signed for is taken, by any of its keys', async (t) => {
  for (const options of [{}, { board: 'esp32s3-eye', version: '2.0.1' }] satisfies FlashOptions[]) {
    const { file, image, claim } = flashFile(options);
    const proved = await prove(file, claim.board.id);
    t.equal(proved.version, claim.version);
    t.ok(Buffer.from(proved.bytes).equals(Buffer.from(image)));
  }
  t.ok(await prove(flashFile({ privateKey: other.privateKey }).file));
});

t.test('what is wrong, foreign or altered is not', async (t) => {
  const { file } = flashFile();
  const altered = Buffer.from(file);
  altered[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
  const claim = Buffer.from(file);
  claim.write('9', claim.indexOf(' 1.0.0 ') + 1);
  const board = flashFile({ board: 'm5stack' }).file;
  const cases: [string, () => Promise<unknown>][] = [
    ['image-claim', () => prove(Buffer.from('hello'))],
    ['image-claim', () => prove(firmwareFile({ board: 'ai-thinker' }).file)],
    ['image-claim', () => prove(file.subarray(0, file.indexOf('\n')))],
    ['image-board', () => prove(board)],
    ['image-board', () => prove(file, 'xiao-esp32s3')],
    ['image-foreign', () => prove(file, 'ai-thinker', [])],
    ['image-foreign', () => prove(file, 'ai-thinker', [other.publicKey])],
    ['image-foreign', () => prove(claim)],
    ['image-damaged', () => prove(altered)],
    ['image-damaged', () => prove(file.subarray(0, -1))],
    ['image-damaged', () => prove(Buffer.concat([file, Buffer.of(0)]))],
  ];
  for (const [code, proved] of cases) await t.rejects(proved(), { name: 'FlashFailure', code });
});

t.test('a claim of another flash is not for this board', async (t) => {
  const bytes = Buffer.from('image');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const line = `petcam-flash 1 ai-thinker esp32 1.0.0 8388608 ${bytes.length} ${sha256}`;
  const file = Buffer.concat([Buffer.from(`${line}\n${signClaim(pair.privateKey, line)}\n`), bytes]);
  await t.rejects(prove(file), { code: 'image-board' });
});
