import t, { type Test } from 'tap';
import { newOwnerKey } from '../../../src/services/sync/envelope.js';
import { type RestoreParts, restoreHub } from '../../../src/services/sync/restore.js';
import { HUB_SETTING } from '../../../src/services/sync/sending.js';
import { MemoryBucket } from '../../support/memory-bucket.js';
import { KEY, openTestStore } from '../../support/store.js';
import { fillStore, newSender } from '../../support/synced.js';

const owner = await newOwnerKey();

/** A hub of two photos, all of it in the bucket. */
async function sentTo(t: Test, bucket: MemoryBucket) {
  const { store } = await openTestStore(t);
  await fillStore(store, 2);
  const sender = newSender(t, { store, bucket, recipient: owner.recipient });
  sender.start();
  await sender.settled();
  const settle = async () => {
    sender.wake();
    await sender.settled();
  };
  return { store, settle, hub: store.setting(HUB_SETTING) as string };
}

async function restoring(t: Test, bucket: MemoryBucket, more: Partial<RestoreParts> = {}) {
  const { store } = await openTestStore(t);
  const parts = { bucket, identity: owner.identity, store, hub: null, onProgress: () => {}, ...more };
  return { store, restore: () => restoreHub(parts) };
}

t.test('a bucket with no hub, with another one or with several is said', async (t) => {
  const bucket = new MemoryBucket();
  bucket.objects.set('petcam/readme', Buffer.from('mine'));
  const refused = async (hub: string | null, message: RegExp) => {
    const { restore } = await restoring(t, bucket, { hub });
    await t.rejects(restore(), { code: 'sync-hub-unknown', message });
  };
  await refused(null, /no hub in it/);
  const { hub: first } = await sentTo(t, bucket);
  await refused('0123456789abcdef', /nothing of the hub "0123456789abcdef"/);
  const { hub: second } = await sentTo(t, bucket);
  await refused(null, new RegExp(`choose one: (${first}, ${second}|${second}, ${first})`));
});

t.test('a hub with a camera is no place for another hub', async (t) => {
  const bucket = new MemoryBucket();
  await sentTo(t, bucket);
  const { store, restore } = await restoring(t, bucket);
  await store.addCamera('porch', 'Porch', KEY);
  await t.rejects(restore(), { code: 'sync-hub-not-empty' });
});

t.test('an object that goes meanwhile is passed over', async (t) => {
  const bucket = new MemoryBucket();
  const { hub } = await sentTo(t, bucket);
  const [gone = ''] = bucket.keys('photo');
  const get = bucket.get.bind(bucket);
  bucket.get = async (key) => (key === gone ? null : get(key));
  const { store, restore } = await restoring(t, bucket);
  t.match(await restore(), { hub, objects: 3, missing: [] });
  t.equal(store.photos({ limit: 9 }).length, 1);
});

t.test('of two objects of one photo the one that the list names is taken', async (t) => {
  const bucket = new MemoryBucket();
  const { store: old, settle } = await sentTo(t, bucket);
  const before = [...bucket.objects].filter(([key]) => !key.endsWith('latest'));
  const renamed = before.map(([key, bytes]): [string, Buffer] => [key.replace(/.{8}$/, '00000000'), bytes]);
  for (const { id } of old.photos({ limit: 9 })) await old.setFavourite(id, true);
  await old.renameCamera('porch', 'Front door');
  await settle();
  bucket.objects = new Map([...renamed, ...bucket.objects]);
  const { store, restore } = await restoring(t, bucket, { takeStale: true });
  const { known, stale } = await restore();
  t.strictSame([known, stale.length], [2, 3]);
  t.strictSame(
    store.photos({ limit: 9 }).map(({ favourite }) => favourite),
    [true, true],
  );
  t.equal(store.camera('porch')?.name, 'Front door');
});
