import { createHash } from 'node:crypto';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { type BucketOptions, openBucket } from '../../../src/services/sync/bucket.js';
import { newOwnerKey } from '../../../src/services/sync/envelope.js';
import { restoreHub } from '../../../src/services/sync/restore.js';
import { HUB_SETTING } from '../../../src/services/sync/sending.js';
import { verifyBucket } from '../../../src/services/sync/verify.js';
import { type Answer, type BucketStandIn, startBucketStandIn } from '../../support/bucket-stand-in.js';
import { localCertificates } from '../../support/certificates.js';
import { openTestStore } from '../../support/store.js';
import { fillStore, newSender } from '../../support/synced.js';

const bytes = Buffer.from('as it was sent');
const md5 = (content: Buffer) => createHash('md5').update(content).digest('hex');
const open = (url: string, more: Partial<BucketOptions> = {}) =>
  openBucket({ url, region: 'us-east-1', accessKey: 'key', secretKey: 'secret', ...more });
const put = (url: string) => open(url).put('petcam/x', bytes, md5(bytes));
const xml = (code: string, rest = '', type = 'application/xml'): Partial<Answer> => ({
  headers: { 'content-type': type },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code>${rest}<RequestId>1</RequestId></Error>`,
});
const says = (message: string) => `<Message>${message}</Message>`;
const page = { headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html><h1>No</h1></html>' };

type Case = [name: string, answer: Answer, code: string, sentence: RegExp];

const answers: Case[] = [
  [
    'a wrong region',
    { status: 400, ...xml('AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>') },
    'sync-region',
    /in the region "eu-west-1", not in "us-east-1": set PETCAM_SYNC_REGION=eu-west-1\.$/,
  ],
  [
    'a wrong region, in words alone',
    {
      status: 400,
      ...xml('AuthorizationHeaderMalformed', says("The region 'us-east-1' is wrong; expecting 'eu-west-1'")),
    },
    'sync-region',
    /PETCAM_SYNC_REGION=eu-west-1/,
  ],
  [
    'a wrong region, in a header field',
    { status: 301, headers: { 'x-amz-bucket-region': 'ap-south-1' } },
    'sync-region',
    /"ap-south-1"/,
  ],
  [
    'a wrong region beside nothing else',
    { status: 400, headers: { 'x-amz-bucket-region': 'ap-south-1' } },
    'sync-region',
    /"ap-south-1"/,
  ],
  [
    'a refusal that happens to name the region',
    { status: 403, ...xml('AccessDenied', '<Region>eu-west-1</Region>') },
    'sync-denied',
    /no right/,
  ],
  [
    'a refusal by a server that does not say what time it has',
    { status: 403, headers: { date: 'soon' } },
    'sync-denied',
    /refuses the keys/,
  ],
  [
    'a wrong region that is not named',
    { status: 400, ...xml('InvalidRegionName') },
    'sync-region',
    /in another region than "us-east-1"/,
  ],
  [
    'a bucket of elsewhere',
    {
      status: 301,
      ...xml('PermanentRedirect', '<Endpoint>photos.s3.eu-west-1.amazonaws.com</Endpoint>'),
      headers: { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-west-1' },
    },
    'sync-region',
    /PETCAM_SYNC_REGION=eu-west-1, and the address .* the host photos\.s3\.eu-west-1\.amazonaws\.com/,
  ],
  [
    'a bucket of elsewhere, with its host alone',
    { status: 301, ...xml('TemporaryRedirect', '<Endpoint>s3.other.example:9000</Endpoint>') },
    'sync-moved',
    /elsewhere, at the host s3\.other\.example:9000/,
  ],
  [
    'an address of elsewhere',
    { status: 301, headers: { location: 'https://nas.example/photos/petcam/x' } },
    'sync-moved',
    /elsewhere, at https:\/\/nas\.example\/photos\/petcam\/x: correct PETCAM_SYNC_URL/,
  ],
  ['a redirect to nowhere', { status: 307 }, 'sync-moved', /does not say where/],
  [
    'a redirect to something else',
    { status: 307, headers: { location: 'http://127.0.0.1:9/login' } },
    'sync-moved',
    /\/login/,
  ],
  [
    'a redirect to another kind of address',
    { status: 308, headers: { location: 'ftp://127.0.0.1/photos/petcam/x' } },
    'sync-moved',
    /ftp:/,
  ],
  [
    'a redirect to a sign-in page',
    { status: 302, body: page.body, headers: { ...page.headers, location: 'http://hotel.example/login' } },
    'sync-moved',
    /a page, http:\/\/hotel\.example\/login: sign in to the network/,
  ],
  ['a full bucket', { status: 403, ...xml('QuotaExceeded') }, 'sync-full', /is full/],
  [
    'a cap, in words',
    {
      status: 403,
      ...xml(
        'AccessDenied',
        says('Cannot upload files, storage cap exceeded. See the Caps &amp; Alerts page'),
      ),
    },
    'sync-full',
    /full.* says: "Cannot upload files, storage cap exceeded\. See the Caps & Alerts page"/,
  ],
  ['a full disk of the storage', { status: 507, ...xml('XMinioStorageFull') }, 'sync-full', /full/],
  ['a full disk without a word', { status: 507 }, 'sync-full', /full/],
  ['a quota, as Swift says it', { status: 413, ...xml('EntityTooLarge') }, 'sync-full', /full/],
  [
    'a proxy with a small limit',
    { status: 413, ...page },
    'sync-refused',
    /no object of this size.*client_max_body_size/,
  ],
  [
    'an unknown access key',
    { status: 403, ...xml('InvalidAccessKeyId') },
    'sync-denied',
    /PETCAM_SYNC_ACCESS_KEY/,
  ],
  [
    'a wrong secret key',
    { status: 403, ...xml('SignatureDoesNotMatch', says('It does not match.')) },
    'sync-denied',
    /PETCAM_SYNC_SECRET_KEY_FILE\. The storage says: "It does not match\."/,
  ],
  ['no right', { status: 403, ...xml('AccessDenied', says('Access Denied')) }, 'sync-denied', /no right/],
  ['a closed account', { status: 403, ...xml('AccountProblem') }, 'sync-denied', /account/],
  ['a refusal without a word', { status: 401 }, 'sync-denied', /refuses the keys/],
  ['a wrong clock', { status: 403, ...xml('RequestTimeTooSkewed') }, 'sync-clock', /set the right time/],
  [
    'a wrong clock that only the time of the server tells',
    { status: 403, headers: { date: 'Mon, 01 Jan 2024 00:00:00 GMT' } },
    'sync-clock',
    /set the right time/,
  ],
  ['no bucket', { status: 404, ...xml('NoSuchBucket') }, 'sync-bucket-missing', /no such bucket/],
  ['too much at once', { status: 503, ...xml('SlowDown') }, 'sync-busy', /tried again/],
  ['a conflict that passes', { status: 409, ...xml('OperationAborted') }, 'sync-busy', /tried again/],
  ['a request that took too long', { status: 400, ...xml('RequestTimeout') }, 'sync-busy', /tried again/],
  ['a proxy whose storage is away', { status: 502, ...page }, 'sync-busy', /tried again/],
  [
    'too many requests',
    { status: 429, ...xml('Limit', says('Request quota of the account')) },
    'sync-busy',
    /tried again/,
  ],
  ['a network that wants a sign-in', { status: 511, ...page }, 'sync-unreachable', /sign-in/],
  [
    'a page of a firewall',
    { status: 403, ...page },
    'sync-refused',
    /page answers in place of the storage \(403\)/,
  ],
  [
    'a page that is not called one',
    { status: 404, body: '  <html><p>404</p></html>' },
    'sync-refused',
    /page answers/,
  ],
  ['an altered object', { status: 400, ...xml('BadDigest') }, 'sync-damaged', /altered/],
  [
    'another conflict',
    { status: 409, ...xml('InvalidBucketState', says('Versioning\n  is on')) },
    'sync-refused',
    /answers 409 InvalidBucketState: "Versioning is on"$/,
  ],
  [
    'a word of another kind',
    { status: 501, headers: { 'x-amz-error-code': 'NotImplemented', 'x-amz-error-message': 'No PUT here' } },
    'sync-refused',
    /501 NotImplemented: "No PUT here"$/,
  ],
  ['an empty answer', { status: 418 }, 'sync-refused', /answers 418\.$/],
  [
    'an answer in JSON',
    {
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: '{"code":"AccessDenied","message":"no \\"PUT\\""}',
    },
    'sync-denied',
    /no right.*no "PUT"/,
  ],
  [
    'another content type',
    { status: 503, ...xml('SlowDown', '', 'text/xml; charset=utf-8') },
    'sync-busy',
    /./,
  ],
  [
    'a prefix and attributes',
    {
      status: 404,
      body: '<s3:Error xmlns:s3="urn:x"><s3:Code lang="en"> NoSuchBucket </s3:Code></s3:Error>',
    },
    'sync-bucket-missing',
    /./,
  ],
  [
    'escapes for terminals and a long sentence',
    { status: 400, ...xml('Odd', says(`\u001b[31m${'long '.repeat(100)}&#8230;`)) },
    'sync-refused',
    /^[\x20-\x7e…"]{1,300}$/,
  ],
  [
    'a body without an end that is none of XML',
    { status: 400, body: '<'.repeat(200_000) },
    'sync-refused',
    /answers 400\.$/,
  ],
];

t.test('what a storage answers is one sentence that says what to do', async (t) => {
  const storage = await startBucketStandIn(t);
  for (const [name, answer, code, sentence] of answers) {
    storage.answer = () => answer;
    await t.rejects(put(storage.url), { code, message: sentence }, name);
  }
});

t.test(
  'a storage that sends elsewhere with a 307 or 308 is asked there, under a signature for it',
  async (t) => {
    const [front, real] = [await startBucketStandIn(t), await startBucketStandIn(t)];
    for (const status of [307, 308]) {
      front.answer = ({ path }) => ({ status, headers: { location: `${real.origin}${path}` } });
      const bucket = open(front.url);
      await bucket.put(`petcam/${status}`, bytes, md5(bytes));
      t.strictSame(real.objects.get(`petcam/${status}`), bytes);
      t.equal(await bucket.etag(`petcam/${status}`), md5(bytes));
      t.strictSame(await bucket.get(`petcam/${status}`), bytes);
      const keys = [];
      for await (const { key } of bucket.list(`petcam/${status}`)) keys.push(key);
      t.strictSame(keys, [`petcam/${status}`]);
      t.equal(front.asked.length, 1, 'the place is remembered');
      real.answer = () => ({ status: 503 });
      await t.rejects(bucket.remove(`petcam/${status}`), { code: 'sync-busy' });
      real.answer = () => null;
      await bucket.remove(`petcam/${status}`);
      t.equal(front.asked.length, 2, 'and looked for anew once it fails');
      t.equal(real.objects.size, 0);
      front.asked.length = 0;
    }
    front.answer = ({ path }) => ({ status: 307, headers: { location: `${front.origin}${path}` } });
    await t.rejects(put(front.url), { code: 'sync-moved' }, 'round in circles');
    t.equal(front.asked.length, 4);
  },
);

t.test('nothing that was to be encrypted on its way goes on in the open', async (t) => {
  const { NODE_TLS_REJECT_UNAUTHORIZED: before } = process.env;
  t.teardown(() => {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  });
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const plain = await startBucketStandIn(t);
  const secure = createSecureServer((await localCertificates(t)).current(), ({ url }, response) =>
    response.writeHead(307, { location: `${plain.origin}${url}` }).end(),
  );
  t.teardown(() => secure.close());
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const { port } = secure.address() as AddressInfo;
  await t.rejects(put(`https://127.0.0.1:${port}/photos`), { code: 'sync-moved', message: /http:/ });
  t.strictSame(plain.asked, []);
});

t.test('an answer without a body is read by its status', async (t) => {
  const storage = await startBucketStandIn(t);
  const bucket = open(storage.url);
  storage.answer = () => ({ status: 403 });
  await t.rejects(bucket.etag('petcam/x'), { code: 'sync-denied' });
  storage.answer = () => ({ status: 404 });
  await t.rejects(bucket.list('petcam/').next(), { code: 'sync-bucket-missing' });
  storage.answer = () => ({ status: 200 });
  await bucket.remove('petcam/x');
});

t.test('a success that no storage would give is none', async (t) => {
  const storage = await startBucketStandIn(t);
  const list = async (more: Partial<BucketOptions> = {}) => {
    const keys = [];
    for await (const { key } of open(storage.url, more).list('petcam/')) keys.push(key);
    return keys;
  };
  const listOf = (content: string, name = 'ListBucketResult') => ({
    status: 200,
    body: `<?xml version="1.0"?><${name} xmlns="urn:s3">${content}</${name}>\n`,
  });
  storage.answer = () => ({ status: 200, ...page });
  await t.rejects(put(storage.url), { code: 'sync-refused', message: /no storage that speaks S3.*ETag/ });
  await t.rejects(open(storage.url).remove('petcam/x'), { code: 'sync-refused', message: /a page/ });
  await t.rejects(list(), { code: 'sync-refused' });
  storage.answer = () => ({ status: 200 });
  await t.rejects(put(storage.url), { code: 'sync-refused', message: /ETag/ });
  await t.rejects(open(storage.url).etag('petcam/x'), { code: 'sync-refused', message: /ETag/ });
  await t.rejects(list(), { code: 'sync-refused', message: /no list of objects/ });
  storage.answer = () => ({ status: 200, body: '<ListBucketResult><Contents><Key>petcam/x</Key>' });
  await t.rejects(list(), { code: 'sync-refused' }, 'a list that breaks off');
  storage.answer = () => listOf('<IsTruncated>true</IsTruncated>');
  await t.rejects(list(), { code: 'sync-refused', message: /cut off/ });
  storage.answer = () =>
    listOf('<IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken>');
  await t.rejects(list(), { code: 'sync-refused', message: /again and again/ });
  const prefixed = '<a:Contents><a:Key>petcam/x</a:Key><a:Size>3</a:Size></a:Contents>';
  storage.answer = () => ({
    status: 200,
    body: `<a:ListBucketResult xmlns:a="urn:s3">${prefixed}</a:ListBucketResult>`,
  });
  t.strictSame(await list(), ['petcam/x']);
  storage.answer = () => ({ status: 404 });
  await t.rejects(list(), { code: 'sync-bucket-missing' });
});

t.test('a storage that cannot be reached says how', async (t) => {
  await t.rejects(put('http://127.0.0.1:9/photos'), {
    code: 'sync-unreachable',
    message: /cannot be reached/,
  });
  const silent = createServer((stream) => stream.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.teardown(() => silent.close());
  const { port } = silent.address() as { port: number };
  const timeout = AbortSignal.abort(new DOMException('too long', 'TimeoutError'));
  const bucket = open(`http://127.0.0.1:${port}/photos`, { signal: timeout });
  await t.rejects(bucket.get('petcam/x'), { code: 'sync-unreachable', message: /no answer for 120 s/ });
});

async function sentHub(t: Test, storage: BucketStandIn) {
  const owner = await newOwnerKey();
  const { store, clock } = await openTestStore(t);
  await fillStore(store, 3);
  const sender = newSender(t, { store, bucket: open(storage.url), recipient: owner.recipient, clock });
  sender.start();
  await sender.settled();
  const hub = store.setting(HUB_SETTING) ?? '';
  const bucket = open(storage.url);
  const verify = (identity: string | null = null) =>
    verifyBucket({ bucket, store, hub, identity, repair: false, onProgress: () => {} });
  return { owner, hub, bucket, verify };
}

t.test('marks that are no checksums are not taken for alterations', async (t) => {
  for (const [name, etagOf] of [
    ['of objects in parts', (held: Buffer) => `"${md5(held)}-2"`],
    ['of encrypted objects, which look like checksums', (held: Buffer) => `"${md5(Buffer.from(md5(held)))}"`],
    ['weak ones', (held: Buffer) => `W/"${held.length}"`],
  ] as const) {
    const storage = await startBucketStandIn(t);
    storage.etagOf = etagOf;
    const { owner, verify } = await sentHub(t, storage);
    storage.asked.length = 0;
    t.strictSame(await verify(), { whole: 4, bySizeAlone: 3, missing: [], altered: [], strange: [] }, name);
    t.equal(
      storage.asked.filter(({ path }) => !path.includes('list-type')).length,
      2,
      'one is fetched, and the list',
    );
    t.match(await verify(owner.identity), { whole: 4, bySizeAlone: 0, altered: [] });
    const [key = '', held = Buffer.alloc(0)] = [...storage.objects][0] ?? [];
    storage.objects.set(key, Buffer.from(held).fill(0, 200, 300));
    t.match(await verify(owner.identity), { whole: 3, altered: [key] });
  }
});

t.test('what is altered in a storage with checksums is found, and nothing else is fetched', async (t) => {
  const storage = await startBucketStandIn(t);
  const { verify } = await sentHub(t, storage);
  const [key = '', held = Buffer.alloc(0)] = [...storage.objects][0] ?? [];
  storage.objects.set(key, Buffer.from(held).fill(0, 200, 300));
  storage.asked.length = 0;
  t.match(await verify(), { whole: 3, bySizeAlone: 0, altered: [key] });
  t.equal(storage.asked.length, 2);
});

t.test('a hub that came out of a storage without checksums verifies there', async (t) => {
  const storage = await startBucketStandIn(t);
  storage.etagOf = (held) => `"${md5(held)}-1"`;
  const { owner, hub, bucket } = await sentHub(t, storage);
  const { store } = await openTestStore(t);
  await restoreHub({ bucket, identity: owner.identity, store, hub, onProgress: () => {} });
  const report = await verifyBucket({
    bucket,
    store,
    hub,
    identity: owner.identity,
    repair: false,
    onProgress() {},
  });
  t.match(report, { whole: 4, altered: [], missing: [] });
});
