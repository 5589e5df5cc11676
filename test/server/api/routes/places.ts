import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

t.test('"no pet here" keeps the place, a member sees it, and takes it back', async (t) => {
  const { app, photo, store, signedIn, vision } = await startApi(t);
  const { headers } = await signedIn('member');
  const id = await photo();
  vision.answers.contents = (_bytes, _signal, request) => ({
    contents: (request as { boxes: object[] }).boxes.map(() =>
      Array.from({ length: 256 }, (_, at) => (at * 7) % 256),
    ),
  });
  const say = (payload: object) => app.inject({ method: 'PATCH', url: `/photos/${id}`, headers, payload });
  t.match((await say({ pet: null })).json(), { pet: null, corrected: true });
  const places = async () => (await app.inject({ url: '/cameras/porch/places', headers })).json().places;
  const [place] = await places();
  t.match(place, { madeBy: 'person', anything: false, turn: 0, place: { x: 10 / 800, width: 0.25 } });
  t.equal(vision.asked.filter(({ task }) => task === 'contents').length, 1);

  await say({ pets: null });
  t.strictSame(await places(), [], 'left to the hub again');
  await say({ pet: null });
  const [again] = await places();
  const url = `/cameras/porch/places/${again.id}`;
  t.equal((await app.inject({ method: 'DELETE', url, headers })).statusCode, 204);
  t.match((await app.inject({ method: 'DELETE', url, headers })).json(), { code: 'place-unknown' });
  t.match((await app.inject({ url: '/cameras/attic/places', headers })).json(), { code: 'camera-unknown' });
  t.strictSame(store.knownPlaces('porch'), []);
});

t.test('what a person says of a photo is kept when its frame can be looked at no more', async (t) => {
  const { app, photo, store, signedIn, vision } = await startApi(t);
  const { headers } = await signedIn('member');
  const id = await photo();
  const { Refusal } = await import('../../../../src/core/errors.js');
  vision.answers.contents = () => {
    throw new Refusal('vision-crashed', 'boom');
  };
  const answer = await app.inject({ method: 'PATCH', url: `/photos/${id}`, headers, payload: { pet: null } });
  t.match(answer.json(), { pet: null, corrected: true });
  t.strictSame(store.knownPlaces('porch'), []);
});
