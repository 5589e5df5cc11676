import { open } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { openSpool, UploadSpool } from '../../../../src/server/api/http/upload-spool.js';
import { temporaryFolder } from '../../../support/folder.js';

t.test('bytes come back from where they were put', async (t) => {
  const spool = await openSpool(temporaryFolder(t));
  t.teardown(() => spool.close());
  await spool.append(Buffer.from('one'));
  await spool.append(Buffer.from('two'));
  t.equal(spool.end, 6);
  t.strictSame(Buffer.from(await spool.read({ offset: 2, length: 3 })).toString(), 'etw');
});

t.test('a full disk is said to be full, another fault is the hub\u2019s own', async (t) => {
  const full = new UploadSpool(await open('/dev/full', 'r+'));
  t.teardown(() => full.close());
  await t.rejects(full.append(Buffer.from('x')), { code: 'storage-full' });
  await t.rejects(openSpool(path.join(temporaryFolder(t), 'absent')), { code: 'upload-unwritable' });
});
