import t from 'tap';
import { turnJpeg } from '../../../src/core/upright.js';
import { BIN_MS } from '../../../src/store/reads/bin.js';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { workReads } from '../../../src/store/reads/work.js';
import type { PhotoRow } from '../../../src/store/types.js';
import { jpegOf } from '../../support/frames.js';
import {
  analysisOf,
  imageOf,
  KEY,
  makePhoto,
  openTestWriter,
  sendBurst,
  thumbnailsOf,
} from '../../support/store.js';

async function gallery(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { db, run } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  await sendBurst(run, 'b1');
  const { nextCutJob, frameBytes } = workReads(db);
  const job = nextCutJob();
  const photoId = await makePhoto(run, job);
  const frames = job?.frames.map(({ frameId }) => frameId) ?? [];
  const frame = (index: number) => frames[index] ?? 0;
  return {
    ...writer,
    ...galleryReads(db),
    ...burstReads(db),
    frameBytes,
    photoId,
    frame,
    burstId: job?.burstId ?? 0,
  };
}

t.test('a favourite is one until it is none', async (t) => {
  const { run, photoId, photos, events } = await gallery(t);
  t.match(run('setFavourite', photoId, true), { id: photoId, favourite: true, version: 1 });
  t.equal(photos({ limit: 5, favourite: true }).length, 1);
  t.equal(photos({ limit: 5, favourite: false }).length, 0);
  t.match(run('setFavourite', photoId, false), { favourite: false });
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId, favourite: false, version: 1 } });
  t.throws(() => run('setFavourite', 99, true), { code: 'photo-unknown' });
});

t.test('a swap shows the other frame, starts the upscale anew, and is remembered', async (t) => {
  const { run, photoId, photo, image, frame, burst, burstId, feedback, clock, events } = await gallery(t);
  const pets = [{ label: 'dog', score: 0.8, x: 0, y: 0, width: 9, height: 9 }];
  run('saveAnalysis', frame(2), analysisOf({ pets, width: 640, features: { headDetail: 0.1 } }));
  run('saveUpscale', photoId, frame(0), imageOf(9, 'image/jpeg'), 'small-x2');
  const before = photo(photoId);
  const after = run('swap', photoId, frame(2), thumbnailsOf(80));
  t.match(after, {
    frameId: frame(2),
    takenAt: (before?.takenAt ?? 0) + 20,
    pet: 'dog',
    width: 640,
    score: 0.8,
    upscale: 'pending',
    version: 3,
    summary: { code: 'chosen-by-owner' },
  });
  t.same(image(photoId, 'original')?.bytes, jpegOf(3, 400));
  t.same(image(photoId, 'thumb')?.bytes, thumbnailsOf(80).small.bytes);
  t.equal(image(photoId, 'upscaled'), null);
  t.match(burst(burstId)?.frames, [{ state: 'kept' }, { state: 'kept' }, { state: 'chosen' }]);
  t.strictSame(feedback(10), [
    {
      id: 1,
      at: clock.now(),
      camera: 'porch',
      burstId,
      from: { index: 0, place: 1, scores: { overall: 1 }, features: { headDetail: 0.5 } },
      to: { index: 2, place: 3, scores: { overall: 0.8 }, features: { headDetail: 0.1 } },
    },
  ]);
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId, version: 3 } });
  t.match(run('swap', photoId, frame(2), thumbnailsOf(1)), { version: 3 }, 'the same frame changes nothing');
  t.equal(feedback(10).length, 1);
});

t.test('a frame without pet or score can be chosen by hand, too', async (t) => {
  const { run, photoId, frame, db, feedback } = await gallery(t);
  run('saveAnalysis', frame(1), analysisOf({ pets: [] }));
  db.prepare("UPDATE frame SET scores = '{}' WHERE id = ?").run(frame(1));
  t.match(run('swap', photoId, frame(1), thumbnailsOf(80)), { pet: null, score: 1 });
  db.prepare('UPDATE frame SET analysis = NULL WHERE id = ?').run(frame(1));
  run('swap', photoId, frame(0), thumbnailsOf(80));
  t.match(feedback(1), [{ from: { index: 1, features: {} } }]);
});

t.test('a swap to what cannot be shown is refused by name', async (t) => {
  const { run, photoId, frame, db } = await gallery(t);
  const swap = (photo: number, frameId: number) => run('swap', photo, frameId, thumbnailsOf(80));
  t.throws(() => swap(99, frame(1)), { code: 'photo-unknown' });
  t.throws(() => swap(photoId, 99), { code: 'frame-unknown' });
  db.prepare("UPDATE frame SET state = 'aside' WHERE id = ?").run(frame(1));
  t.throws(() => swap(photoId, frame(1)), { code: 'frame-aside' });
  db.prepare('UPDATE frame SET has_bytes = 0 WHERE id = ?').run(frame(2));
  t.throws(() => swap(photoId, frame(2)), { code: 'frame-gone' });
});

t.test('a deleted photo is gone everywhere at once, and can come back for thirty days', async (t) => {
  const store = await gallery(t);
  const { run, photoId, clock, events, frame, burstId } = store;
  const seen = () => [
    store.photo(photoId),
    store.image(photoId, 'original'),
    store.image(photoId, 'thumb'),
    store.burst(burstId),
    store.frameImage(frame(1)),
    store.photos({ limit: 5 })[0] ?? null,
    store.photoMonths({})[0] ?? null,
  ];
  t.notOk(seen().includes(null));
  run('deletePhoto', photoId);
  t.strictSame(seen(), Array(7).fill(null));
  t.match(events.at(-1), { type: 'photo.deleted', data: { photoId } });
  t.throws(() => run('deletePhoto', photoId), { code: 'photo-unknown' });
  await clock.advance(BIN_MS - 1);
  t.match(run('restorePhoto', photoId), { id: photoId });
  t.notOk(seen().includes(null));
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId, restored: true } });
  t.throws(() => run('restorePhoto', photoId), { code: 'photo-unknown' }, 'not deleted');
  run('deletePhoto', photoId);
  await clock.advance(BIN_MS);
  t.throws(() => run('restorePhoto', photoId), { code: 'photo-unknown' }, 'too late');
});

t.test('any frame of a burst can be looked at', async (t) => {
  const { frameImage, frame } = await gallery(t);
  t.match(frameImage(frame(1)), { mime: 'image/jpeg', bytes: jpegOf(2, 400) });
  t.equal(frameImage(99), null);
});

t.test('a turned photo keeps its bytes, and everything made of them is made anew', async (t) => {
  const { run, photoId, photo, image, frame, burst, burstId, db, events } = await gallery(t);
  const pets = [{ label: 'cat', score: 0.8, x: 100, y: 20, width: 200, height: 50 }];
  run('saveAnalysis', frame(0), analysisOf({ pets }));
  run('saveUpscale', photoId, frame(0), imageOf(9, 'image/jpeg'), 'small-x2');
  const before = photo(photoId) as PhotoRow;
  const { nextUpscaleJob } = workReads(db);
  const box = () => {
    const sql = 'SELECT analysis FROM frame WHERE id = ?';
    return JSON.parse(db.prepare<[number], string>(sql).pluck().get(frame(0)) as string).pets[0];
  };
  const after = run('turnPhoto', photoId, 90, thumbnailsOf(80));
  t.match(after, {
    turn: 90,
    width: before.height,
    height: before.width,
    upscale: 'pending',
    version: before.version + 1,
  });
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId, version: before.version + 1 } });
  t.same(image(photoId, 'original')?.bytes, turnJpeg(jpegOf(1, 400), 90));
  t.same(image(photoId, 'thumb')?.bytes, thumbnailsOf(80).small.bytes);
  t.equal(image(photoId, 'upscaled'), null);
  t.equal(burst(burstId)?.turn, 90);
  t.match(box(), { x: analysisOf().height - 70, y: 100, width: 50, height: 200 });

  t.match(nextUpscaleJob(), { photoId, turn: 90 });
  run('saveUpscale', photoId, frame(0), imageOf(9, 'image/jpeg'), 'small-x2', 0);
  t.equal(photo(photoId)?.upscale, 'pending', 'an enlargement of before the turn is not taken');
  run('saveUpscale', photoId, frame(0), imageOf(9, 'image/jpeg'), 'small-x2', 90);
  t.equal(photo(photoId)?.upscale, 'done');

  t.match(run('turnPhoto', photoId, 90, thumbnailsOf(81)), { version: before.version + 2 }, 'nothing to do');
  run('turnPhoto', photoId, 270, thumbnailsOf(82));
  run('turnPhoto', photoId, 180, thumbnailsOf(83));
  t.match(run('turnPhoto', photoId, 0, thumbnailsOf(50)), { width: before.width, height: before.height });
  t.match(box(), { x: 100, y: 20, width: 200, height: 50 }, 'and back again');
  t.same(image(photoId, 'original')?.bytes, jpegOf(1, 400));
  t.throws(() => run('turnPhoto', 99, 90, thumbnailsOf(80)), { code: 'photo-unknown' });
  db.prepare("UPDATE burst SET state = 'closed' WHERE id = ?").run(burstId);
  t.throws(() => run('turnPhoto', photoId, 90, thumbnailsOf(80)), { code: 'hub-busy' });
});
