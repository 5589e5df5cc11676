import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { newFirmwareKey } from '../../../src/cameras/protocol/firmware-claim.js';
import { createLog } from '../../../src/core/log.js';
import { FlashImageStore } from '../../../src/services/flash/flash-image-store.js';
import { pair } from '../../support/firmware-image.js';
import { flashFile } from '../../support/flash-image.js';
import { temporaryFolder } from '../../support/folder.js';
import { openTestStore } from '../../support/store.js';

const packer = newFirmwareKey();

/** A hub that came with these files, and with the key of whoever packed it. */
async function imagesWith(t: Test, files: Record<string, string | Uint8Array>, ownKey = '') {
  const { store } = await openTestStore(t);
  const folder = path.join(temporaryFolder(t), 'images');
  if (Object.keys(files).length > 0) mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const images = new FlashImageStore({ store, folder, ownKey, log: createLog('silent') });
  const imageOf = async (board: string) => (await images.boards()).find(({ id }) => id === board)?.image;
  return { images, store, imageOf };
}

const packed = (board: string, version: string) =>
  flashFile({ board, version, privateKey: packer.privateKey }).file;

t.test('a hub without images and without a key says so, and takes none', async (t) => {
  const { images } = await imagesWith(t, {});
  t.strictSame(await images.keys(), []);
  t.equal((await images.boards()).length, 7);
  t.ok((await images.boards()).every(({ image }) => image === null));
  await t.rejects(images.add(flashFile().file), { code: 'firmware-off' });
  await t.rejects(images.file('ai-thinker'), { code: 'firmware-unknown' });
  await t.rejects(images.remove('ai-thinker'), { code: 'firmware-unknown' });
});

t.test('images that came with the hub are handed out with the key that came along', async (t) => {
  const { images, imageOf } = await imagesWith(t, {
    'key.txt': `${packer.publicKey}\n`,
    'a.petcam-flash': packed('ai-thinker', '1.0.0'),
    'b.petcam-flash': packed('xiao-esp32s3', '1.1.0'),
    'c.petcam-flash': flashFile({ board: 'm5stack' }).file,
    'd.petcam-flash': 'hello',
    'README.md': 'hello',
  });
  t.strictSame(await images.keys(), [packer.publicKey]);
  t.match(await imageOf('ai-thinker'), { version: '1.0.0', source: 'hub', addedAt: null });
  t.match(await imageOf('xiao-esp32s3'), { version: '1.1.0' });
  t.equal(await imageOf('m5stack'), null, 'a foreign one is not shown');
  const handed = Buffer.from(await images.file('xiao-esp32s3'));
  t.match(handed.toString('latin1'), /^petcam-flash 1 xiao-esp32s3 esp32s3 1\.1\.0 /);
});

t.test('one that was damaged on the disk is not handed out', async (t) => {
  const file = packed('ai-thinker', '1.0.0');
  file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
  const { images } = await imagesWith(t, { 'key.txt': packer.publicKey, 'a.petcam-flash': file });
  await t.rejects(images.file('ai-thinker'), { code: 'firmware-hash' });
});

t.test("an owner's file goes before it, until it is removed", async (t) => {
  const files = { 'key.txt': packer.publicKey, 'a.petcam-flash': packed('ai-thinker', '1.5.0') };
  const { images, imageOf, store } = await imagesWith(t, files, pair.publicKey);
  t.strictSame(await images.keys(), [pair.publicKey, packer.publicKey]);
  const { file } = flashFile({ version: '1.2.0' });
  t.match(await images.add(file), { id: 'ai-thinker', image: { version: '1.2.0', source: 'owner' } });
  t.match(await imageOf('ai-thinker'), { version: '1.2.0' });
  t.ok(Buffer.from(await images.file('ai-thinker')).equals(file), 'byte for byte');
  await images.add(flashFile({ version: '1.3.0' }).file);
  t.equal(store.flashImages().length, 1, 'one for each board');
  await t.rejects(images.add(file.subarray(0, -1)), { code: 'firmware-length' });
  await images.remove('ai-thinker');
  t.match(await imageOf('ai-thinker'), { version: '1.5.0', source: 'hub' });
});

t.test('a file of a key that the owner has changed since is not shown', async (t) => {
  const { images, store } = await imagesWith(t, {}, pair.publicKey);
  await images.add(flashFile().file);
  const log = createLog('silent');
  const later = new FlashImageStore({ store, folder: '/nowhere', ownKey: packer.publicKey, log });
  t.equal((await later.boards())[0]?.image, null);
  await t.rejects(later.file('ai-thinker'), { code: 'firmware-signature' });
});
