import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { Spool, SpoolFolder } from '../../src/core/spool.js';
import { temporaryFolder } from '../support/folder.js';

const limits = { most: 100, leave: 0 };
const uncounted = { claim: async () => {}, giveBack: () => {} };

t.test('bytes come back from where they were put, read or as a stream', async (t) => {
  const spool = await new SpoolFolder(temporaryFolder(t)).open();
  await spool.append(Buffer.from('one'));
  await spool.append(Buffer.from('two'));
  t.equal(spool.end, 6);
  const middle = spool.part(2, 3);
  const read = Buffer.alloc(2);
  await middle.read(read, 1);
  t.equal(read.toString(), 'tw');
  t.equal((await buffer(middle.stream())).toString(), 'etw');
  t.equal((await buffer(spool.part(6, 0).stream())).length, 0);
  await t.rejects(spool.part(5, 3).read(Buffer.alloc(3), 0), { code: 'upload-unwritable' }, 'it ends before');
  await spool.release();
});

t.test('a file is there for as long as somebody holds it', async (t) => {
  const spool = await new SpoolFolder(temporaryFolder(t)).open();
  await spool.append(Buffer.from('bytes'));
  const bytes = spool.part(0, 5);
  const stream = bytes.stream();
  bytes.hold();
  await spool.release();
  t.equal((await buffer(stream)).toString(), 'bytes');
  await bytes.read(Buffer.alloc(5), 0);
  await bytes.release();
  await t.rejects(bytes.read(Buffer.alloc(5), 0), { code: 'upload-unwritable' });
  await t.rejects(spool.append(Buffer.from('more')), { code: 'upload-unwritable' });
});

t.test('a stream that nobody reads to its end lets go of the file', async (t) => {
  const folder = new SpoolFolder(temporaryFolder(t));
  const spool = await folder.open();
  await spool.append(Buffer.alloc(200_000));
  const unread = spool.part(0, 200_000).stream();
  const stream = spool.part(0, 200_000).stream();
  await spool.release();
  t.equal(folder.bytes, 200_000);
  unread.destroy();
  await once(stream, 'readable');
  stream.destroy();
  await once(stream, 'close');
  t.equal(folder.bytes, 0);
});

t.test('no file has a name, and what a killed hub left behind is removed', async (t) => {
  const directory = temporaryFolder(t);
  writeFileSync(path.join(directory, 'upload-0123456789abcdef'), 'left behind');
  writeFileSync(path.join(directory, 'upload-notes.txt'), 'somebody else\u2019s');
  const spool = await new SpoolFolder(directory).open();
  t.strictSame(readdirSync(directory), ['upload-notes.txt']);
  await spool.release();
});

t.test('all files of a folder together have a bound', async (t) => {
  const folder = new SpoolFolder(temporaryFolder(t), limits);
  const [one, two] = [await folder.open(), await folder.open()];
  await one.append(Buffer.alloc(60));
  await two.append(Buffer.alloc(40));
  await t.rejects(two.append(Buffer.alloc(1)), { code: 'hub-busy' });
  await one.release();
  t.equal(folder.bytes, 41);
  await two.release();
  t.equal(folder.bytes, 0);
});

t.test(
  'a full disk is said to be full, also before the last byte; another fault is the hub\u2019s own',
  async (t) => {
    const full = new Spool(await open('/dev/full', 'r+'), uncounted);
    await t.rejects(full.append(Buffer.from('x')), { code: 'storage-full' });
    await full.release();
    const almost = new SpoolFolder(temporaryFolder(t), { most: 100, leave: Number.MAX_SAFE_INTEGER });
    const spool = await almost.open();
    await t.rejects(spool.append(Buffer.from('x')), { code: 'storage-full' });
    await spool.release();
    const absent = path.join(temporaryFolder(t), 'absent');
    await t.rejects(new SpoolFolder(absent).open(), { code: 'upload-unwritable' });
    t.notOk(existsSync(absent));
  },
);
