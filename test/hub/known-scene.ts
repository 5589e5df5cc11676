import t, { type Test } from 'tap';
import { createLog } from '../../src/core/log.js';
import { Pipeline } from '../../src/hub/pipeline.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import type { CloseAnalysis, Detection, Subject } from '../../src/imaging/vision/types.js';
import { sceneAnswer } from '../../src/server/api/routes/places.js';
import type { PhotoAnswer } from '../../src/store/pets.js';
import type { PhotoRow } from '../../src/store/types.js';
import { TestVision } from '../support/api/vision.js';
import { analysisOf, KEY, openTestStore, runOn, sendBurst } from '../support/store.js';

const START = Date.UTC(2026, 10, 2, 9);
const HOUR = 3_600_000;

/** A cat in a frame on the wall, in pixels of 800 by 600, and another place. */
const onWall: Detection = { label: 'cat', score: 0.9, x: 480, y: 60, width: 160, height: 180 };
const onSofa: Detection = { label: 'cat', score: 0.8, x: 40, y: 320, width: 260, height: 180 };

const pattern = (seed: number) =>
  Array.from({ length: 256 }, (_, at) => Math.round(120 + 60 * Math.sin(at * (0.3 + seed * 0.17) + seed)));

/** A hub whose camera sees `room.pets`; what is in a box is `room.content` of it. */
async function openRoom(t: Test) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const vision = new TestVision();
  const room = { pets: [onWall] as Detection[], content: (_: Subject) => pattern(1), changes: 0 };
  vision.answers.detect = () => ({ pets: room.pets, others: [], hint: null });
  vision.answers.analyse = (_bytes, _signal, request): CloseAnalysis => {
    const { box } = request as { box: Detection | null };
    const features = {
      headDetail: 5,
      dog: -3,
      petScore: box?.score ?? 0,
      chromaNoise: 1,
      frameMean: 120,
      frameHigh: 200,
    };
    return analysisOf({ pets: box ? [box] : [], features: { ...features, looked: 1 } });
  };
  vision.answers.contents = (_bytes, _signal, request) => {
    const [whole, ...boxes] = (request as { boxes: Subject[] }).boxes;
    room.changes += 0.004;
    const isWhole = whole?.width === 1 && whole.height === 1;
    const of = (box: Subject) => (box.width === 1 ? pattern(5 + room.changes) : room.content(box));
    return { contents: [whole as Subject, ...boxes].map((box) => (isWhole ? of(box) : room.content(box))) };
  };
  const log = createLog('silent');
  const pipeline = new Pipeline({ store, vision, chooseCut, basis: 'v1', clock, log });
  t.teardown(() => pipeline.stop());
  pipeline.start();
  let bursts = 0;
  const visit = async (at: number) => {
    bursts += 1;
    await sendBurst(runOn(store), `burst-${bursts}`, { at, size: 400 + bursts });
    pipeline.wake();
    await pipeline.idle();
    return store.photos({ limit: 1 })[0];
  };
  const say = async (id: number, answer: PhotoAnswer) => {
    const scene = await sceneAnswer({ store, vision, clock, log }, store.photo(id) as PhotoRow, answer);
    return store.answerPhoto(id, answer, scene);
  };
  return { store, vision, room, visit, say };
}

t.test('a picture on the wall is a cat for two days, then no visit; a cat on the sofa is one', async (t) => {
  const { store, room, visit } = await openRoom(t);
  t.match(await visit(START), { pet: 'cat', folded: false });
  t.strictSame(store.knownPlaces('porch'), [], 'watched, and not known');
  for (let step = 1; step < 16; step += 1) await visit(START + step * 4 * HOUR);
  t.match(store.knownPlaces('porch'), [{ madeBy: 'hub', anything: false, place: { x: 0.6, y: 0.1 } }]);
  t.match(await visit(START + 70 * HOUR), { pet: null, folded: true }, 'only movement');

  room.pets = [onWall, onSofa];
  room.content = ({ x }) => (x > 0.5 ? pattern(1) : pattern(3));
  t.match(await visit(START + 71 * HOUR), { pet: 'cat', folded: false }, 'and the one on the sofa');
  room.pets = [onWall];
  room.content = () => pattern(2);
  t.match(await visit(START + 72 * HOUR), { pet: 'cat' }, 'a cat before the picture');

  const [place] = store.knownPlaces('porch');
  await store.forgetPlace('porch', place?.id ?? 0);
  await t.rejects(store.forgetPlace('porch', place?.id ?? 0), { code: 'place-unknown' });
  room.content = () => pattern(1);
  t.match(await visit(START + 73 * HOUR), { pet: 'cat' }, 'somebody has it looked at again');
});

t.test('"no pet here" holds for place and camera at once, and is taken back', async (t) => {
  const { store, room, visit, say } = await openRoom(t);
  const photo = await visit(START);
  const id = photo?.id ?? 0;
  t.strictSame(store.sceneOf(id)?.pets, [{ x: 0.6, y: 0.1, width: 0.2, height: 0.3 }]);
  await say(id, 'nobody');
  t.match(store.knownPlaces('porch'), [{ madeBy: 'person', anything: false }]);
  t.match(await visit(START + HOUR), { pet: null }, 'at the next burst');

  await say(id, 'hub');
  t.strictSame(store.knownPlaces('porch'), []);
  const seen = await visit(START + 2 * HOUR);
  t.match(seen, { pet: 'cat' });

  await say(seen?.id ?? 0, 'nobody');
  room.content = () => pattern(2);
  const other = await visit(START + 3 * HOUR);
  t.match(other, { pet: 'cat' }, 'something else at that place');
  await say(other?.id ?? 0, 'nobody');
  room.content = () => pattern(3.5);
  t.match(await visit(START + 4 * HOUR), { pet: null }, 'whatever the television shows');
  t.match(store.knownPlaces('porch'), [{ madeBy: 'person', anything: true }]);
});

t.test('what the owner has painted over is no pet, and is not asked about', async (t) => {
  const { store, vision, visit } = await openRoom(t);
  const state = {
    firmware: '1.0.0',
    board: 'ai-thinker',
    rssi: -50,
    uptimeMs: 1,
    resetReason: 'power-on',
    bursts: { queued: 0, sent: 1, lost: 0, framesLost: 0 },
    settings: { motionIgnore: '00ff'.repeat(6) + '0000'.repeat(6) },
  };
  await store.touchCamera('porch', { at: START, state: state as never });
  t.match(await visit(START), { pet: null });
  t.equal(vision.asked.filter(({ task }) => task === 'contents').length, 0);
});

t.test('a frame that cannot be looked at a second time keeps its pet', async (t) => {
  const { store, vision, visit } = await openRoom(t);
  const { Refusal } = await import('../../src/core/errors.js');
  vision.answers.contents = () => {
    throw new Refusal('vision-crashed', 'boom');
  };
  t.match(await visit(START), { pet: 'cat' });
  t.equal(store.photos({ limit: 9 }).length, 1);
});

t.test('who names a pet on a photo keeps the hub from learning that it is none', async (t) => {
  const { store, visit, say } = await openRoom(t);
  const { id: nabi } = await store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  for (let step = 0; step < 30; step += 1) {
    const photo = await visit(START + step * 4 * HOUR);
    if (step % 12 === 11) await say(photo?.id ?? 0, { pets: [nabi] });
  }
  t.strictSame(store.knownPlaces('porch'), []);
});
