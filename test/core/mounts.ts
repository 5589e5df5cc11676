import t from 'tap';
import { mountPointOf, parseFstab, parseMountInfo, readMounts } from '../../src/core/mounts.js';

t.test('where disks are and should be', (t) => {
  const mountInfo = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 8:17 / /mnt/my\\040photos rw,nosuid - ext4 /dev/sdb1 rw
garbage
`;
  t.strictSame(parseMountInfo(mountInfo), ['/', '/mnt/my photos', '/']);
  const fstab = `# <file system> <mount point>
UUID=1 / ext4 defaults 0 1
UUID=2 none swap sw 0 0
/dev/sdb1\t/mnt/my\\040photos\text4\tdefaults,nofail 0 2

/dev/sdc1 /media/stick vfat user,noauto 0 0
UUID=3
`;
  t.strictSame(parseFstab(fstab), ['/', '/mnt/my photos']);
  t.ok(readMounts().present.includes('/'));
  t.end();
});

t.test('the disk of a folder, also of one that is not there', (t) => {
  const points = ['/', '/mnt', '/mnt/ssd', '/mnt/ssd2'];
  t.equal(mountPointOf('/mnt/ssd/petcam/data', points), '/mnt/ssd');
  t.equal(mountPointOf('/mnt/ssd', points), '/mnt/ssd');
  t.equal(mountPointOf('/mnt/..ssd', points), '/mnt');
  t.equal(mountPointOf('/var/lib/petcam-hub', points), '/');
  t.equal(mountPointOf('/var', []), '/');
  t.end();
});
