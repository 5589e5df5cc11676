import { once } from 'node:events';
import t from 'tap';
import { type ZipEntry, zipOf } from '../../../../src/server/api/http/zip.js';

t.test('an archive that is fetched slowly asks for one picture after another', async (t) => {
  let made = 0;
  function* pictures(): Generator<ZipEntry> {
    for (made = 1; made <= 50; made += 1)
      yield { name: `${made}.jpg`, changedAt: 0, bytes: Buffer.alloc(400_000, made) };
  }
  const zip = zipOf(pictures());
  await once(zip, 'readable');
  t.ok(made <= 2, `${made} of 50 were made before anything was read`);
  let bytes = 0;
  let most = 0;
  for await (const chunk of zip) {
    bytes += (chunk as Uint8Array).length;
    most = Math.max(most, made - Math.floor(bytes / 400_000));
  }
  t.ok(most <= 3, `${most} more were made than had been read`);
  t.ok(bytes > 50 * 400_000);
});

t.test('a picture that cannot be read ends the archive, which is then no whole one', async (t) => {
  function* pictures(): Generator<ZipEntry> {
    yield { name: '1.jpg', changedAt: 0, bytes: Buffer.alloc(10) };
    throw new Error('the disk is gone');
  }
  const zip = zipOf(pictures());
  zip.resume();
  const [error] = await once(zip, 'error');
  t.match(error, { message: 'the disk is gone' });
});
