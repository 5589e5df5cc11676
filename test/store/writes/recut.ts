import t from 'tap';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { workReads } from '../../../src/store/reads/work.js';
import { frameOf, jpegOf, manifestOf } from '../../support/frames.js';
import {
  analysisOf,
  cutOf,
  imageOf,
  KEY,
  makePhoto,
  openTestWriter,
  thumbnailsOf,
} from '../../support/store.js';

const AT = 1_763_867_000_000;
const pictures = [0, 1, 2].map((index) => jpegOf(index + 1, 400));

/** A burst of three frames that was closed and cut when it had two. */
async function cutShort(t: Parameters<typeof openTestWriter>[0], { chosen = 0, damaged = false } = {}) {
  const writer = openTestWriter(t);
  const { run, db } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  const first = damaged ? jpegOf(77, 400) : pictures[0];
  run('saveFrame', frameOf(0, first, { receivedAt: AT }));
  run('saveFrame', frameOf(1, pictures[1], { receivedAt: AT + 1 }));
  run('closeBurst', { camera: 'porch', burst: 'b1', by: 'quiet', missing: [], at: AT + 2 });
  const reads = {
    ...workReads(db),
    ...galleryReads(db),
    ...burstReads(db),
    ...cameraReads(db),
  };
  const photoId = await makePhoto(run, reads.nextCutJob(), { chosen });
  run('saveUpscale', photoId, reads.photo(photoId)?.frameId ?? 0, imageOf(60), 'model');
  const reopen = () => run('reopenBurst', { camera: 'porch', burst: 'b1' });
  const close = (missing: number[] = []) =>
    run('closeBurst', { camera: 'porch', burst: 'b1', by: 'manifest', missing, at: AT + 100 });
  const late = (dropped: { index: number; reason: 'crc-mismatch' }[] = []) =>
    run('saveManifest', { camera: 'porch', manifest: manifestOf(pictures), receivedAt: AT + 90, dropped });
  /** The rest comes, and the burst is looked at again. */
  const complete = () => {
    reopen();
    late();
    run('saveFrame', frameOf(2, pictures[2], { receivedAt: AT + 95 }));
    close();
    const job = reads.nextCutJob();
    for (const { frameId } of job?.frames ?? []) run('saveAnalysis', frameId, analysisOf({ width: 640 }));
    return job;
  };
  return { ...writer, ...reads, photoId, reopen, close, late, complete };
}

t.test('late frames are cut into the same photo, which shows the better one', async (t) => {
  const recut = await cutShort(t);
  const before = recut.photo(recut.photoId);
  const job = recut.complete();
  t.equal(job?.frames.length, 3, 'all frames are looked at, the judged ones too');
  const { burstId = 0, closedAt = 0 } = job ?? {};
  const cut = cutOf(3, 2);
  t.strictSame(recut.run('saveCut', { burstId, closedAt, cut, thumbnails: thumbnailsOf(70), at: AT }), {
    photoId: recut.photoId,
  });
  t.match(recut.photo(recut.photoId), {
    frameId: job?.frames[2]?.frameId,
    width: 640,
    upscale: 'pending',
    version: (before?.version ?? 0) + 1,
    summary: { text: 'sharpest of 3' },
  });
  t.same(recut.image(recut.photoId, 'original')?.bytes, pictures[2]);
  t.same(recut.image(recut.photoId, 'preview')?.bytes, thumbnailsOf(70).large.bytes);
  t.equal(recut.image(recut.photoId, 'upscaled'), null);
  t.match(recut.burst(burstId), {
    state: 'cut',
    frames: [{ state: 'kept' }, { state: 'kept' }, { state: 'chosen' }],
  });
  t.match(recut.frameAccounts(), [{ waiting: 0, kept: 2, chosen: 1 }]);
  const announced = recut.events.map(({ type }) => type);
  t.equal(announced.filter((type) => type === 'photo.new').length, 1, 'nobody is told twice');
  t.match(recut.events.at(-1), { type: 'photo.updated', data: { photoId: recut.photoId, version: 3 } });
  t.equal(recut.nextCutJob(), null);
});

t.test('the same frame again keeps its enlargement, in a new version', async (t) => {
  const recut = await cutShort(t);
  const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
  recut.run('saveCut', { burstId, closedAt, cut: cutOf(3, 0), thumbnails: thumbnailsOf(70), at: AT });
  t.match(recut.photo(recut.photoId), { upscale: 'done', version: 3, summary: { text: 'sharpest of 3' } });
  t.same(recut.image(recut.photoId, 'preview')?.bytes, thumbnailsOf(50).large.bytes);
});

t.test('what a person chose and marked stays', async (t) => {
  const recut = await cutShort(t);
  recut.run('setFavourite', recut.photoId, true);
  const [, second] = recut.burst(1)?.frames ?? [];
  recut.run('swap', recut.photoId, second?.id ?? 0, thumbnailsOf(55));
  const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
  recut.run('saveCut', { burstId, closedAt, cut: cutOf(3, 2), thumbnails: thumbnailsOf(70), at: AT });
  t.match(recut.photo(recut.photoId), {
    frameId: second?.id,
    favourite: true,
    summary: { code: 'chosen-by-owner' },
    version: 4,
  });
  t.match(recut.burst(burstId)?.frames, [{ state: 'kept' }, { state: 'chosen' }, { state: 'kept' }]);
  t.same(recut.image(recut.photoId, 'preview')?.bytes, thumbnailsOf(55).large.bytes);
});

t.test('a frame that the photo shows and the manifest does not know gives way', async (t) => {
  const recut = await cutShort(t, { damaged: true });
  recut.reopen();
  recut.late([{ index: 0, reason: 'crc-mismatch' }]);
  t.match(recut.openBursts(), [{ frames: [{ index: 1 }] }]);
  t.ok(recut.image(recut.photoId, 'original'), 'the photo shows something all the while');
  recut.run('saveFrame', frameOf(0, pictures[0], { receivedAt: AT + 91 }));
  const job = recut.complete();
  const { burstId = 0, closedAt = 0 } = job ?? {};
  recut.run('saveCut', { burstId, closedAt, cut: cutOf(3, 0), thumbnails: thumbnailsOf(70), at: AT });
  t.same(recut.image(recut.photoId, 'original')?.bytes, pictures[0]);
  t.equal(recut.db.prepare('SELECT count(*) FROM frame').pluck().get(), 3, 'and is gone then');
  t.match(recut.frameAccounts(), [{ waiting: 0, kept: 2, chosen: 1, aside: 0 }]);
});

t.test('a judged frame that differs from the late manifest is dropped', async (t) => {
  const recut = await cutShort(t, { damaged: true, chosen: 1 });
  recut.reopen();
  recut.late([{ index: 0, reason: 'crc-mismatch' }]);
  t.match(recut.frameAccounts(), [{ waiting: 0, kept: 0, chosen: 1, rejected: 1 }]);
});

t.test('the result of a job is dropped when its burst was opened again meanwhile', async (t) => {
  const recut = await cutShort(t);
  const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
  const result = { burstId, closedAt, cut: cutOf(3, 2), thumbnails: thumbnailsOf(70), at: AT };
  recut.reopen();
  t.strictSame(recut.run('saveCut', result), { photoId: recut.photoId });
  recut.run('markEmpty', burstId, closedAt);
  t.match(recut.photo(recut.photoId), { version: 2 });
  recut.close();
  recut.run('saveCut', result);
  t.match(
    recut.photo(recut.photoId),
    { version: 2 },
    'also when it is closed by now: another job has all of it',
  );
  const again = recut.nextCutJob();
  t.ok((again?.closedAt ?? 0) > closedAt);
  recut.run('saveCut', { ...result, closedAt: again?.closedAt ?? 0 });
  t.match(recut.photo(recut.photoId), { version: 3 });
});

t.test('a burst that was opened again for nothing is as it was', async (t) => {
  const recut = await cutShort(t);
  recut.reopen();
  recut.late();
  recut.close([2]);
  t.match(recut.burst(1), { state: 'cut', missing: [2], photoId: recut.photoId });
  t.equal(recut.nextCutJob(), null);
  t.match(recut.closedBurst('porch', 'b1'), { missing: [2], final: false });
  t.match(recut.events.at(-1)?.data, { state: 'cut' });
  t.notHas(recut.events.at(-1)?.data, { again: true }, 'its manifest is new');
  recut.reopen();
  recut.close([2]);
  t.match(recut.events.at(-1)?.data, { again: true }, 'now it was announced with all of it before');
});

t.test('a late manifest that brings no frame dates the photo, in a new version', async (t) => {
  const recut = await cutShort(t);
  t.match(recut.photo(recut.photoId), { takenAt: AT, version: 2 });
  const told = recut.events.length;
  recut.reopen();
  recut.late();
  recut.close([2]);
  const taken = AT + 90 - 1000;
  t.match(recut.photo(recut.photoId), { takenAt: taken, version: 3, upscale: 'done' });
  t.match(recut.burst(1)?.frames[0], { takenAt: taken, state: 'chosen' });
  t.match(recut.events.slice(told), [
    { type: 'photo.updated', data: { photoId: recut.photoId, version: 3, favourite: false } },
    { type: 'burst.closed' },
  ]);
  recut.reopen();
  recut.close([2]);
  t.match(recut.photo(recut.photoId), { version: 3 }, 'once');
});

t.test('a late manifest dates the photo also when it shows the same frame as before', async (t) => {
  for (const byHand of [false, true]) {
    const recut = await cutShort(t);
    if (byHand) recut.run('swap', recut.photoId, recut.burst(1)?.frames[1]?.id ?? 0, thumbnailsOf(55));
    const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
    recut.run('saveCut', { burstId, closedAt, cut: cutOf(3, 0), thumbnails: thumbnailsOf(70), at: AT });
    const shown = byHand ? 1 : 0;
    t.match(recut.photo(recut.photoId), { takenAt: AT + 90 - 1000 + shown * 10 });
  }
});

t.test('a late manifest dates the photo also when nothing of its frames can be used', async (t) => {
  for (const end of ['markEmpty', 'setBurstAside'] as const) {
    const recut = await cutShort(t);
    const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
    if (end === 'setBurstAside') {
      recut.run('setBurstAside', burstId, { reason: 'unforeseen', detail: 'x is not iterable' });
      t.match(recut.photo(recut.photoId), { takenAt: AT });
      recut.run('trimRecords', recut.clock.now() + 1, 10);
    } else recut.run('markEmpty', burstId, closedAt);
    t.match(recut.photo(recut.photoId), { takenAt: AT + 90 - 1000, version: 3 }, end);
  }
});

t.test('a photo that was deleted is dated without a word', async (t) => {
  const recut = await cutShort(t);
  recut.reopen();
  recut.late();
  recut.run('deletePhoto', recut.photoId);
  recut.close([2]);
  t.notOk(recut.events.some(({ type }) => type === 'photo.updated'));
  t.match(recut.run('restorePhoto', recut.photoId), { takenAt: AT + 90 - 1000 });
});

t.test('a burst whose late frames cannot be used keeps its photo', async (t) => {
  const recut = await cutShort(t);
  const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
  recut.run('markEmpty', burstId, closedAt);
  t.match(recut.burst(burstId), { state: 'cut', photoId: recut.photoId });
});

t.test('a photo that was deleted stays deleted', async (t) => {
  const recut = await cutShort(t);
  t.match(recut.closedBurst('porch', 'b1'), { final: false });
  const { burstId = 0, closedAt = 0 } = recut.complete() ?? {};
  recut.run('deletePhoto', recut.photoId);
  t.match(recut.closedBurst('porch', 'b1'), { final: true });
  const told = recut.events.length;
  recut.run('saveCut', { burstId, closedAt, cut: cutOf(3, 2), thumbnails: thumbnailsOf(70), at: AT });
  t.equal(recut.events.length, told);
  t.equal(recut.photo(recut.photoId), null);
  recut.run('purgeDeleted', recut.clock.now() + 1, 10);
  t.match(recut.closedBurst('porch', 'b1'), { durable: [], final: true }, 'also when it is gone for good');
});
