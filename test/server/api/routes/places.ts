import t from 'tap';
import { systemClock } from '../../../../src/core/clock.js';
import { createLog } from '../../../../src/core/log.js';
import { type SceneRegion, watched } from '../../../../src/imaging/select/scene.js';
import { sceneAnswer } from '../../../../src/server/api/routes/places.js';
import { startApi } from '../../../support/api/hub.js';
import { TestVision } from '../../../support/api/vision.js';
import { imageOf } from '../../../support/store.js';

const photo = { id: 1, frameId: 1 };
const place = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
const elsewhere = { ...place, x: 0.7 };
const content = Array.from({ length: 256 }, (_, at) => at);
const region = (more: Partial<SceneRegion>): SceneRegion => ({
  ...watched(place, { content, room: content }, 0),
  ...more,
});

/** A scene with these regions, on whose photo the hub took something at `place` for a pet. */
function sceneOf(regions: SceneRegion[], hasFrame = true) {
  const vision = new TestVision();
  const store = {
    sceneOf: () => ({ regions, pets: [place] }),
    frameImage: () => (hasFrame ? imageOf(1) : null),
  };
  const parts = { store, vision, clock: systemClock, log: createLog('silent') };
  return { vision, parts: parts as unknown as Parameters<typeof sceneAnswer>[0] };
}

t.test('who is named is a pet: what the hub had learned at its place is forgotten', async (t) => {
  const { parts } = sceneOf([
    region({ id: 1, madeBy: 'hub' }),
    region({ id: 2, madeBy: 'person' }),
    region({ id: 3, madeBy: 'hub', place: elsewhere }),
    region({ id: null, madeBy: 'hub' }),
  ]);
  t.strictSame(await sceneAnswer(parts, photo, { pets: [] }), { keep: [], forget: [1] });
});

t.test('nothing is learned of a photo whose frame is gone, nor where the hub itself fails', async (t) => {
  t.strictSame(await sceneAnswer(sceneOf([], false).parts, photo, 'nobody'), { keep: [], forget: [] });
  const { parts, vision } = sceneOf([]);
  vision.answers.contents = () => {
    throw new Error('out of memory');
  };
  await t.rejects(sceneAnswer(parts, photo, 'nobody'), { message: 'out of memory' });
});

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
