/** What the sender does with an object that cannot be sent, beside a bucket in memory. */
import t, { type Test } from 'tap';
import { Fault, Refusal } from '../../../src/core/errors.js';
import type { Bucket } from '../../../src/services/sync/bucket.js';
import { newOwnerKey } from '../../../src/services/sync/envelope.js';
import type { SendingParts } from '../../../src/services/sync/sending.js';
import { RETRY_MS } from '../../../src/services/sync/set-aside.js';
import type { Upload } from '../../../src/store/outbox.js';
import { settled } from '../../support/manual-clock.js';
import { openTestStore } from '../../support/store.js';
import { addPhoto, fillStore, newSender } from '../../support/synced.js';

/** A bucket that keeps every object, and refuses what `refuse` says; the list of what is there is no object. */
function memoryBucket(refuse: (key: string) => Refusal | null = () => null) {
  const objects = new Map<string, Buffer>();
  const bucket: Bucket = {
    async put(key, bytes) {
      const refusal = refuse(key);
      if (refusal) throw refusal;
      if (!key.endsWith('/list/latest')) objects.set(key, bytes);
    },
    etag: async () => null,
    get: async (key) => objects.get(key) ?? null,
    remove: async (key) => void objects.delete(key),
    async *list() {},
  };
  return { bucket, objects };
}

/** A store of three photos, of which reading an object fails as `failure` says, and its sender. */
async function sendingFrom(
  t: Test,
  failure: (upload: Pick<Upload, 'kind' | 'subject'>) => Error | null,
  more: Partial<SendingParts> = {},
) {
  const { store, clock } = await openTestStore(t);
  const ids = await fillStore(store, 3);
  const { bucket, objects } = memoryBucket();
  const { recipient } = await newOwnerKey();
  const failing: SendingParts['store'] = Object.create(store, {
    syncObject: {
      value: (upload: Upload) => {
        const error = failure(upload);
        if (error) throw error;
        return store.syncObject(upload);
      },
    },
  });
  const sender = newSender(t, { store: failing, bucket, recipient, clock, ...more });
  return { store, clock, sender, ids, objects };
}

t.test('a photo that cannot be read is set aside with its reason, and the others go on', async (t) => {
  let broken = true;
  const newest = (upload: Pick<Upload, 'kind' | 'subject'>, id: number) =>
    broken && upload.kind === 'photo' && upload.subject === id;
  let last = 0;
  const { sender, ids, objects, clock } = await sendingFrom(t, (upload) =>
    newest(upload, last) ? new Refusal('image-damaged', 'not what was stored') : null,
  );
  last = ids.at(-1) ?? 0;
  sender.start();
  await sender.settled();
  t.equal(objects.size, 3, 'two photos, and people and cameras');
  t.match(sender.status(), { sent: 3, waiting: 1, aside: 1, trouble: null });
  const since = clock.now();
  t.match(sender.asides(), [{ kind: 'photo', subject: last, reason: 'image-damaged', since }]);
  await clock.advance(RETRY_MS);
  await sender.settled();
  t.match(sender.asides(), [{ subject: last, since }], 'it was tried again');
  broken = false;
  await clock.advance(RETRY_MS);
  await sender.settled();
  t.match(sender.status(), { sent: 4, waiting: 0, aside: 0, trouble: null });
});

t.test('a change of what is set aside is tried at once, and a deletion ends it', async (t) => {
  let broken: number | null = null;
  const { store, sender, ids, clock } = await sendingFrom(t, ({ kind, subject }) =>
    kind === 'photo' && subject === broken ? new TypeError('nobody thought of this') : null,
  );
  broken = ids[1] ?? 0;
  sender.start();
  await sender.settled();
  t.match(sender.asides(), [{ subject: broken, reason: 'unforeseen', detail: 'nobody thought of this' }]);
  const changed = broken;
  broken = ids[2] ?? 0;
  await store.setFavourite(changed, true);
  await store.setFavourite(broken, true);
  sender.wake();
  await sender.settled();
  t.match(sender.asides(), [{ subject: broken }]);
  await store.deletePhoto(broken);
  await clock.advance(RETRY_MS);
  await sender.settled();
  t.strictSame(sender.asides(), []);
});

t.test('a losing frame that cannot be read keeps back no other of its burst', async (t) => {
  let broken = 0;
  const { sender, objects } = await sendingFrom(
    t,
    ({ kind, subject }) => {
      if (kind === 'frame') broken ||= subject;
      return kind === 'frame' && subject === broken ? new Refusal('image-damaged', '') : null;
    },
    { scope: 'all' },
  );
  sender.start();
  await sender.settled();
  t.equal(objects.size, 1 + 3 + 5, 'people and cameras, the photos, five of six losing frames');
  t.match(sender.status(), { aside: 1, waiting: 0 });
});

t.test('people and cameras that cannot be read keep back no photo', async (t) => {
  const { sender, objects } = await sendingFrom(t, ({ kind }) =>
    kind === 'house' ? new TypeError('no such row') : null,
  );
  sender.start();
  await sender.settled();
  t.equal(objects.size, 3);
  t.match(sender.asides(), [{ kind: 'house' }]);
  t.equal(sender.status().aside, 0, 'that is no photo');
});

t.test('a photo at which the hub fails comes after the others', async (t) => {
  let broken = 0;
  const { sender, ids, objects, clock } = await sendingFrom(t, ({ kind, subject }) =>
    kind === 'photo' && subject === broken ? new Fault('database-damaged', 'a page of it', 'restore') : null,
  );
  broken = ids.at(-1) ?? 0;
  sender.start();
  await sender.settled();
  t.match(sender.status(), { trouble: { message: 'a page of it' }, aside: 0 });
  t.equal(objects.size, 1);
  await clock.advance(10_000);
  await settled();
  await sender.settled();
  t.equal(objects.size, 3, 'the other photos');
  t.match(sender.status(), { waiting: 1, trouble: { message: 'a page of it' } });
});

t.test('people and cameras at which the hub fails come after the photos', async (t) => {
  const { sender, objects, clock } = await sendingFrom(t, ({ kind }) =>
    kind === 'house' ? new Fault('database-damaged', 'a page of it', 'restore') : null,
  );
  sender.start();
  await sender.settled();
  t.equal(objects.size, 0);
  await clock.advance(10_000);
  await settled();
  await sender.settled();
  t.equal(objects.size, 3, 'the photos');
  t.match(sender.status(), { trouble: { message: 'a page of it' } });
});

t.test('what arrived before the hub stopped is not sent once more', async (t) => {
  const { store, clock } = await openTestStore(t);
  await fillStore(store, 1);
  const { recipient } = await newOwnerKey();
  const { bucket, objects } = memoryBucket();
  const upload = store.uploadBelow(Number.MAX_SAFE_INTEGER, 'best', 1).upload as Upload;
  await store.beginUpload({ ...upload, key: 'begun' }, { md5: 'arrived', bytes: 1 });
  const has = { ...bucket, etag: async (key: string) => (key === 'begun' ? 'arrived' : null) };
  const sender = newSender(t, { store, bucket: has, recipient, clock });
  sender.start();
  await sender.settled();
  t.equal(objects.size, 1, 'people and cameras alone');
  t.match(sender.status(), { sent: 2, waiting: 0, trouble: null });
});

t.test('the list is written again while much is sent', async (t) => {
  const order: string[] = [];
  const { bucket } = memoryBucket((key) => {
    order.push(key);
    return null;
  });
  const { store, sender } = await sendingFrom(t, () => null, { bucket, scope: 'all' });
  for (let more = 0; more < 34; more += 1) await addPhoto(store, `more-${more}`);
  sender.start();
  await sender.settled();
  const lists = order.flatMap((key, at) => (key.endsWith('/list/latest') ? [at] : []));
  t.equal(order.length - lists.length, 1 + 37 * 3);
  t.ok(
    lists.some((at) => at > 90 && at < order.length - 5),
    `at ${lists}`,
  );
});

t.test('a photo that the storage refuses comes after the others', async (t) => {
  const refused = new Set<string>();
  const { bucket, objects } = memoryBucket((key) => {
    if (key.includes('/photo/') && refused.size === 0) refused.add(key);
    return refused.has(key) ? new Refusal('sync-refused', 'The storage answers 400.') : null;
  });
  const { sender, clock } = await sendingFrom(t, () => null, { bucket });
  sender.start();
  await sender.settled();
  t.match(sender.status(), { trouble: { code: 'sync-refused' } });
  await clock.advance(10_000);
  await settled();
  await sender.settled();
  t.equal(objects.size, 3, 'people and cameras, and the two others');
});
