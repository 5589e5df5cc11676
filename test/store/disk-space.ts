import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { spaceOf, watchDiskSpace } from '../../src/store/disk-space.js';
import { temporaryFolder } from '../support/folder.js';
import { ManualClock } from '../support/manual-clock.js';
import { fillUp, mountSmallDisk } from '../support/small-disk.js';

const MEBIBYTE = 2 ** 20;

t.test('claims stop at the reserve and go on when there is room again', async (t) => {
  const clock = new ManualClock();
  const disk = { free: 600 + spaceOf(300) + spaceOf(100), log: 0, looks: 0 };
  const measure = () => {
    disk.looks += 1;
    return { ...disk };
  };
  const space = watchDiskSpace('/petcam.db', 600, clock, measure);
  space.claim(300);
  space.claim(100);
  t.throws(() => space.claim(1), { code: 'storage-full', hint: /Free some space/ });
  t.equal(space.free(), 600, 'claims count before the file system shows them');
  t.equal(disk.looks, 1, 'and it is not asked each time');
  disk.free = 600 + spaceOf(4000);
  await clock.advance(1000);
  space.claim(4000);
  t.equal(disk.looks, 2);
});

t.test('what is in the log may still have to go into the file', (t) => {
  const disk = { free: 100 * MEBIBYTE, log: 16 * MEBIBYTE };
  const space = watchDiskSpace('/petcam.db', 83 * MEBIBYTE, new ManualClock(), () => disk);
  t.equal(space.free(), 100 * MEBIBYTE, 'free it is all the same');
  t.equal(space.hasRoom(), false);
  t.throws(() => space.claim(500 * 1024), { code: 'storage-full' });
  space.claim(100 * 1024);
  t.end();
});

t.test('a disk that cannot be looked at has no room', (t) => {
  const space = watchDiskSpace('/nowhere/petcam.db', 0, new ManualClock());
  t.equal(space.hasRoom(), false);
  t.throws(() => space.claim(1), { code: 'ENOENT' });
  t.end();
});

t.test('asks the kernel', (t) => {
  const file = path.join(temporaryFolder(t), 'petcam.db');
  writeFileSync(file, '');
  const clock = new ManualClock();
  const space = watchDiskSpace(file, 0, clock);
  t.ok(space.free() > 0);
  t.equal(space.hasRoom(), true);
  t.end();
});

t.test('with a reserve of 0 a full disk is seen at once, before anything was refused by it', async (t) => {
  const disk = mountSmallDisk(t, 8);
  if (!disk) return;
  const file = path.join(disk, 'petcam.db');
  writeFileSync(file, '');
  const clock = new ManualClock();
  const space = watchDiskSpace(file, 0, clock);
  t.equal(space.hasRoom(), true);
  fillUp(path.join(disk, 'ballast'));
  await clock.advance(1000);
  t.equal(space.hasRoom(), false);
  t.throws(() => space.claim(1), { code: 'storage-full' });
});
