/** Home Assistant hears of a burst once, however often it is opened again, and sees the better photo. */
import t, { type Test } from 'tap';
import { BurstCollector } from '../../../src/cameras/burst/collector.js';
import { createLog } from '../../../src/core/log.js';
import { Pipeline } from '../../../src/hub/pipeline.js';
import { chooseCut } from '../../../src/imaging/select/cut.js';
import { HomeAssistant } from '../../../src/services/home-assistant/bridge.js';
import { TestVision } from '../../support/api/vision.js';
import { connectHub, startBroker } from '../../support/broker.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';
import { seeGarden } from '../../support/garden.js';
import { settled } from '../../support/manual-clock.js';
import { KEY, openTestStore } from '../../support/store.js';

const pictures = Array.from({ length: 8 }, (_, index) => jpegOf(index + 1, 400));

/** A camera's bursts through collector and pipeline, and what a home hears of them over a broker. */
async function home(t: Test) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const vision = new TestVision();
  seeGarden(vision);
  const log = createLog('silent');
  const pipeline = new Pipeline({ store, vision, chooseCut, basis: 'v1', clock, log });
  const collector = new BurstCollector({
    ledger: store,
    clock,
    log,
    sendAck: () => {},
    onClosed: () => pipeline.wake(),
  });
  const { broker } = await startBroker(t);
  const listener = connectHub(t, broker);
  const events: Record<string, unknown>[] = [];
  const waiting: { holds: (topic: string, payload: Buffer) => boolean; found: () => void }[] = [];
  listener.on('message', (topic, payload) => {
    if (topic.endsWith('/porch/event')) events.push(JSON.parse(payload.toString()));
    for (const { holds, found } of waiting) if (holds(topic, payload)) found();
  });
  await new Promise<void>((resolve) => listener.once('connect', () => resolve()));
  await listener.subscribeAsync(['petcam-hub/#', 'homeassistant/#'], { qos: 1 });
  const hears = (holds: (topic: string, payload: Buffer) => boolean) =>
    new Promise<void>((found) => void waiting.push({ holds, found }));
  const assistant = new HomeAssistant({
    address: { connect: () => broker.connect() },
    hub: '00112233',
    prefix: 'homeassistant',
    version: '1.0.0',
    url: () => 'https://hub.test',
    startOfDay: (now) => now - 3_600_000,
    store,
    command: async () => ({}),
    watch: async () => ({ stop: () => {} }),
    pause: async () => ({}),
    firmware: { offered: () => null, install: async () => {}, onProgress: () => () => {} },
    clock,
    log,
  });
  const arrived = hears((topic) => topic.endsWith('/porch/best'));
  assistant.start();
  t.teardown(() => assistant.stop());
  t.teardown(() => pipeline.stop());
  t.teardown(() => collector.stop());
  await arrived;
  pipeline.start();
  await collector.start();
  const cut = async () => {
    await settled();
    await pipeline.idle();
  };
  return {
    store,
    clock,
    events,
    cut,
    send: (index: number, burst: string) =>
      collector.frame(frameOf(index, pictures[index], { burst, receivedAt: clock.now() })),
    manifest: (burst: string) => collector.manifest('porch', manifestOf(pictures, burst)),
    /** Resolves when the picture of the best cut is this one. */
    shows: (picture: Buffer | undefined) =>
      hears((topic, payload) => topic.endsWith('/porch/best') && picture?.equals(payload) === true),
    /** How many pets a camera has seen today, as it says next. */
    petsToday: async (camera: string) => {
      let said: unknown;
      await hears((topic, payload) => {
        if (topic.endsWith(`/${camera}/state`)) said ??= JSON.parse(payload.toString()).pets_today;
        return said !== undefined;
      });
      return said;
    },
    told: (count: number) => hears(() => events.length >= count),
    /** Resolves with the next message of a topic that ends so, for which something holds. */
    heard: async (end: string, holds: (payload: Buffer) => boolean) => {
      let found: Buffer = Buffer.alloc(0);
      await hears((topic, payload) => {
        if (!topic.endsWith(end) || !holds(payload)) return false;
        found = payload;
        return true;
      });
      return found;
    },
  };
}

t.test('a burst that is cut again moves nobody twice, and shows the better photo', async (t) => {
  const { clock, events, cut, send, manifest, shows, told } = await home(t);
  const first = told(2);
  for (const index of [0, 1, 2, 3]) await send(index, 'b1');
  await manifest('b1');
  await clock.advance(90_000);
  await cut();
  await first;
  t.match(events, [
    { event_type: 'motion', burst: 1 },
    { event_type: 'best_cut', photo: 1 },
  ]);

  const better = shows(pictures[7]);
  for (const index of [4, 5, 6, 7]) await send(index, 'b1');
  await cut();
  await better;

  const next = told(4);
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) await send(index, 'b2');
  await manifest('b2');
  await cut();
  await next;
  t.match(events.slice(2), [
    { event_type: 'motion', burst: 2 },
    { event_type: 'best_cut', photo: 2 },
  ]);
});

t.test('a burst whose manifest came late is told as motion when it is known that it was', async (t) => {
  const { store, clock, events, cut, send, manifest, shows, told } = await home(t);
  const first = told(1);
  for (const index of [0, 1, 2, 3]) await send(index, 'b1');
  await clock.advance(20_000);
  await cut();
  await first;
  t.match(events, [{ event_type: 'best_cut', photo: 1 }], 'nobody knows yet why it was taken');
  const [better, second] = [shows(pictures[7]), told(2)];
  await manifest('b1');
  for (const index of [4, 5, 6, 7]) await send(index, 'b1');
  await cut();
  await Promise.all([better, second]);
  t.match(events.slice(1), [{ event_type: 'motion', burst: 1 }]);
  t.equal(store.photos({ limit: 2 }).length, 1);
});

t.test('pets of today are counted for each camera', async (t) => {
  const { store, clock, cut, send, manifest, shows, petsToday } = await home(t);
  await store.addCamera('hall', 'Hall', KEY);
  const shown = shows(pictures[7]);
  for (const index of pictures.keys()) await send(index, 'b1');
  await manifest('b1');
  await cut();
  await shown;
  const said = Promise.all([petsToday('hall'), petsToday('porch')]);
  await clock.advance(60_000);
  t.strictSame(await said, [0, 1]);
});

t.test('a pet has its last photo and when it was seen, and leaves with its name', async (t) => {
  const { store, clock, cut, send, manifest, heard } = await home(t);
  const says = (text: string) => (payload: Buffer) => payload.includes(text);
  const announced = heard('/config', says('Nabi last seen'));
  const nabi = await store.addPet({ name: 'Nabi', kind: 'cat', photo: null });
  t.match(JSON.parse((await announced).toString()), {
    components: { [`pet_${nabi.id}_photo`]: { platform: 'image', name: 'Nabi last photo' } },
  });
  const seen = heard(`/pet/${nabi.id}/state`, says('"photo":1'));
  const picture = heard(`/pet/${nabi.id}/photo`, (payload) => payload.length > 0);
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) await send(index, 'b1');
  await manifest('b1');
  await clock.advance(90_000);
  await cut();
  t.match(JSON.parse((await seen).toString()), { photo: 1, camera: 'Porch' });
  const bytes = store.image(1, 'original')?.bytes ?? new Uint8Array();
  t.ok((await picture).equals(bytes));
  const withdrawn = heard('/config', (payload) => {
    const seenBy = JSON.parse(payload.toString() || '{}').components?.[`pet_${nabi.id}_seen`];
    return seenBy && Object.keys(seenBy).join() === 'platform';
  });
  const cleared = heard(`/pet/${nabi.id}/photo`, (payload) => payload.length === 0);
  await store.removePet(nabi.id);
  await Promise.all([withdrawn, cleared]);
  t.pass('its entities and pictures are taken back');
});
