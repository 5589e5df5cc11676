import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { databasePath } from '../../../../src/store/database.js';
import { type Hub, startApi } from '../../../support/api/hub.js';

const DAY_MS = 86_400_000;

type Headers = Record<string, string>;

const make = (hub: Hub, headers: Headers, payload: object) =>
  hub.app.inject({ method: 'POST', url: '/share-links', headers, payload });
const open = (hub: Hub, token: string) =>
  hub.app.inject({ method: 'POST', url: '/shared', payload: { token } });
const tokenIn = (url: string) => url.split('/').at(-1) ?? '';

async function withLink(t: Test) {
  const hub = await startApi(t);
  const { headers } = await hub.signedIn('member');
  const ids = [await hub.photo({ camera: 'bedroom' }), await hub.photo(), await hub.photo()];
  const made = (await make(hub, headers, { photos: ids.slice(0, 2) })).json();
  const token = tokenIn(made.url);
  const image = (number: number, query = '', secret = token) =>
    hub.app.inject({ url: `/shared/photos/${number}${query}`, headers: { 'x-petcam-link': secret } });
  const list = async (who = headers) =>
    (await hub.app.inject({ url: '/share-links', headers: who })).json().links;
  return { hub, headers, ids, made, token, image, list };
}

t.test('whoever has the link sees its photos and nothing else of the hub', async (t) => {
  const { hub, token, image, made } = await withLink(t);
  t.match(made, { url: `https://hub.test:8443/#/shared/${token}`, link: { photos: 2, opened: 0 } });
  const answer = await open(hub, token);
  const takenAt = hub.store.photos({ limit: 1 })[0]?.takenAt;
  t.strictSame(answer.json(), {
    expiresAt: hub.clock.now() + 7 * DAY_MS,
    photos: [
      { number: 1, takenAt },
      { number: 2, takenAt },
    ],
  });
  for (const variant of ['', '?variant=thumb', '?variant=preview', '?variant=best']) {
    const picture = await image(1, variant);
    t.match(picture, { statusCode: 200, headers: { 'cache-control': 'no-store' } }, variant);
    t.notMatch(picture.rawPayload.toString('latin1'), /bedroom/, 'no name of a camera');
  }
  t.match((await image(3)).json(), { code: 'photo-unknown' }, 'a photo that the link is not for');
  for (const url of ['/photos', '/cameras', '/photos/1', '/photos/1/image', '/share-links'])
    t.equal((await hub.app.inject({ url, headers: { 'x-petcam-link': token } })).statusCode, 401, url);
});

t.test('the enlargement is what is kept, with its date and without its camera', async (t) => {
  const { hub, ids, image } = await withLink(t);
  t.equal((await image(1, '?variant=best')).headers['content-type'], 'image/webp', 'until there is one');
  const bytes = readFileSync(new URL('../../../fixtures/bursts/cat-focus/00.jpg', import.meta.url));
  const upscaled = { mime: 'image/jpeg' as const, width: 64, height: 48, bytes };
  const [id = 0] = ids;
  await hub.store.saveUpscale(id, hub.store.photo(id)?.frameId ?? 0, upscaled, 'test');
  const best = (await image(1, '?variant=best')).rawPayload.toString('latin1');
  t.match(best, /PetCam/);
  t.match(best, /\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/);
  t.notMatch(best, /bedroom/);
});

t.test(
  'it is counted, ends at its end, at once when it is ended, and all of that looks the same',
  async (t) => {
    const { hub, token, image, list, headers } = await withLink(t);
    await open(hub, token);
    await open(hub, token);
    t.match(await list(), [
      { photos: 2, opened: 2, lastOpenedAt: hub.clock.now(), cover: /^\/photos\/\d+\/image/ },
    ]);
    const over = { status: 404, code: 'share-link-unknown' };
    t.match((await open(hub, 'x'.repeat(43))).json(), over, 'one that never was');
    t.match((await image(1, '', 'x'.repeat(43))).json(), over);
    t.match((await hub.app.inject({ url: '/shared/photos/1' })).json(), { code: 'request-invalid' });
    const other = (await make(hub, headers, { photos: [1], validSeconds: 60 })).json();
    await hub.clock.leap(60_000);
    t.match((await open(hub, tokenIn(other.url))).json(), over, 'over');
    const [{ id }] = await list();
    const end = () => hub.app.inject({ method: 'DELETE', url: `/share-links/${id}`, headers });
    t.equal((await end()).statusCode, 204);
    t.match((await open(hub, token)).json(), over, 'ended');
    t.match((await image(1)).json(), over);
    t.match((await end()).json(), over);
  },
);

t.test('a deleted photo is not shown, and a link without photos says so', async (t) => {
  const { hub, ids, token, image, list } = await withLink(t);
  await hub.store.deletePhoto(ids[0] ?? 0);
  t.match((await open(hub, token)).json().photos, [{ number: 2 }]);
  t.match((await image(1)).json(), { code: 'photo-unknown' });
  await hub.store.deletePhoto(ids[1] ?? 0);
  t.strictSame((await open(hub, token)).json().photos, []);
  t.match(await list(), [{ photos: 0, cover: null }]);
});

t.test('members see and end their own, owners those of everybody, guests none', async (t) => {
  const { hub, list, headers, ids } = await withLink(t);
  const owner = await hub.signedIn('owner');
  const other = await hub.signedIn('member');
  const guest = await hub.signedIn('guest', { cameras: ['porch'], until: hub.clock.now() + DAY_MS });
  t.match((await make(hub, guest.headers, { photos: [ids[1]] })).json(), { code: 'not-for-guests' });
  t.strictSame(await list(other.headers), []);
  const [{ id, by }] = await list();
  t.match(await list(owner.headers), [{ id, by }]);
  const end = (who: Headers) => hub.app.inject({ method: 'DELETE', url: `/share-links/${id}`, headers: who });
  t.equal((await end(other.headers)).statusCode, 404);
  t.equal((await end(owner.headers)).statusCode, 204);
  t.strictSame(await list(), []);
  t.match((await make(hub, headers, { photos: [999] })).json(), { code: 'photo-unknown' });
  t.match((await make(hub, headers, { photos: [] })).json(), { code: 'request-invalid' });
  const events = await hub.app.inject({ url: '/security-events', headers: owner.headers });
  const names = events.json().events.map(({ name }: { name: string }) => name);
  t.ok(names.includes('share-link-made') && names.includes('share-link-ended'));
});

t.test('the secret is on no disk of the hub', async (t) => {
  const { hub, token } = await withLink(t);
  await open(hub, token);
  for (const end of ['', '-wal'])
    t.notOk(readFileSync(`${databasePath(hub.directory)}${end}`).includes(token), `petcam.db${end}`);
});

t.test('who opens links is slowed down, without slowing the home', async (t) => {
  const hub = await startApi(t, { limits: { sharedPerSecond: 1, sharedBurst: 3 } });
  const { headers } = await hub.signedIn('member');
  const answers = [];
  for (let tries = 0; tries < 4; tries += 1) answers.push((await open(hub, 'x'.repeat(43))).statusCode);
  t.strictSame(answers, [404, 404, 404, 429]);
  t.equal((await hub.app.inject({ url: '/share-links', headers })).statusCode, 200);
});
