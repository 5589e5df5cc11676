import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { newFirmwareKey } from '../../../src/cameras/protocol/firmware-claim.js';
import { createLog } from '../../../src/core/log.js';
import { FlashShelf } from '../../../src/services/flash/flash-shelf.js';
import { pair } from '../../support/firmware-image.js';
import { flashFile } from '../../support/flash-image.js';
import { temporaryFolder } from '../../support/folder.js';
import { openTestStore } from '../../support/store.js';

const packer = newFirmwareKey();

/** A hub that came with these files, and with the key of whoever packed it. */
async function shelfWith(t: Test, files: Record<string, string | Uint8Array>, ownKey = '') {
  const { store } = await openTestStore(t);
  const folder = path.join(temporaryFolder(t), 'images');
  if (Object.keys(files).length > 0) mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const shelf = new FlashShelf({ store, folder, ownKey, log: createLog('silent') });
  const imageOf = async (board: string) => (await shelf.boards()).find(({ id }) => id === board)?.image;
  return { shelf, store, imageOf };
}

const packed = (board: string, version: string) =>
  flashFile({ board, version, privateKey: packer.privateKey }).file;

t.test('a hub without images and without a key says so, and takes none', async (t) => {
  const { shelf } = await shelfWith(t, {});
  t.strictSame(await shelf.keys(), []);
  t.equal((await shelf.boards()).length, 7);
  t.ok((await shelf.boards()).every(({ image }) => image === null));
  await t.rejects(shelf.add(flashFile().file), { code: 'firmware-off' });
  await t.rejects(shelf.file('ai-thinker'), { code: 'firmware-unknown' });
  await t.rejects(shelf.remove('ai-thinker'), { code: 'firmware-unknown' });
});

t.test('images that came with the hub are handed out with the key that came along', async (t) => {
  const { shelf, imageOf } = await shelfWith(t, {
    'key.txt': `${packer.publicKey}\n`,
    'a.petcam-flash': packed('ai-thinker', '1.0.0'),
    'b.petcam-flash': packed('xiao-esp32s3', '1.1.0'),
    'c.petcam-flash': flashFile({ board: 'm5stack' }).file,
    'd.petcam-flash': 'hello',
    'README.md': 'hello',
  });
  t.strictSame(await shelf.keys(), [packer.publicKey]);
  t.match(await imageOf('ai-thinker'), { version: '1.0.0', source: 'hub', addedAt: null });
  t.match(await imageOf('xiao-esp32s3'), { version: '1.1.0' });
  t.equal(await imageOf('m5stack'), null, 'a foreign one is not shown');
  const handed = Buffer.from(await shelf.file('xiao-esp32s3'));
  t.match(handed.toString('latin1'), /^petcam-flash 1 xiao-esp32s3 esp32s3 1\.1\.0 /);
});

t.test('one that was damaged on the disk is not handed out', async (t) => {
  const file = packed('ai-thinker', '1.0.0');
  file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
  const { shelf } = await shelfWith(t, { 'key.txt': packer.publicKey, 'a.petcam-flash': file });
  await t.rejects(shelf.file('ai-thinker'), { code: 'firmware-hash' });
});

t.test("an owner's file goes before it, until it is removed", async (t) => {
  const files = { 'key.txt': packer.publicKey, 'a.petcam-flash': packed('ai-thinker', '1.5.0') };
  const { shelf, imageOf, store } = await shelfWith(t, files, pair.publicKey);
  t.strictSame(await shelf.keys(), [pair.publicKey, packer.publicKey]);
  const { file } = flashFile({ version: '1.2.0' });
  t.match(await shelf.add(file), { id: 'ai-thinker', image: { version: '1.2.0', source: 'owner' } });
  t.match(await imageOf('ai-thinker'), { version: '1.2.0' });
  t.ok(Buffer.from(await shelf.file('ai-thinker')).equals(file), 'byte for byte');
  await shelf.add(flashFile({ version: '1.3.0' }).file);
  t.equal(store.flashImages().length, 1, 'one for each board');
  await t.rejects(shelf.add(file.subarray(0, -1)), { code: 'firmware-length' });
  await shelf.remove('ai-thinker');
  t.match(await imageOf('ai-thinker'), { version: '1.5.0', source: 'hub' });
});

t.test('a file of a key that the owner has changed since is not shown', async (t) => {
  const { shelf, store } = await shelfWith(t, {}, pair.publicKey);
  await shelf.add(flashFile().file);
  const log = createLog('silent');
  const later = new FlashShelf({ store, folder: '/nowhere', ownKey: packer.publicKey, log });
  t.equal((await later.boards())[0]?.image, null);
  await t.rejects(later.file('ai-thinker'), { code: 'firmware-signature' });
});
