import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

t.test('several photos at once: marked, deleted, had back, and gone for ever', async (t) => {
  const { app, photo, store, signedIn } = await startApi(t);
  const { headers } = await signedIn('member');
  const owner = await signedIn('owner');
  const ids = [await photo(), await photo(), await photo()];
  const say = async (action: string, photos: number[], who = headers) =>
    (
      await app.inject({
        method: 'POST',
        url: '/photos/selection',
        headers: who,
        payload: { photos, action },
      })
    ).json();
  const bin = async (query = '') => (await app.inject({ url: `/bin${query}`, headers })).json();

  t.strictSame(await say('favourite', ids.slice(0, 2)), { photos: ids.slice(0, 2) });
  t.equal(store.photos({ limit: 9, favourite: true }).length, 2);
  t.strictSame(await say('delete', [...ids, 999]), { photos: ids }, 'one that is not there keeps no other');
  t.strictSame(store.photos({ limit: 9 }), []);

  const page = await bin('?limit=2');
  t.match(page, { count: 3, photos: [{ photo: { id: ids[2] } }, { photo: { id: ids[1] } }] });
  t.equal(page.photos[0].until - page.photos[0].deletedAt, 30 * 86_400_000);
  t.match(await bin(`?limit=2&cursor=${page.next}`), { photos: [{ photo: { id: ids[0] } }], next: null });
  const thumb = await app.inject({ url: page.photos[0].photo.images.thumb, headers });
  t.equal(thumb.headers['content-type'], 'image/webp');
  t.equal((await app.inject({ url: `/photos/${ids[2]}/image?variant=thumb`, headers })).statusCode, 404);

  t.strictSame(await say('restore', [ids[0] as number]), { photos: [ids[0]] });
  t.match(await say('delete-for-ever', ids), { status: 403, code: 'owner-only' }, 'no member');
  t.match(await bin(), { count: 2 });
  t.strictSame(
    await say('delete-for-ever', ids, owner.headers),
    { photos: ids.slice(1) },
    'an owner, those in the bin',
  );
  t.match(await bin(), { count: 0, photos: [], next: null });
  t.equal((await app.inject({ url: page.photos[0].photo.images.thumb, headers })).statusCode, 404);
  t.match(await say('shred', ids), { code: 'request-invalid' });
  t.match(await bin('?cursor=x'), { code: 'request-invalid' });
});

t.test(
  "the older product's DELETE answers as before and means the bin; a guest deletes nothing",
  async (t) => {
    const { app, photo, clock, signedIn } = await startApi(t);
    const { headers } = await signedIn('member');
    const id = await photo();
    const guest = await signedIn('guest', { cameras: ['porch'], until: clock.now() + 1_000_000 });
    const remove = (who: object) =>
      app.inject({ method: 'DELETE', url: `/photos/${id}`, headers: who as never });
    t.equal((await remove(guest.headers)).statusCode, 403);
    const answer = await remove(headers);
    t.strictSame([answer.statusCode, answer.body], [204, '']);
    t.match((await app.inject({ url: '/bin', headers })).json(), { photos: [{ photo: { id } }] });
    for (const url of ['/bin', `/bin/${id}/thumb`])
      t.equal((await app.inject({ url, headers: guest.headers })).statusCode, 403, url);
    const payload = { photos: [id], action: 'restore' };
    const asked = await app.inject({
      method: 'POST',
      url: '/photos/selection',
      headers: guest.headers,
      payload,
    });
    t.equal(asked.statusCode, 403);
  },
);
