import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const DAY = 86_400_000;

t.test('photos that show only movement are counted by day, with the time until they are kept', async (t) => {
  const { app, photo, clock, signedIn } = await startApi(t);
  const { headers } = await signedIn('member');
  const noon = Math.floor(clock.now() / DAY) * DAY + DAY / 2;
  for (const at of [noon, noon - 60_000, noon - DAY]) await photo({ at, pet: null });
  await photo({ at: noon });
  const ask = async (url: string) => (await app.inject({ url, headers })).json();
  const { days } = await ask('/photos/movement?tz=UTC');
  t.match(days, [{ photos: 2 }, { photos: 1 }]);
  t.equal(days[0].until - days[0].from, DAY);
  const { photos } = await ask(`/photos?movement=only&from=${days[0].from}&until=${days[0].until}`);
  t.equal(photos.length, 2);
  t.match(photos[0], { folded: true, upscale: 'none' });
  t.equal(days[0].keptUntil, photos[1].takenAt + 7 * DAY);
  t.equal((await ask('/photos')).photos.length, 1);
  t.match(await ask('/photos/movement?tz=Nowhere/Land'), { code: 'request-invalid' });
});

t.test('an owner has all of them shown, members cannot', async (t) => {
  const { app, photo, signedIn } = await startApi(t);
  const [owner, member] = [await signedIn('owner'), await signedIn('member')];
  await photo({ pet: null });
  const put = (headers: Record<string, string>, fold: boolean) =>
    app.inject({ method: 'PUT', url: '/movement', headers, payload: { fold } });
  t.equal((await put(member.headers, false)).statusCode, 403);
  t.strictSame((await put(owner.headers, false)).json(), { fold: false });
  t.strictSame((await app.inject({ url: '/movement', headers: member.headers })).json(), { fold: false });
  t.equal((await app.inject({ url: '/photos', headers: member.headers })).json().photos.length, 1);
});
