import t, { type Test } from 'tap';
import { backoffMs } from '../../../src/core/backoff.js';
import { systemClock } from '../../../src/core/clock.js';
import { type BucketEntry, openBucket } from '../../../src/services/sync/bucket.js';
import { newOwnerKey, type OwnerKey, open } from '../../../src/services/sync/envelope.js';
import { restoreHub } from '../../../src/services/sync/restore.js';
import { PAUSES, type Sender } from '../../../src/services/sync/sender.js';
import { HUB_SETTING, type SendingParts } from '../../../src/services/sync/sending.js';
import { decodeSyncObject } from '../../../src/services/sync/sync-object.js';
import { verifyBucket } from '../../../src/services/sync/verify.js';
import type { Store } from '../../../src/store/contract.js';
import { openTestStore } from '../../support/store.js';
import { ACCESS_KEY, SECRET_KEY, type Swift, startSwift, swiftIsHere } from '../../support/swift.js';
import { addGarden, addPhoto, counting, fillStore, newSender, treasures } from '../../support/synced.js';

const optionsOf = ({ url }: Swift) => ({
  url,
  region: 'us-east-1',
  accessKey: ACCESS_KEY,
  secretKey: SECRET_KEY,
});

t.test('pauses grow, and never beyond a quarter of an hour and a quarter of that', (t) => {
  const pauseAfter = (failures: number, random: number) =>
    backoffMs(failures, { ...PAUSES, random: () => random });
  t.equal(pauseAfter(1, 0), 5_000);
  t.equal(pauseAfter(2, 0), 10_000);
  t.equal(pauseAfter(501, 1), 15 * 60_000 * 1.25);
  t.end();
});

t.test('a hub and its bucket', { skip: !swiftIsHere(t) }, async (t) => {
  const swift = await startSwift(t);
  const owner = await newOwnerKey();
  const plain = openBucket(optionsOf(swift));
  const listed = async (prefix = 'petcam/') => {
    const entries: BucketEntry[] = [];
    for await (const entry of plain.list(prefix))
      if (!entry.key.endsWith('/list/latest')) entries.push(entry);
    return entries;
  };
  const cornerOf = (store: Store) => `petcam/${store.setting(HUB_SETTING)}/`;
  const contents = async (prefix: string) =>
    Promise.all((await listed(prefix)).map(async ({ key }) => (await plain.get(key)) as Buffer));

  function sending(t: Test, store: Store, more: Partial<SendingParts> = {}): Sender {
    const sender = newSender(t, { store, bucket: plain, recipient: owner.recipient, ...more });
    sender.start();
    return sender;
  }

  await t.test('every best cut arrives once, and nobody can read it but the owner', async (t) => {
    const { store } = await openTestStore(t);
    const ids = await fillStore(store, 3);
    const { bucket, puts } = counting(plain);
    const sender = sending(t, store, { bucket });
    await sender.settled();
    t.equal(puts.length, 4, 'three photos, and people and cameras');
    t.match(sender.status(), { sent: 4, waiting: 0, trouble: null });
    const sealed = await contents(cornerOf(store));
    const original = Buffer.from(store.image(ids[0] ?? 0, 'original')?.bytes ?? []);
    for (const bytes of sealed) {
      t.notOk(bytes.includes(original.subarray(0, 64)), 'no photo can be seen');
      t.notOk(bytes.includes('mina') || bytes.includes('porch'), 'nor a name');
    }
    const opened = await Promise.all(
      sealed.map(async (bytes) => decodeSyncObject(await open(owner.identity, bytes))),
    );
    t.strictSame(opened.map(({ kind }) => kind).sort(), ['house', 'photo', 'photo', 'photo']);
    await t.rejects(open((await newOwnerKey()).identity, sealed[0] as Buffer), { code: 'sync-key-wrong' });

    sender.wake();
    await sender.settled();
    t.equal(puts.length, 4, 'nothing is sent twice');
    await store.setFavourite(ids[1] ?? 0, true);
    await addPhoto(store, 'another');
    sender.wake();
    await sender.settled();
    t.equal(puts.length, 6, 'what changed and what is new');
    t.equal(new Set(puts).size, 5, 'a change takes the place of what was there');
  });

  await t.test('only what the owner wants', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 3);
    const favourites = counting(plain);
    await sending(t, store, { bucket: favourites.bucket, scope: 'favourites' }).settled();
    t.equal(favourites.puts.length, 2, 'one favourite, and people and cameras');
    const all = counting(plain);
    await sending(t, store, { bucket: all.bucket, scope: 'all' }).settled();
    t.equal(all.puts.length, 2 + 3 * 2, 'the other photos, and the losing frames of all');
  });

  await t.test('what a person deletes for ever leaves the bucket, whatever else stays there', async (t) => {
    const { store } = await openTestStore(t);
    const ids = await fillStore(store, 3);
    const keep = sending(t, store, { removals: 'keep' });
    await keep.settled();
    const before = (await listed(cornerOf(store))).length;
    await store.deletePhoto(ids[0] ?? 0);
    t.strictSame(
      await store.deleteForEver([ids[0] ?? 0, ids[1] ?? 0]),
      { photos: [ids[0]] },
      'from the bin only',
    );
    keep.wake();
    await keep.settled();
    t.equal((await listed(cornerOf(store))).length, before - 1);
  });

  await t.test('a deletion follows only where the owner wants it', async (t) => {
    const { store } = await openTestStore(t);
    const ids = await fillStore(store, 4);
    const keep = sending(t, store, { removals: 'keep' });
    await keep.settled();
    await store.deletePhoto(ids[0] ?? 0);
    await store.purgeDeleted(Number.MAX_SAFE_INTEGER, 10);
    await store.trimPhotos(Number.MAX_SAFE_INTEGER, 1);
    keep.wake();
    await keep.settled();
    t.equal((await listed(cornerOf(store))).length, 5);
    await keep.stop();
    const mine = sending(t, store, { removals: 'mine' });
    await mine.settled();
    t.equal((await listed(cornerOf(store))).length, 4, 'the one a person deleted');
    await mine.stop();
    await sending(t, store, { removals: 'all' }).settled();
    t.equal((await listed(cornerOf(store))).length, 3, 'the one that made room');
  });

  await t.test('a whole hub comes back onto a new one', async (t) => {
    const { store } = await openTestStore(t);
    const ids = await fillStore(store, 3);
    await addGarden(store);
    await sending(t, store, { scope: 'all' }).settled();
    const { store: fresh } = await openTestStore(t);
    const hub = store.setting(HUB_SETTING) ?? '';
    const restore = (key: OwnerKey, which: string | null = hub) =>
      restoreHub({ bucket: plain, identity: key.identity, store: fresh, hub: which, onProgress: () => {} });
    await t.rejects(restore(owner, null), { code: 'sync-hub-unknown', message: /several hubs/ });
    await t.rejects(restore(owner, '0123456789abcdef'), { code: 'sync-hub-unknown' });
    await t.rejects(restore(await newOwnerKey()), { code: 'sync-key-wrong' });
    const report = await restore(owner);
    t.match(report, { hub, objects: 1 + 3 + 6, known: 0 });
    t.strictSame(treasures(fresh, ids), treasures(store, ids));
    t.match(
      await restoreHub({
        bucket: plain,
        identity: owner.identity,
        store: fresh,
        hub,
        onProgress: () => {},
      }).catch((error) => error),
      {
        code: 'sync-hub-not-empty',
      },
    );
    const { bucket, puts } = counting(plain);
    await sending(t, fresh, { bucket, scope: 'all' }).settled();
    t.strictSame(puts, [], 'the new hub goes on where the old one was');
  });

  await t.test('what is lost or altered in the bucket is found and sent again', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 3);
    const sender = sending(t, store);
    await sender.settled();
    const hub = store.setting(HUB_SETTING) ?? '';
    const [first, second] = await listed(cornerOf(store));
    await plain.remove(first?.key ?? '');
    await plain.put(second?.key ?? '', Buffer.from('other'), '795f3202b17cb6bc3d4b771d8c6c9eaf');
    await plain.put(
      `${cornerOf(store)}photo/stray`,
      Buffer.from('other'),
      '795f3202b17cb6bc3d4b771d8c6c9eaf',
    );
    const verify = (identity: string | null, repair = false) =>
      verifyBucket({ bucket: plain, store, hub, identity, repair, onProgress: () => {} });
    const expected = {
      whole: 2,
      bySizeAlone: 0,
      missing: [first?.key],
      altered: [second?.key],
      strange: [`${cornerOf(store)}photo/stray`],
    };
    t.strictSame(await verify(null), expected);
    t.strictSame(await verify(owner.identity, true), expected);
    sender.wake();
    await sender.settled();
    t.match(await verify(owner.identity), { whole: 4, missing: [], altered: [] });
  });

  await t.test('a failure is named, and over when its cause is', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 2);
    const denied = sending(t, store, { bucket: openBucket({ ...optionsOf(swift), secretKey: 'wrong' }) });
    await denied.settled();
    t.match(denied.status(), { sent: 0, waiting: 2, trouble: { code: 'sync-denied' } });
    await denied.stop();
    await swift.limit(1);
    const full = sending(t, store);
    await full.settled();
    t.match(full.status(), { trouble: { code: 'sync-full' } });
    await full.stop();
    await swift.limit(1_000_000_000);
    const { bucket, puts } = counting(plain);
    const well = sending(t, store, { bucket });
    await well.settled();
    t.match(well.status(), { waiting: 0, trouble: null });
    t.equal(puts.length, 3);
  });

  await t.test('a server that dies while an object is on its way', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 3);
    let killed = false;
    const { bucket, puts } = counting(plain);
    const dying = {
      ...bucket,
      put: async (key: string, bytes: Buffer, md5: string) => {
        if (puts.length === 2 && !killed) {
          killed = true;
          await Promise.all([bucket.put(key, bytes, md5), swift.kill()]);
        }
        return bucket.put(key, bytes, md5);
      },
    };
    const sender = sending(t, store, { bucket: dying });
    await sender.settled();
    t.ok(killed);
    await sender.stop();
    await swift.start();
    const after = sending(t, store);
    await after.settled();
    t.match(after.status(), { sent: 4, waiting: 0, trouble: null });
    t.equal((await listed(cornerOf(store))).length, 4, 'each once');
    const hub = store.setting(HUB_SETTING) ?? '';
    const report = await verifyBucket({
      bucket: plain,
      store,
      hub,
      identity: owner.identity,
      repair: false,
      onProgress() {},
    });
    t.match(report, { whole: 4, missing: [], altered: [], strange: [] });
  });

  await t.test('sending keeps to its share of the line', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 3);
    const waits: number[] = [];
    const clock = {
      ...systemClock,
      monotonic: () => 0,
      after: (ms: number, run: () => void) => {
        waits.push(ms);
        return systemClock.after(0, run);
      },
    };
    await sending(t, store, { clock, bytesPerSecond: 1000 }).settled();
    const bytes = (await listed(cornerOf(store))).map((entry) => entry.bytes);
    const total = bytes.reduce((sum, count) => sum + count, 0);
    const last = Math.max(...waits);
    t.ok(
      last >= total - Math.max(...bytes) - 1 && last < total,
      'one second for each thousand bytes before it',
    );
  });

  await t.test('a pause ends when the hub stops', async (t) => {
    const { store } = await openTestStore(t);
    await fillStore(store, 3);
    let first = () => {};
    const arrived = new Promise<void>((resolve) => {
      first = resolve;
    });
    const bucket = {
      ...plain,
      put: (key: string, bytes: Buffer, md5: string) => plain.put(key, bytes, md5).finally(first),
    };
    const sender = sending(t, store, { bucket, bytesPerSecond: 1 });
    await arrived;
    await sender.stop();
    t.ok((await listed(cornerOf(store))).length < 4);
  });
});
