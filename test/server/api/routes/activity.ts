import t from 'tap';
import { missedPets } from '../../../../src/hub/pet-alarms.js';
import { startApi } from '../../../support/api/hub.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

t.test('in which hours of which day each pet was seen, and where', async (t) => {
  const hub = await startApi(t);
  const { headers } = await hub.signedIn('member');
  const ask = async (query = '') => (await hub.app.inject({ url: `/activity${query}`, headers })).json();
  t.match(await ask('?days=2'), { pets: [{ pet: null, days: [null, null], places: [], lastSeenAt: null }] });

  // Noon in Berlin, the hub's zone in this test, whatever the clock of the test says.
  const noon = Math.floor(hub.clock.now() / DAY) * DAY + 11 * HOUR - DAY;
  // The frame that is chosen was taken a second before its burst.
  const photo = ({ at, ...about }: { at: number; camera: string; pet?: 'dog' | null }) =>
    hub.photo({ at: at + 1000, ...about });
  const ids = [
    await photo({ at: noon, camera: 'porch' }),
    await photo({ at: noon + 10 * 60_000, camera: 'porch' }),
    await photo({ at: noon + 3 * HOUR, camera: 'hall' }),
    await photo({ at: noon - DAY, camera: 'porch', pet: 'dog' }),
  ];
  await photo({ at: noon + HOUR, camera: 'porch', pet: null });
  const all = await ask('?days=7');
  t.equal(all.days.length, 7);
  const [everybody] = all.pets;
  t.strictSame(everybody.places, [
    { camera: 'porch', photos: 3 },
    { camera: 'hall', photos: 1 },
  ]);
  const seen = everybody.days.filter((day: unknown) => day !== null);
  t.match(seen, [
    { hours: 1, photos: 1 },
    { hours: 2, photos: 3, first: noon, last: noon + 3 * HOUR },
  ]);
  t.equal(everybody.lastSeenAt, noon + 3 * HOUR);
  t.equal(
    everybody.byHour.reduce((sum: number, days: number) => sum + days, 0),
    3,
  );

  const nabi = await hub.store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  const coco = await hub.store.addPet({ name: 'Coco', kind: 'cat', photo: null });
  await hub.store.answerPhoto(ids[0] ?? 0, { pets: [nabi.id] });
  const { pets, days } = await ask();
  t.equal(days.length, 14);
  t.match(pets, [
    { pet: nabi.id, lastSeenAt: noon, places: [{ camera: 'porch', photos: 1 }], alarmHours: null },
    { pet: coco.id, lastSeenAt: null, places: [] },
  ]);
  t.match(await ask('?days=99'), { code: 'request-invalid' });
});

t.test('an alarm for a pet: owners set it, everybody sees it', async (t) => {
  const hub = await startApi(t);
  const owner = await hub.signedIn('owner');
  const { headers } = await hub.signedIn('member');
  const nabi = await hub.store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  const set = (hours: unknown, who = owner.headers, id = nabi.id) =>
    hub.app.inject({ method: 'PUT', url: `/pets/${id}/alarm`, headers: who, payload: { hours } });
  t.equal((await set(9)).statusCode, 204);
  const hours = async () => (await hub.app.inject({ url: '/activity', headers })).json().pets[0].alarmHours;
  t.equal(await hours(), 9);
  t.strictSame(missedPets(hub.store), [], 'one that was never seen is not missed');
  const at = hub.clock.now();
  await hub.photo({ at: at + 1000 });
  t.strictSame(missedPets(hub.store), [{ id: nabi.id, name: 'Nabi', hours: 9, lastSeenAt: at }]);
  t.match((await set(9, headers)).json(), { code: 'owner-only' });
  t.match((await set(0)).json(), { code: 'request-invalid' });
  t.match((await set(9, owner.headers, 99)).json(), { code: 'pet-unknown' });
  t.equal((await set(null)).statusCode, 204);
  t.equal(await hours(), null);
  t.strictSame(missedPets(hub.store), []);
});
