import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { createLog } from '../../src/core/log.js';
import { SpareSpace } from '../../src/store/spare-space.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../support/folder.js';
import { ManualClock } from '../support/manual-clock.js';
import { fillUp, mountSmallDisk } from '../support/small-disk.js';
import { makePhoto, runOn, sendBurst } from '../support/store.js';

t.test('is taken once, given once, and taken again', (t) => {
  const folder = temporaryFolder(t);
  const spare = new SpareSpace(path.join(folder, 'petcam.db'));
  const file = path.join(folder, 'spare-space');
  spare.take();
  const { ino, size } = statSync(file);
  t.equal(size, 2 * 2 ** 20);
  spare.take();
  t.equal(statSync(file).ino, ino);
  t.equal(spare.give(), true);
  t.equal(spare.give(), false);
  spare.take();
  t.ok(existsSync(file));
  t.end();
});

t.test('a folder that nothing can be written to has none', (t) => {
  const spare = new SpareSpace('/nowhere/petcam.db');
  spare.take();
  t.equal(spare.give(), false);
  t.end();
});

t.test('on a disk that is full to the last block a photo can still be deleted', async (t) => {
  const disk = mountSmallDisk(t, 24);
  if (!disk) return;
  const directory = path.join(disk, 'data');
  const clock = new ManualClock();
  const store = await openStore({
    directory,
    clock,
    log: createLog('silent'),
    reserveBytes: 0,
    inline: true,
  });
  t.teardown(() => store.close());
  const run = runOn(store);
  await store.addCamera('porch', 'Porch', Buffer.from(newCameraKey(), 'hex'));
  await sendBurst(run, 'b1', { size: 100_000 });
  const photoId = await makePhoto(run, store.nextCutJob());
  const file = path.join(directory, 'spare-space');
  t.ok(existsSync(file));
  fillUp(path.join(disk, 'ballast'));
  await clock.advance(1000);
  t.equal(store.hasRoom(), false);
  await t.rejects(sendBurst(run, 'b2', { size: 100_000 }), { code: 'storage-full' });
  // The log has room for some small writes; until it has none.
  for (let more = true; more; )
    more = await store.setSetting('filler', 'x'.repeat(200_000)).then(
      () => true,
      () => false,
    );
  await store.deletePhoto(photoId);
  t.equal(store.photo(photoId), null);
  t.notOk(existsSync(file), 'the space was given up for it');
  rmSync(path.join(disk, 'ballast'));
  await store.probe();
  t.ok(existsSync(file), 'and is kept aside again');
});
