import t, { type Test } from 'tap';
import type { Bucket } from '../../../src/services/sync/bucket.js';
import { decodeList, encodeList, signerOf } from '../../../src/services/sync/bucket-list.js';
import { newOwnerKey, open, seal } from '../../../src/services/sync/envelope.js';
import { listInForce } from '../../../src/services/sync/list-keeper.js';
import { listName } from '../../../src/services/sync/names.js';
import { type RestoreParts, restoreHub } from '../../../src/services/sync/restore.js';
import { isDoubtful, restoreWords } from '../../../src/services/sync/restore-words.js';
import { HUB_SETTING, type SendingParts } from '../../../src/services/sync/sending.js';
import { verifyBucket } from '../../../src/services/sync/verify.js';
import type { Store } from '../../../src/store/contract.js';
import { MemoryBucket, md5Of } from '../../support/memory-bucket.js';
import { openTestStore } from '../../support/store.js';
import { addPhoto, fillStore, newSender } from '../../support/synced.js';

const owner = await newOwnerKey();

/** A hub with photos and a member, all of it sent. */
async function sentHub(t: Test, more: Partial<SendingParts> = {}) {
  const storage = new MemoryBucket();
  const { store } = await openTestStore(t);
  const ids = await fillStore(store, 3);
  const sender = newSender(t, { store, bucket: storage, recipient: owner.recipient, ...more });
  sender.start();
  const settle = async () => {
    sender.wake();
    await sender.settled();
  };
  await settle();
  return { storage, store, ids, sender, settle, hub: store.setting(HUB_SETTING) ?? '' };
}

/** The hub as it comes back out of a storage. */
async function restored(t: Test, bucket: Bucket, more: Partial<RestoreParts> = {}) {
  const { store } = await openTestStore(t);
  const parts = { bucket, identity: owner.identity, store, hub: null, onProgress: () => {}, ...more };
  return { store, report: await restoreHub(parts) };
}

const listIn = async ({ objects }: MemoryBucket, hub: string) =>
  decodeList(await open(owner.identity, objects.get(listName(hub)) as Buffer), hub);

async function addMember(store: Store) {
  const invitation = {
    codeHash: 'c',
    role: 'member',
    createdBy: 1,
    expiresAt: Number.MAX_SAFE_INTEGER,
  } as const;
  await store.createInvitation(invitation);
  return store.registerInvited({ name: 'Eve', passwordHash: 'h', codeHash: 'c' });
}

t.test('the list names everything that was sent, is signed, and counts', async (t) => {
  const { storage, store, sender, settle, hub } = await sentHub(t);
  const { list, signer } = await listIn(storage, hub);
  const named = () => [...storage.objects].filter(([key]) => key !== listName(hub));
  t.strictSame(
    list.objects,
    named()
      .map(([key, bytes]) => [key, md5Of(bytes)])
      .sort(),
  );
  t.match(sender.status().list, { number: list.number, signer });
  const before = storage.objects.get(listName(hub));
  await settle();
  t.equal(storage.objects.get(listName(hub)), before, 'nothing new, no list');
  await addPhoto(store, 'another');
  await settle();
  const after = (await listIn(storage, hub)).list;
  t.equal(after.number, list.number + 1);
  t.equal(after.objects.length, list.objects.length + 1);
});

t.test('what the list says comes back, with its number and date', async (t) => {
  const { storage, store, hub } = await sentHub(t);
  const { report, store: fresh } = await restored(t, storage);
  const { number, at, signer } = listInForce(store) ?? { number: 0, at: 0, signer: '' };
  t.match(report, { hub, list: { number, at, signer, isOld: false }, missing: [], stale: [], newer: 0 });
  t.notOk(isDoubtful(report, number));
  t.match(restoreWords(report, { known: number, takeStale: false }), [
    /^It is as list \d+ of 2026-.* signed by/,
  ]);
  t.equal(fresh.users().length, 1);
  t.equal(listInForce(fresh), null, 'the new hub writes the next one');
});

t.test('an older object of the household brings nobody back', async (t) => {
  const { storage, store, settle } = await sentHub(t);
  const eve = await addMember(store);
  await settle();
  const [house = ''] = storage.keys('house');
  const withEve = storage.objects.get(house) as Buffer;
  await store.removeUser(eve.id);
  await store.setPassword(1, 'a new hash', null);
  await settle();
  t.not(storage.objects.get(house), withEve);
  storage.objects.set(house, withEve);
  const { report, store: fresh } = await restored(t, storage);
  t.strictSame(report.stale, [house]);
  t.strictSame(fresh.users(), [], 'neither Eve nor the old password');
  t.ok(isDoubtful(report, 0));
  const words = restoreWords(report, { known: 0, takeStale: false });
  t.match(words[1], /^1 objects are older than the list, or were removed, and were left out:$/);
  t.equal(words[2], `  ${house}`);
  const asked = await restored(t, storage, { takeStale: true });
  t.equal(asked.store.users().length, 2, 'unless the owner asks for it');
  t.match(restoreWords(asked.report, { known: 0, takeStale: true })[1], /were taken/);
});

t.test('photos that are kept back are named, and a deleted one stays away', async (t) => {
  const { storage, store, ids, settle } = await sentHub(t);
  const before = new Map(storage.objects);
  await store.deletePhoto(ids[0] ?? 0);
  await store.purgeDeleted(Number.MAX_SAFE_INTEGER, 10);
  await settle();
  const gone = [...before.keys()].filter((key) => !storage.objects.has(key));
  t.equal(gone.length, 1);
  for (const key of gone) storage.objects.set(key, before.get(key) as Buffer);
  const [withheld = ''] = storage.keys('photo').filter((key) => !gone.includes(key));
  storage.objects.delete(withheld);
  const { report, store: fresh } = await restored(t, storage);
  t.strictSame([report.missing, report.stale], [[withheld], gone]);
  t.equal(fresh.photos({ limit: 9 }).length, 1);
  t.match(restoreWords(report, { known: 0, takeStale: false })[1], /^1 objects of the list are missing/);
});

t.test('a bucket as it was earlier, list and all, is older than what is known', async (t) => {
  const { storage, store, settle } = await sentHub(t);
  const earlier = new Map(storage.objects);
  await addPhoto(store, 'another');
  await settle();
  const newest = listInForce(store)?.number ?? 0;
  storage.objects = earlier;
  const { report } = await restored(t, storage, { known: { number: newest, signer: null } });
  t.match(report, { list: { number: newest - 1, isOld: true }, missing: [], stale: [] });
  t.ok(isDoubtful(report, newest));
  t.match(restoreWords(report, { known: newest, takeStale: false })[1], /^WARNING: there has been list/);
});

t.test('a try that was cut short knows which list it has seen', async (t) => {
  const { storage, store, settle } = await sentHub(t);
  const earlier = new Map(storage.objects);
  await addPhoto(store, 'another');
  await settle();
  const { store: fresh } = await openTestStore(t);
  const parts = { bucket: storage, identity: owner.identity, store: fresh, hub: null };
  const cut = () => {
    throw new Error('the power');
  };
  await t.rejects(restoreHub({ ...parts, onProgress: cut }), { message: 'the power' });
  storage.objects = earlier;
  const report = await restoreHub({ ...parts, onProgress: () => {} });
  t.match(report, { list: { isOld: true } });
  t.match(restoreWords(report, { known: 0, takeStale: false })[1], /there has been a newer one/);
});

t.test('what came after the list is taken, and told', async (t) => {
  const { storage, store, sender, hub } = await sentHub(t);
  storage.refuses = (key) => key === listName(hub);
  await addPhoto(store, 'another');
  await addMember(store);
  sender.wake();
  await sender.settled();
  const { number } = listInForce(store) ?? { number: 0 };
  t.equal((await listIn(storage, hub)).list.number, number, 'a list that did not arrive is none');
  const { report, store: fresh } = await restored(t, storage);
  t.match(report, { newer: 1, stale: [], missing: [] });
  t.equal(fresh.users().length, 2);
  t.match(restoreWords(report, { known: 0, takeStale: false })[1], /^1 objects came after that list/);
});

t.test('a bucket of before has no list, and comes back', async (t) => {
  const { storage, hub } = await sentHub(t);
  storage.objects.delete(listName(hub));
  const [house = ''] = storage.keys('house');
  const told = await restored(t, storage, { known: { number: 1, signer: null } });
  t.ok(isDoubtful(told.report, 1));
  t.match(restoreWords(told.report, { known: 1, takeStale: false }), [/^WARNING: the bucket has no list/]);
  for (const [key, bytes] of storage.objects) storage.objects.set(key, await asBefore(bytes));
  const { report, store } = await restored(t, storage);
  t.match(report, { list: null, isListGone: false, missing: [], stale: [] });
  t.notOk(isDoubtful(report, 0));
  t.match(restoreWords(report, { known: 0, takeStale: false }), [/earlier version: what is missing/]);
  t.equal(store.photos({ limit: 9 }).length, 3);
  t.equal(store.users().length, 1);
  t.ok(storage.objects.has(house));
});

/** An object as a version without lists sent it: its header names none. */
async function asBefore(sealed: Buffer): Promise<Buffer> {
  const bytes = await open(owner.identity, sealed);
  const end = 12 + bytes.readUInt32BE(8);
  const { list: _, ...head } = JSON.parse(bytes.subarray(12, end).toString());
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return seal(owner.recipient, Buffer.concat([bytes.subarray(0, 8), length, json, bytes.subarray(end)]));
}

t.test('a list that is gone although objects speak of it', async (t) => {
  const { storage, store, settle, hub } = await sentHub(t);
  await addPhoto(store, 'another');
  await settle();
  storage.objects.delete(listName(hub));
  const { report } = await restored(t, storage);
  t.match(report, { list: null, isListGone: true });
  t.ok(isDoubtful(report, 0));
});

t.test('a list by somebody else', async (t) => {
  const { storage, hub } = await sentHub(t);
  const { list, signer } = await listIn(storage, hub);
  const other = new Uint8Array(32).fill(3);
  const put = async (bytes: Buffer) => storage.objects.set(listName(hub), await seal(owner.recipient, bytes));
  await put(encodeList(list, other));
  const known = { number: 0, signer };
  await t.rejects(restored(t, storage, { known }), { code: 'sync-list-invalid', message: signer });
  await put(encodeList({ ...list, hub: '0123456789abcdef' }, other));
  await t.rejects(restored(t, storage), { code: 'sync-list-invalid', message: /another hub/ });
  const forged = JSON.parse(encodeList(list, other).toString());
  for (const change of [{ signer }, { signer: 'AA' }, { list: JSON.stringify({ ...list, number: 9 }) }]) {
    await put(Buffer.from(JSON.stringify({ ...forged, ...change })));
    await t.rejects(restored(t, storage), { code: 'sync-list-invalid', message: /not signed/ });
  }
  await put(Buffer.from('no JSON'));
  await t.rejects(restored(t, storage), { code: 'sync-list-invalid', message: /cannot be read/ });
  t.equal(signerOf(other).length, 43);
});

t.test('a list that is lost or was put back is found by verify and written again', async (t) => {
  const { storage, store, settle, hub } = await sentHub(t);
  const old = storage.objects.get(listName(hub)) as Buffer;
  await addPhoto(store, 'another');
  await settle();
  const verify = (repair = false) =>
    verifyBucket({ bucket: storage, store, hub, identity: null, repair, onProgress: () => {} });
  const { number } = listInForce(store) ?? { number: 0 };
  t.match(await verify(), { missing: [], altered: [], strange: [] });
  storage.objects.set(listName(hub), old);
  t.match(await verify(), { altered: [listName(hub)] });
  storage.objects.delete(listName(hub));
  t.match(await verify(true), { missing: [listName(hub)] });
  t.match(await verify(), { missing: [], altered: [] }, 'one that is on its way is not missed');
  await settle();
  t.equal((await listIn(storage, hub)).list.number, number + 1);
  t.match(await verify(), { missing: [], altered: [] });
});

t.test('a long report names twenty objects', (t) => {
  const missing = Array.from({ length: 25 }, (_, index) => `petcam/${index}`);
  const report = {
    hub: 'h',
    objects: 0,
    known: 0,
    list: null,
    isListGone: false,
    missing,
    stale: [],
    newer: 0,
  };
  const words = restoreWords(report, { known: 0, takeStale: false });
  t.equal(words.length, 1 + 1 + 20 + 1);
  t.equal(words.at(-1), '  and 5 more');
  t.end();
});

t.test('a storage that refuses the list alone gets everything else', async (t) => {
  const { storage, store, sender, hub } = await sentHub(t);
  const before = storage.objects.get(listName(hub));
  storage.refuses = (key) => key === listName(hub);
  await addPhoto(store, 'another');
  sender.wake();
  await sender.settled();
  t.match(sender.status(), { waiting: 0, trouble: { code: 'sync-refused' } });
  t.equal(storage.objects.get(listName(hub)), before);
});
