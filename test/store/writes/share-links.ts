import t from 'tap';
import { addPhotos } from '../../support/stocked.js';
import { openTestStore } from '../../support/store.js';

const DAY = 86_400_000;

async function home(t: Parameters<typeof openTestStore>[0]) {
  const { store, clock } = await openTestStore(t);
  await addPhotos(store, 3);
  const owner = await store.registerFirstOwner({ name: 'Mina', passwordHash: 'h' });
  const ids = store.photos({ limit: 9 }).map(({ id }) => id);
  const link = (tokenHash: string, photos = ids, createdBy = owner.id) =>
    store.createShareLink({ tokenHash, photos, createdBy, expiresAt: clock.now() + DAY });
  return { store, clock, owner, ids, link };
}

t.test('a link shows its photos in their order, counts, and ends', async (t) => {
  const { store, clock, ids, link } = await home(t);
  const [first = 0, second = 0, third = 0] = ids;
  const made = await link('one', [third, first, third, second]);
  const photos = [
    { number: 1, id: third },
    { number: 2, id: first },
    { number: 3, id: second },
  ];
  t.match(made, { photos, opened: 0, lastOpenedAt: null, createdAt: clock.now() });
  await store.countShareOpening(made.id);
  await store.countShareOpening(made.id);
  t.match(store.shareLinkOf('one'), { opened: 2, lastOpenedAt: clock.now() });
  t.equal(store.shareLinkOf('other'), null);
  await link('two');
  t.strictSame(
    store.shareLinks().map(({ id }) => id),
    [made.id + 1, made.id],
  );
  await store.endShareLink(made.id);
  t.equal(store.shareLinkOf('one'), null);
  t.equal(store.shareLinks().length, 1);
});

t.test('it is over at its end, and forgotten when another one is made', async (t) => {
  const { store, clock, link } = await home(t);
  await link('one');
  await clock.leap(DAY);
  t.equal(store.shareLinkOf('one'), null);
  t.strictSame(store.shareLinks(), []);
  await link('one');
  t.ok(store.shareLinkOf('one'), 'even its hash is free again');
});

t.test('a deleted photo is in no link, and is back when it is restored', async (t) => {
  const { store, ids, link } = await home(t);
  await link('one');
  const shown = () => store.shareLinkOf('one')?.photos.map(({ number }) => number);
  await store.deletePhoto(ids[1] ?? 0);
  t.strictSame(shown(), [1, 3], 'the others keep their numbers');
  await store.restorePhoto(ids[1] ?? 0);
  t.strictSame(shown(), [1, 2, 3]);
  for (const id of ids) await store.deletePhoto(id);
  await store.deleteForEver(ids);
  t.strictSame(shown(), [], 'for ever');
  await t.rejects(link('two'), { code: 'photo-unknown' });
  t.equal(store.shareLinkOf('two'), null, 'nothing is left of one that was refused');
});

t.test('the links of somebody end with them, and there are never too many', async (t) => {
  const { store, owner, ids, link, clock } = await home(t);
  await store.createInvitation({
    codeHash: 'c',
    role: 'member',
    createdBy: owner.id,
    expiresAt: clock.now() + DAY,
  });
  const member = await store.registerInvited({ name: 'Jun', passwordHash: 'h', codeHash: 'c' });
  await link('jun', ids, member.id);
  await store.removeUser(member.id);
  t.equal(store.shareLinkOf('jun'), null);
  for (let count = 0; count < 100; count += 1) await link(`link ${count}`);
  await t.rejects(link('one more'), { code: 'share-links-full' });
});
