import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const DAY = 86_400_000;

t.test(
  'memories of the home and of each pet, without what was deleted, chosen anew when the day changes',
  async (t) => {
    const hub = await startApi(t);
    const { headers } = await hub.signedIn('member');
    const ask = async (query = '', who = headers) =>
      (await hub.app.inject({ url: `/memories${query}`, headers: who })).json().memories;
    t.strictSame(await ask(), []);
    const now = hub.clock.now();
    const year = await hub.photo({ at: now - 365 * DAY });
    const more = await hub.photo({ at: now - 365 * DAY + 3_600_000 });
    const memories = await ask();
    t.match(memories, [
      { kind: 'years-ago', years: 1, photos: [{ id: year }, { id: more }] },
      { kind: 'first-days', years: 0, photos: [{ id: year }, { id: more }] },
    ]);
    const nabi = await hub.store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
    const coco = await hub.store.addPet({ name: 'Coco', kind: 'cat', photo: null });
    await hub.store.answerPhoto(year, { pets: [nabi.id] });
    await hub.store.answerPhoto(more, { pets: [coco.id] });
    t.match(await ask(`?who=${coco.id}`), [{ kind: 'years-ago', best: more, photos: [{ id: more }] }]);
    t.strictSame(await ask('?who=99'), []);
    const best = memories[0].best;
    await hub.store.deletePhoto(best);
    const left = best === year ? more : year;
    t.match((await ask())[0], { best: left, photos: [{ id: left }] }, 'what was chosen is looked at again');
    await hub.store.deletePhoto(left);
    t.strictSame(await ask(), []);
    for (const id of [year, more]) await hub.store.restorePhoto(id);
    await hub.clock.leap(2 * DAY);
    const later = await hub.signedIn('member');
    t.strictSame(
      (await ask('', later.headers)).map(({ kind }: { kind: string }) => kind),
      ['first-days'],
      'another day, another year ago',
    );
  },
);

t.test('guests look back on nothing', async (t) => {
  const hub = await startApi(t);
  await hub.signedIn('owner');
  await hub.photo();
  const guest = await hub.signedIn('guest', { cameras: ['porch'], until: hub.clock.now() + DAY });
  t.match((await hub.app.inject({ url: '/memories', headers: guest.headers })).json(), {
    code: 'not-for-guests',
  });
});
