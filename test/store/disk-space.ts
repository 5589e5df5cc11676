import t from 'tap';
import { watchDiskSpace } from '../../src/store/disk-space.js';
import { temporaryFolder } from '../support/folder.js';
import { ManualClock } from '../support/manual-clock.js';

t.test('claims stop at the reserve and go on when there is room again', async (t) => {
  const clock = new ManualClock();
  const disk = { free: 1000, looks: 0 };
  const measure = () => {
    disk.looks += 1;
    return disk.free;
  };
  const space = watchDiskSpace('/', 600, clock, measure);
  space.claim(300);
  space.claim(100);
  t.throws(() => space.claim(1), { code: 'storage-full', hint: /Free some space/ });
  t.equal(space.free(), 600, 'claims count before the file system shows them');
  t.equal(disk.looks, 1, 'and it is not asked each time');
  disk.free = 5000;
  await clock.advance(1000);
  space.claim(4000);
  t.equal(disk.looks, 2);
});

t.test('asks the kernel', (t) => {
  t.ok(watchDiskSpace(temporaryFolder(t), 0, new ManualClock()).free() > 0);
  t.end();
});
