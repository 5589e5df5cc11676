/** Highlights from stored photos to their images, with a vision process that answers as the test says. */
import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { createLog } from '../../src/core/log.js';
import { HighlightsService } from '../../src/hub/highlights.js';
import type { PhotoRow } from '../../src/store/types.js';
import { TestVision } from '../support/api/vision.js';
import {
  analysisOf,
  imageOf,
  KEY,
  makePhoto,
  openTestStore,
  runOn,
  sendBurst,
  thumbnailsOf,
} from '../support/store.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Sunday, the 23rd of November 2025, 20:30 UTC. */
const EVENING = Date.parse('2025-11-23T20:30:00Z');

type Teardown = { teardown(end: () => unknown): void };

async function storeWithHighlights(t: Teardown) {
  const { store, clock } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  await clock.advance(EVENING - clock.now());
  const vision = new TestVision();
  const start = () => {
    const service = new HighlightsService({
      store,
      vision,
      timeZone: 'UTC',
      clock,
      log: createLog('silent'),
    });
    service.start();
    return service;
  };
  const run = runOn(store);
  let bursts = 0;
  async function photo(at: number) {
    bursts += 1;
    await sendBurst(run, `b${bursts}`, { at });
    return makePhoto(run, store.nextCutJob(), { at });
  }
  const service = start();
  t.teardown(() => service.stop());
  const rendered = () => vision.asked.filter(({ task }) => task === 'highlight').length;
  return { store, clock, vision, service, photo, start, rendered };
}

const going = () => new AbortController().signal;

t.test(
  'in the evening the day and the week are there, and the next evening nothing is made twice',
  async (t) => {
    const { store, clock, service, photo, rendered } = await storeWithHighlights(t);
    for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
    t.equal(await service.runDue(going()), '2 highlights were made.');
    const [week, day] = store.highlights(9);
    t.match(day, { kind: 'day', day: '2025-11-23', state: 'done', photos: [1, 2, 3, 4] });
    t.match(week, { kind: 'week', day: '2025-11-17', state: 'done' });
    t.equal(store.highlightImage(day?.id ?? 0, 'animation')?.mime, 'image/webp');
    t.equal(store.highlightImage(day?.id ?? 0, 'collage')?.mime, 'image/jpeg');
    t.equal(store.eventsSince(0, 999).at(-1)?.type, 'highlight.updated');
    t.equal(await service.runDue(going()), '0 highlights were made.');
    await clock.advance(DAY);
    t.equal(await service.runDue(going()), '0 highlights were made.');
    t.equal(rendered(), 2);
  },
);

t.test('a photo of the late evening is taken in when the day is over', async (t) => {
  const { store, clock, service, photo } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.runDue(going());
  const late = await photo(EVENING + HOUR);
  await clock.advance(DAY);
  t.equal(await service.runDue(going()), '2 highlights were made.');
  const [, day] = store.highlights(9);
  t.ok(day?.photos.includes(late));
  t.equal(day?.version, 2);
});

t.test('a quiet day stays quiet until something is worth showing', async (t) => {
  const { store, service, photo, rendered } = await storeWithHighlights(t);
  await photo(EVENING - HOUR);
  t.equal(await service.runDue(going()), '0 highlights were made.');
  t.strictSame(store.highlights(9), []);
  t.equal(store.highlight(1), null);
  t.match(store.highlightOf('day', '2025-11-23'), { state: 'quiet', photos: [], best: null });
  t.equal(await service.make('day', '2025-11-23'), null);
  for (const hour of [9, 6, 3]) await photo(EVENING - hour * HOUR);
  t.match(await service.make('day', '2025-11-23'), { state: 'pending' });
  await service.idle();
  t.equal(store.highlights(9)[0]?.state, 'done');
  t.equal(rendered(), 1);
  await t.rejects(service.make('day', '2025-02-30'), { code: 'request-invalid' });
  t.equal(service.present('week'), '2025-11-17');
});

t.test('what the owner deletes is gone from the highlight at once, and it is made without it', async (t) => {
  const { store, service, photo } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.make('day', '2025-11-23');
  await service.idle();
  const id = store.highlights(9)[0]?.id ?? 0;
  await store.deletePhoto(2);
  t.strictSame(store.highlights(9), []);
  t.equal(store.highlightImage(id, 'collage'), null);
  await store.restorePhoto(2);
  t.equal(store.highlights(9).length, 1, 'a deletion that is taken back brings it back');
  await store.deletePhoto(2);
  await service.runDue(going());
  t.strictSame(store.highlightOf('day', '2025-11-23')?.photos, [1, 3, 4], 'while it is in the bin');
  await store.deleteForEver([2]);
  await service.runDue(going());
  t.strictSame(store.highlightOf('day', '2025-11-23')?.photos, [1, 3, 4]);
});

t.test('photos that made room for newer ones leave their highlight behind', async (t) => {
  const { store, clock, service, photo } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.runDue(going());
  await store.trimPhotos(clock.now() + DAY, 99);
  t.equal(store.highlights(9).length, 2);
});

t.test('another frame that the owner chose is in the highlight by the next evening', async (t) => {
  const { store, clock, service, photo } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.runDue(going());
  await clock.advance(DAY);
  await service.runDue(going());
  const shown = store.photo(1);
  const other = store.burst(shown?.burstId ?? 0)?.frames.find(({ id }) => id !== shown?.frameId);
  await store.swap(1, other?.id ?? 0, thumbnailsOf(3));
  t.ok(store.highlightIsStale(1));
  t.equal(await service.runDue(going()), '2 highlights were made.');
  t.notOk(store.highlightIsStale(1));
});

t.test('a photo that is turned is turned in its highlights at once', async (t) => {
  const { store, vision, service, photo, rendered } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.runDue(going());
  const before = store.highlightOf('day', '2025-11-23');
  const rotated: Uint8Array[] = [];
  const works = vision.answers.highlight;
  vision.answers.highlight = (bytes, signal) => {
    rotated.push(bytes);
    return works(bytes, signal);
  };
  const turned = store.photo(1) as PhotoRow;
  const upright = Buffer.from(store.frameBytes(turned.frameId) as Uint8Array);
  await store.turnPhoto(1, 90, thumbnailsOf(3));
  t.ok(store.highlightImage(before?.id ?? 0, 'collage'), 'the one of before stays until then');
  await service.idle();
  t.equal(rendered(), 4, 'day and week');
  t.match(store.highlightOf('day', '2025-11-23'), { state: 'done', version: Number(before?.version) + 1 });
  const marked = Buffer.from(store.frameBytes(turned.frameId) as Uint8Array);
  t.notSame(marked, upright);
  for (const bytes of rotated) t.ok(Buffer.from(bytes).includes(marked), 'made of the turned picture');
});

t.test('a hub that is stopped in the middle takes it up again, and repeats nothing', async (t) => {
  const { store, vision, service, photo, start, rendered } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  const begun = new Promise<void>((resolve) => {
    vision.answers.highlight = (_bytes, signal) => {
      resolve();
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(new Refusal('cancelled', 'nobody waits'))),
      );
    };
  });
  await service.make('day', '2025-11-23');
  await begun;
  await service.stop();
  t.match(store.nextHighlightJob(), { attempts: 0, best: 0 }, 'being stopped is not held against it');
  vision.answers.highlight = new TestVision().answers.highlight;
  const again = start();
  await again.idle();
  t.equal(store.highlights(9)[0]?.state, 'done');
  await again.stop();
  const third = start();
  await third.idle();
  t.equal(rendered(), 2);
  await third.stop();
});

t.test('photos that cannot be rendered are given up; a hub that cannot work tries again', async (t) => {
  const { store, clock, vision, service, photo, rendered } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  vision.answers.highlight = () => {
    throw new Fault('vision-unavailable', 'not now', 'wait');
  };
  await service.make('day', '2025-11-23');
  await service.idle();
  t.equal(store.highlights(9)[0]?.state, 'pending');
  vision.answers.highlight = () => {
    throw new Refusal('vision-crashed', 'twice');
  };
  await clock.advance(60_000);
  await service.idle();
  t.equal(store.highlights(9)[0]?.state, 'failed');
  t.equal(rendered(), 2);
  t.match(await service.make('day', '2025-11-23'), { state: 'pending' }, 'and tried anew when somebody asks');
  await service.idle();
});

t.test('one during which the hub ended goes last, however often, and is not given up', async (t) => {
  const { store, vision, service, photo, start } = await storeWithHighlights(t);
  for (const day of [0, 1]) for (const hour of [12, 9, 6]) await photo(EVENING - (24 * day + hour) * HOUR);
  await service.stop();
  const ended = await service.make('day', '2025-11-22');
  await service.make('day', '2025-11-23');
  for (let end = 0; end < 9; end += 1) await store.beginHighlight(ended?.id ?? 0);
  const order: string[] = [];
  const works = vision.answers.highlight;
  vision.answers.highlight = (bytes, signal) => {
    order.push(
      store
        .highlights(9)
        .map(({ day, state }) => `${day} ${state}`)
        .join(', '),
    );
    return works(bytes, signal);
  };
  const after = start();
  await after.idle();
  t.strictSame(order, ['2025-11-23 pending, 2025-11-22 pending', '2025-11-23 done, 2025-11-22 pending']);
  t.strictSame(
    store.highlights(9).map(({ state }) => state),
    ['done', 'done'],
  );
  await after.stop();
});

t.test('bytes that are gone are said to be', async (t) => {
  const { store, service, photo, start } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  await service.stop();
  const day = { kind: 'day', day: '2025-11-23', from: EVENING - DAY, until: EVENING } as const;
  const row = await store.planHighlight({ ...day, choice: { photos: [1, 2, 3], best: 2 } });
  await store.trimPhotos(EVENING + DAY, 99);
  const after = start();
  await after.idle();
  t.equal(store.highlight(row.id)?.state, 'failed');
  await after.stop();
});

t.test('highlights are kept for sixty days, and a job that is told to end makes no more', async (t) => {
  const { store, clock, service, photo } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6, 3]) await photo(EVENING - hour * HOUR);
  const stopped = new AbortController();
  stopped.abort();
  t.equal(await service.runDue(stopped.signal), '0 highlights were made.');
  await service.make('day', '2025-11-23');
  await service.idle();
  t.equal(store.highlights(9).length, 1);
  await clock.advance(61 * DAY);
  await service.runDue(going());
  t.equal(store.highlights(9).length, 0);
});

t.test('the best bytes there are go to the vision process, and where the pet is', async (t) => {
  const { store, vision, service, photo } = await storeWithHighlights(t);
  for (const hour of [9, 6, 3]) await photo(EVENING - hour * HOUR);
  const [large, plain, empty] = [1, 2, 3].map((id) => store.photo(id)) as [PhotoRow, PhotoRow, PhotoRow];
  await store.saveUpscale(large.id, large.frameId, imageOf(99, 'image/jpeg'), 'x2');
  await store.saveAnalysis(empty.frameId, analysisOf({ pets: [] }));
  const job = store.nextHighlightJob();
  t.equal(job, null);
  await service.make('day', '2025-11-23');
  t.match(store.nextHighlightJob()?.photos, [
    { subject: { x: 10 / 800, height: 150 / 600 } },
    {},
    { subject: null },
  ]);
  await service.idle();
  const parts = [
    imageOf(99).bytes,
    ...[plain, empty].map(({ frameId }) => store.frameBytes(frameId) as Uint8Array),
  ];
  t.same(Buffer.from(vision.asked.at(-1)?.bytes ?? []), Buffer.concat(parts));
});

t.test('what was planned anew while it was rendered is rendered anew', async (t) => {
  const { store, vision, service, photo, rendered } = await storeWithHighlights(t);
  for (const hour of [12, 9, 6]) await photo(EVENING - hour * HOUR);
  const plain = vision.answers.highlight;
  vision.answers.highlight = async (bytes, signal) => {
    vision.answers.highlight = plain;
    await photo(EVENING - 3 * HOUR);
    await service.make('day', '2025-11-23');
    return plain(bytes, signal);
  };
  await service.make('day', '2025-11-23');
  await service.idle();
  t.match(store.highlights(9), [{ state: 'done', version: 2, photos: [1, 2, 3, 4] }]);
  t.equal(rendered(), 2);
  await service.stop();
  await photo(EVENING - HOUR);
  t.match(await service.make('day', '2025-11-23'), { state: 'pending' }, 'kept for the next start');
});

t.test('a highlight that nobody can render keeps no other waiting', async (t) => {
  const { store, clock, vision, service, photo } = await storeWithHighlights(t);
  for (const day of [0, 1, 2]) for (const hour of [12, 9, 6]) await photo(EVENING - (24 * day + hour) * HOUR);
  const works = vision.answers.highlight;
  let asked = 0;
  vision.answers.highlight = (bytes, signal) => {
    asked += 1;
    if (asked === 1) throw new TypeError('nobody foresaw this');
    if (asked === 2) throw new Fault('vision-ended', 'the vision process was ended from outside', 'again');
    return works(bytes, signal);
  };
  for (const day of ['2025-11-21', '2025-11-22', '2025-11-23']) await service.make('day', day);
  await service.idle();
  await clock.advance(60_000);
  await service.idle();
  t.strictSame(
    store.highlights(9).map(({ day, state }) => [day, state]),
    [
      ['2025-11-23', 'done'],
      ['2025-11-22', 'done'],
      ['2025-11-21', 'failed'],
    ],
  );
});
