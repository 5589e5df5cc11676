import { createHash } from 'node:crypto';
import t from 'tap';
import { openBucket } from '../../../src/services/sync/bucket.js';
import { ACCESS_KEY, faketimeIsHere, SECRET_KEY, startSwift, swiftIsHere } from '../../support/swift.js';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const bytes = Buffer.from('as it was sent');

t.test('a real S3 server', { skip: !swiftIsHere(t) }, async (t) => {
  const swift = await startSwift(t);
  const options = { url: swift.url, region: 'us-east-1', accessKey: ACCESS_KEY, secretKey: SECRET_KEY };
  const bucket = openBucket(options);

  await t.test('keeps what it is given and forgets what it is told to', async (t) => {
    await bucket.put('petcam/a/photo/1', bytes, md5(bytes));
    await bucket.put('petcam/b/photo/2', bytes, md5(bytes));
    t.strictSame(await bucket.get('petcam/a/photo/1'), bytes);
    t.equal(await bucket.etag('petcam/a/photo/1'), md5(bytes));
    const listed = [];
    for await (const entry of bucket.list('petcam/a/')) listed.push(entry);
    t.strictSame(listed, [{ key: 'petcam/a/photo/1', etag: md5(bytes), bytes: bytes.length }]);
    await bucket.remove('petcam/a/photo/1');
    await bucket.remove('petcam/a/photo/1');
    t.equal(await bucket.etag('petcam/a/photo/1'), null);
    t.equal(await bucket.get('petcam/a/photo/1'), null);
  });

  await t.test('names what is wrong', async (t) => {
    const put = (more: Partial<typeof options>, digest = md5(bytes)) =>
      openBucket({ ...options, ...more }).put('petcam/x', bytes, digest);
    await t.rejects(put({ secretKey: 'wrong' }), { code: 'sync-denied' });
    await t.rejects(put({ accessKey: 'nobody' }), { code: 'sync-denied' });
    await t.rejects(put({ url: `${swift.url}-not` }), { code: 'sync-bucket-missing' });
    await t.rejects(put({}, md5(Buffer.from('something else'))), { code: 'sync-damaged' });
    await t.rejects(put({ url: 'http://127.0.0.1:9/photos' }), { code: 'sync-unreachable' });
    await swift.limit(1);
    await t.rejects(put({}), { code: 'sync-full' });
    await swift.limit(1_000_000);
    await put({});
  });

  await t.test(
    'a clock that is wrong',
    { skip: !faketimeIsHere && 'faketime is not installed' },
    async (t) => {
      await swift.kill();
      await t.rejects(bucket.etag('petcam/x'), { code: 'sync-unreachable' });
      await swift.start('+2h');
      await t.rejects(bucket.put('petcam/y', bytes, md5(bytes)), { code: 'sync-clock' });
    },
  );
});
