/** Pets recognised on the photos that are there, with a vision process that answers as the test says. */
import t, { type Test } from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { Pipeline } from '../../src/hub/pipeline.js';
import { startRecognition } from '../../src/hub/recognition.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import { TestVision } from '../support/api/vision.js';
import { seeGarden } from '../support/garden.js';
import { KEY, makePhoto, openTestStore, runOn, sendBurst } from '../support/store.js';

const MODEL = 'looks 1';
const BLACK = [1, 0];
const WHITE = [0, 1];
const START = 1_763_867_000_000;

/** A home with two cats, whose photos were taken before the second came. */
async function home(t: Test, { photos = 3, appearanceModel = MODEL as string | null } = {}) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const vision = new TestVision();
  const run = runOn(store);
  const ids: number[] = [];
  for (let at = 0; at < photos; at++) {
    await sendBurst(run, `b${at}`, { at: START + at * 60_000 });
    ids.push(await makePhoto(run, store.nextCutJob(), { at: START + at * 60_000 }));
  }
  const nabi = await store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  const log = createLog('silent');
  const start = () => {
    const service = startRecognition({ store, vision, appearanceModel, clock, log });
    t.teardown(() => service.stop());
    return service;
  };
  const looked = () => vision.asked.filter(({ task }) => task === 'appearances').length;
  const second = () => store.addPet({ name: 'Mochi', kind: 'cat', photo: null });
  return {
    store,
    clock,
    vision,
    run,
    log,
    ids: ids as [number, number, number],
    nabi,
    second,
    start,
    looked,
  };
}

t.test('nothing is looked at while kinds tell the pets apart', async (t) => {
  const { start, looked } = await home(t);
  const service = start();
  await service.idle();
  t.equal(looked(), 0);
  t.equal(service.progress(), null);
  t.strictSame(service.issues(), []);
});

t.test('with a second cat all photos are looked at, and an answer names them', async (t) => {
  const { store, vision, ids, nabi, second, start, looked } = await home(t);
  let asked = 0;
  vision.answers.appearances = () => ({ appearances: [asked++ === 1 ? WHITE : BLACK] });
  const service = start();
  const mochi = await second();
  await service.idle();
  t.equal(looked(), 3);
  t.strictSame(service.progress(), { photos: 3, waiting: 0 });
  await store.answerPhoto(ids[0], { pets: [nabi.id] });
  await service.idle();
  t.match(store.photo(ids[2]), { pets: [], maybe: nabi.id });
  await store.answerPhoto(ids[1], { pets: [mochi.id] });
  await service.idle();
  t.match(store.photo(ids[2]), { pets: [nabi.id], maybe: null });
  t.equal(looked(), 3, 'a photo is looked at once');
});

t.test('a start goes on where the hub ended', async (t) => {
  const { store, ids, second, start, looked } = await home(t);
  await second();
  const { frameId } = store.photo(ids[1]) as { frameId: number };
  await store.saveAppearances(ids[1], frameId, MODEL, { appearances: [{ kind: 'cat', appearance: BLACK }] });
  await start().idle();
  t.equal(looked(), 2);
});

t.test('a photo that the vision process refuses is set aside, and the others are looked at', async (t) => {
  const { store, vision, second, start } = await home(t);
  let asked = 0;
  vision.answers.appearances = () => {
    if (asked++ === 0) throw new Refusal('vision-crashed', 'crashed');
    return { appearances: [BLACK] };
  };
  await second();
  const service = start();
  await service.idle();
  t.equal(asked, 3);
  t.strictSame(store.recognitionBacklog(MODEL), { photos: 3, waiting: 0 });
});

t.test('what keeps the vision process from working is said, and the photo is looked at later', async (t) => {
  const { store, clock, vision, second, start } = await home(t, { photos: 1 });
  let works = false;
  vision.answers.appearances = () => {
    if (!works) throw new Fault('model-hash', 'the model is another file', 'put it back');
    return { appearances: [BLACK] };
  };
  await second();
  const service = start();
  await service.idle();
  t.match(service.issues(), [{ code: 'pets-wait', text: /another file/ }]);
  works = true;
  await clock.advance(10_000);
  await service.idle();
  t.strictSame(service.issues(), []);
  t.strictSame(store.recognitionBacklog(MODEL), { photos: 1, waiting: 0 });
});

t.test('without a model nothing is done, and nothing is promised', async (t) => {
  const { second, start, looked } = await home(t, { appearanceModel: null });
  await second();
  const service = start();
  await service.idle();
  t.equal(looked(), 0);
  t.equal(service.progress(), null);
  t.strictSame(service.issues(), []);
});

t.test('a frame without bytes, and one without a pet, are done with', async (t) => {
  const { store, vision, run, ids, second, start, looked } = await home(t, { photos: 2 });
  const { frameId } = store.photo(ids[0]) as { frameId: number };
  await run('saveAnalysis', frameId, { width: 8, height: 6, pets: [], others: [], features: {} });
  await second();
  const reading = { ...store, frameBytes: () => null };
  const service = startRecognition({
    store: reading,
    vision,
    appearanceModel: MODEL,
    clock: (await openTestStore(t)).clock,
    log: createLog('silent'),
  });
  t.teardown(() => service.stop());
  await service.idle();
  t.equal(looked(), 0);
  t.strictSame(store.recognitionBacklog(MODEL), { photos: 2, waiting: 0 });
  await start().idle();
  t.equal(looked(), 0);
});

t.test('a new photo has its names with its announcement', async (t) => {
  const { store, vision, run, ids, nabi, second, clock, log, start } = await home(t);
  let asked = 0;
  vision.answers.appearances = () => ({ appearances: [asked++ === 1 ? WHITE : BLACK] });
  const mochi = await second();
  const service = start();
  await service.idle();
  await store.answerPhoto(ids[0], { pets: [nabi.id] });
  await store.answerPhoto(ids[1], { pets: [mochi.id] });
  await service.idle();
  const named: unknown[] = [];
  store.onEvents((events) => {
    for (const { type, data } of events)
      if (type === 'photo.new') named.push(store.photo(data.photoId)?.pets);
  });
  seeGarden(vision);
  const pipeline = new Pipeline({
    store,
    vision,
    chooseCut,
    basis: 'v1',
    appearanceModel: MODEL,
    clock,
    log,
  });
  pipeline.start();
  t.teardown(() => pipeline.stop());
  await sendBurst(run, 'new', { at: START + 900_000, count: 8 });
  pipeline.wake();
  await pipeline.idle();
  t.strictSame(named, [[nabi.id]]);

  vision.answers.appearances = () => {
    throw new Fault('model-hash', 'the model is another file', 'put it back');
  };
  await sendBurst(run, 'another', { at: START + 960_000, count: 8 });
  pipeline.wake();
  await pipeline.idle();
  t.strictSame(named[1], [], 'a photo does not wait for its names');
});
