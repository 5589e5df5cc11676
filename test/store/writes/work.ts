import t from 'tap';
import type { RejectReason } from '../../../src/cameras/protocol/types.js';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { workReads } from '../../../src/store/reads/work.js';
import { jpegOf } from '../../support/frames.js';
import {
  analysisOf,
  cutOf,
  imageOf,
  KEY,
  makePhoto,
  openTestWriter,
  sendBurst,
  thumbnailsOf,
} from '../../support/store.js';

const AT = 1_763_867_000_000;

function pipeline(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  writer.run('addCamera', 'porch', 'Porch', KEY);
  const { db } = writer;
  return { ...writer, ...workReads(db), ...galleryReads(db), ...burstReads(db), ...cameraReads(db) };
}

t.test('the burst that closed first is cut first, and what was measured is not measured again', async (t) => {
  const { run, nextCutJob, frameBytes, db } = pipeline(t);
  t.equal(nextCutJob(), null);
  await sendBurst(run, 'early', { at: AT });
  await sendBurst(run, 'late', { at: AT + 1000 });
  const job = nextCutJob();
  t.match(job, {
    camera: 'porch',
    burst: 'early',
    frames: [{ index: 0, looks: [] }, { index: 1 }, { index: 2 }],
  });
  const [first] = job?.frames ?? [];
  t.same(frameBytes(first?.frameId ?? 0), jpegOf(1, 400));
  t.equal(frameBytes(999), null);
  const look = { question: 'analyse null', answer: analysisOf() };
  run('saveLook', first?.frameId ?? 0, look);
  run('saveLook', first?.frameId ?? 0, look);
  const seen = { question: '0123456789abcdef sight', answer: { pets: [], others: [], hint: null } };
  run('saveLook', first?.frameId ?? 0, seen);
  t.strictSame(nextCutJob()?.frames[0]?.looks, [seen, look]);
  db.prepare('UPDATE frame_look SET answer = \'{"pets":7}\' WHERE question = ?').run(seen.question);
  t.strictSame(nextCutJob()?.frames[0]?.looks, [look], 'what cannot be read is asked anew');
  await makePhoto(run, nextCutJob());
  t.equal(db.prepare('SELECT count(*) FROM frame_look').pluck().get(), 0, 'a burst that is cut needs none');
});

t.test('a cut stores verdicts, photo, thumbnails and event at once, and only once', async (t) => {
  const { run, nextCutJob, photo, image, burst, events, db, frameAccounts } = pipeline(t);
  await sendBurst(run, 'b1', { at: AT });
  const job = nextCutJob();
  const photoId = await makePhoto(run, job, { chosen: 1 });
  t.match(photo(photoId), {
    camera: 'porch',
    burstId: job?.burstId,
    frameId: job?.frames[1]?.frameId,
    takenAt: AT - 990,
    pet: 'cat',
    favourite: false,
    score: 1,
    summary: { text: 'sharpest of 3' },
    width: 800,
    height: 600,
    upscale: 'pending',
    version: 1,
  });
  t.same(image(photoId, 'original')?.bytes, jpegOf(2, 400));
  t.match(image(photoId, 'thumb'), { mime: 'image/webp', sha256: /^[0-9a-f]{64}$/ });
  t.same(image(photoId, 'preview')?.bytes, thumbnailsOf(50).large.bytes);
  t.equal(image(photoId, 'upscaled'), null);
  t.match(burst(job?.burstId ?? 0), {
    state: 'cut',
    photoId,
    trigger: 'motion',
    frames: [
      { state: 'kept', place: 2, gates: ['moved'], reason: { text: 'place 2' } },
      { state: 'chosen', place: 1, gates: [], scores: { overall: 1 } },
      { state: 'kept', place: 3, hasBytes: true },
    ],
  });
  t.strictSame(frameAccounts(), [{ camera: 'porch', waiting: 0, kept: 2, chosen: 1, aside: 0, rejected: 0 }]);
  const again = { burstId: job?.burstId ?? 0, cut: cutOf(3), thumbnails: thumbnailsOf(70), at: AT };
  t.strictSame(run('saveCut', again), { photoId });
  t.equal(db.prepare('SELECT count(*) FROM photo').pluck().get(), 1);
  t.match(
    events.filter(({ type }) => type === 'photo.new'),
    [{ data: { photoId, camera: 'porch', pet: 'cat', takenAt: AT - 990 } }],
  );
  t.equal(nextCutJob(), null);
});

t.test('frames that cannot be used are set aside with the reason, and never chosen', async (t) => {
  const { run, nextCutJob, burst, frameAccounts, db } = pipeline(t);
  await sendBurst(run, 'b1');
  const job = nextCutJob();
  const [first, second] = job?.frames ?? [];
  run('setAside', first?.frameId ?? 0, 'image-undecodable');
  run('setAside', first?.frameId ?? 0, 'vision-crashed');
  t.strictSame(
    nextCutJob()?.frames.map(({ index }) => index),
    [1, 2],
  );
  const result = { burstId: job?.burstId ?? 0, thumbnails: thumbnailsOf(50), at: AT };
  t.throws(() => run('saveCut', { ...result, cut: cutOf(3, 0) }), { code: 'frame-unknown' });
  t.equal(
    db.prepare("SELECT count(*) FROM frame WHERE state = 'durable'").pluck().get(),
    2,
    'nothing half done',
  );
  run('saveAnalysis', second?.frameId ?? 0, analysisOf());
  const cut = cutOf(2, 1);
  run('saveCut', { ...result, cut: { ...cut, frames: cut.frames.filter(({ index }) => index === 1) } });
  t.match(burst(job?.burstId ?? 0)?.frames, [
    { state: 'aside', reason: { code: 'image-undecodable', text: /could not be used: image undecodable/ } },
    { state: 'chosen' },
    { state: 'kept', place: null },
  ]);
  t.strictSame(frameAccounts(), [{ camera: 'porch', waiting: 0, kept: 1, chosen: 1, aside: 1, rejected: 0 }]);
});

t.test('a burst of which nothing is usable ends empty', async (t) => {
  const { run, nextCutJob, burst, frameAccounts } = pipeline(t);
  await sendBurst(run, 'b1', { count: 2 });
  const job = nextCutJob();
  run('setAside', job?.frames[0]?.frameId ?? 0, 'image-too-large');
  run('markEmpty', job?.burstId ?? 0);
  t.equal(nextCutJob(), null);
  t.match(burst(job?.burstId ?? 0), { state: 'empty', photoId: null });
  t.strictSame(frameAccounts(), [{ camera: 'porch', waiting: 0, kept: 1, chosen: 0, aside: 1, rejected: 0 }]);
  t.throws(() => run('markEmpty', job?.burstId ?? 0), { code: 'burst-not-closed' });
  const cut = { burstId: 99, cut: cutOf(1), thumbnails: thumbnailsOf(1), at: AT };
  t.throws(() => run('saveCut', cut), { code: 'burst-not-closed' });
});

t.test('upscales: the newest photo first, each try counted before it starts', async (t) => {
  const { run, nextCutJob, nextUpscaleJob, photo, image, events } = pipeline(t);
  t.equal(nextUpscaleJob(), null);
  await sendBurst(run, 'b1');
  const older = await makePhoto(run, nextCutJob());
  await sendBurst(run, 'b2');
  const newer = await makePhoto(run, nextCutJob());
  t.match(nextUpscaleJob(), { photoId: newer, attempts: 0 });
  run('beginUpscale', newer);
  t.match(nextUpscaleJob(), { photoId: older, attempts: 0 }, 'one that failed waits for the others');
  run('beginUpscale', older);
  for (const _ of [1, 2]) run('forgoUpscale', older);
  t.match(nextUpscaleJob(), { photoId: older, attempts: 0 }, 'a try that was taken back does not count');
  const frameId = photo(older)?.frameId ?? 0;
  run('saveUpscale', older, frameId, imageOf(9, 'image/jpeg'), 'small-x2');
  t.match(photo(older), { upscale: 'done', version: 2 });
  t.match(image(older, 'upscaled'), { mime: 'image/jpeg', bytes: imageOf(9).bytes });
  t.match(nextUpscaleJob(), { photoId: newer, attempts: 1 });
  run('failUpscale', newer, photo(newer)?.frameId ?? 0, 'vision-timeout');
  t.match(photo(newer), { upscale: 'failed', version: 1 });
  t.equal(nextUpscaleJob(), null);
  run('saveUpscale', older, frameId, imageOf(8), 'small-x2');
  run('failUpscale', older, frameId, 'late');
  t.match(photo(older), { upscale: 'done', version: 2 }, 'a result that comes twice changes nothing');
  t.match(
    events.filter(({ type }) => type === 'photo.upscaled').map(({ data }) => data),
    [
      { photoId: older, upscale: 'done', version: 2 },
      { photoId: newer, upscale: 'failed' },
    ],
  );
});

t.test('an upscale that comes after a swap or a deletion is not stored', async (t) => {
  const { run, nextCutJob, photo, image, nextUpscaleJob } = pipeline(t);
  await sendBurst(run, 'b1');
  const job = nextCutJob();
  const photoId = await makePhoto(run, job);
  const [first, second] = job?.frames ?? [];
  run('beginUpscale', photoId);
  run('swap', photoId, second?.frameId ?? 0, thumbnailsOf(60));
  run('saveUpscale', photoId, first?.frameId ?? 0, imageOf(9), 'small-x2');
  run('failUpscale', photoId, first?.frameId ?? 0, 'vision-timeout');
  t.equal(image(photoId, 'upscaled'), null);
  t.match(photo(photoId), { upscale: 'pending' });
  t.match(nextUpscaleJob(), { photoId, frameId: second?.frameId, attempts: 0 });
  run('deletePhoto', photoId);
  t.equal(nextUpscaleJob(), null);
  run('saveUpscale', photoId, second?.frameId ?? 0, imageOf(9), 'small-x2');
  t.match(run('restorePhoto', photoId), { upscale: 'pending' });
});

t.test('bursts that gave nothing to look at are counted and told, until a photo comes', async (t) => {
  const { run, nextCutJob, camera, events } = pipeline(t);
  t.match(camera('porch'), { unusable: null, refused: null });
  for (const name of ['b1', 'b2']) {
    await sendBurst(run, name, { at: AT });
    const job = nextCutJob();
    for (const { frameId } of job?.frames ?? []) run('setAside', frameId, 'image-undecodable');
    run('markEmpty', job?.burstId ?? 0, job?.closedAt);
  }
  t.match(camera('porch')?.unusable, { bursts: 2, reasons: ['image-undecodable'], since: Number });
  const told = events.filter(({ type }) => type === 'burst.unusable');
  t.match(told, [{ data: { camera: 'porch', reasons: ['image-undecodable'] } }, {}]);
  await sendBurst(run, 'unneeded', { at: AT });
  run('markEmpty', nextCutJob()?.burstId ?? 0);
  t.equal(camera('porch')?.unusable?.bursts, 2, 'frames that were merely not needed say nothing');
  await sendBurst(run, 'good', { at: AT });
  await makePhoto(run, nextCutJob());
  t.equal(camera('porch')?.unusable, null);
});

t.test('refused frames are counted by reason, without those that were sent again', (t) => {
  const { run, camera } = pipeline(t);
  const refuse = (reason: RejectReason, at: number) =>
    run('countRejection', { camera: 'porch', burst: 'b1', index: 0, reason, at });
  const later = (camera('porch')?.createdAt ?? 0) + 1000;
  for (const reason of ['duplicate', 'hub-busy', 'storage-full', 'late'] as const) refuse(reason, later);
  t.equal(camera('porch')?.refused, null);
  refuse('crc-mismatch', later);
  refuse('not-jpeg', later + 1);
  refuse('not-jpeg', later + 2);
  t.strictSame(camera('porch')?.refused, {
    frames: 3,
    reasons: [
      { reason: 'not-jpeg', count: 2 },
      { reason: 'crc-mismatch', count: 1 },
    ],
    lastAt: later + 2,
  });
  run('removeCamera', 'porch');
  run('addCamera', 'porch', 'Porch', KEY);
  t.ok(camera('porch'));
  t.end();
});
