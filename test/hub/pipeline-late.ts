/** Frames that come after their burst was cut: the same photo, looked at anew, and nobody is told twice. */
import t from 'tap';
import { BurstCollector } from '../../src/cameras/burst/collector.js';
import { createLog } from '../../src/core/log.js';
import { Pipeline } from '../../src/hub/pipeline.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import { Notifier } from '../../src/services/notify/notifier.js';
import { TestVision } from '../support/api/vision.js';
import { frameOf, jpegOf, manifestOf } from '../support/frames.js';
import { seeGarden } from '../support/garden.js';
import { settled } from '../support/manual-clock.js';
import { KEY, openTestStore } from '../support/store.js';

const pictures = Array.from({ length: 8 }, (_, index) => jpegOf(index + 1, 400));

t.test('a burst that was cut short becomes a better photo under the same id', async (t) => {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  const vision = new TestVision();
  seeGarden(vision);
  const log = createLog('silent');
  const pipeline = new Pipeline({ store, vision, chooseCut, basis: 'v1', clock, log });
  const states: string[] = [];
  const collector = new BurstCollector({
    ledger: store,
    clock,
    log,
    sendAck: (_camera, ack) => states.push(ack.state),
    onClosed: () => pipeline.wake(),
  });
  const told: number[] = [];
  const notifier = new Notifier({
    store,
    targets: () => [
      { name: 'webhook', tell: async ({ photo }) => void told.push(photo), alert: async () => {} },
    ],
    isQuiet: () => false,
    areVisitsTold: () => true,
    visitGapMs: 60_000,
    urlOf: () => 'https://hub.test',
    clock,
    log,
  });
  pipeline.start();
  t.teardown(() => pipeline.stop());
  notifier.start();
  t.teardown(() => notifier.stop());
  t.teardown(() => collector.stop());
  await notifier.settled();
  await collector.start();
  const send = (index: number) =>
    collector.frame(frameOf(index, pictures[index], { receivedAt: clock.now() }));
  const judged = async () => {
    await settled();
    await pipeline.idle();
    await notifier.settled();
  };

  for (const index of [0, 1, 2, 3]) await send(index);
  await clock.advance(20_000);
  await judged();
  const [first] = store.photos({ limit: 2 });
  if (!first) {
    t.fail('the burst was not cut');
    return;
  }
  t.notOk(states.includes('closed'), 'the camera may still have the rest');
  await store.setFavourite(first.id, true);
  t.strictSame(told, [first.id]);
  const version = store.photo(first.id)?.version ?? 0;
  const { upload } = store.uploadBelow(Number.MAX_SAFE_INTEGER, 'all', 10);
  t.equal(upload?.mark, `${version}:1`);

  await collector.manifest('porch', manifestOf(pictures));
  t.equal(states.at(-1), 'waiting');
  for (const index of [4, 5, 6, 7]) await send(index);
  t.equal(states.at(-1), 'closed');
  await judged();
  const photos = store.photos({ limit: 2 });
  t.equal(photos.length, 1);
  const [photo] = photos;
  t.match(photo, { id: first.id, burstId: first.burstId, favourite: true });
  t.not(photo?.frameId, first.frameId, 'a better frame came late');
  t.ok((photo?.version ?? 0) > version, 'its pages and its bucket know that it is another one');
  t.strictSame(told, [first.id], 'nobody is told twice');
  const again = store.uploadBelow(Number.MAX_SAFE_INTEGER, 'all', 10).upload;
  t.not(again?.mark, upload?.mark, 'the bucket gets the new version');
  t.match(store.burst(first.burstId), { state: 'cut', missing: [], frames: { length: 8 } });
  await pipeline.stop();
});
