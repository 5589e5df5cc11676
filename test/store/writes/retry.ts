import t from 'tap';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { cameraReads } from '../../../src/store/reads/cameras.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { workReads } from '../../../src/store/reads/work.js';
import { MOST_ASIDE } from '../../../src/store/writes/cut-queue.js';
import { frameOf, jpegOf } from '../../support/frames.js';
import {
  analysisOf,
  cutOf,
  KEY,
  makePhoto,
  openTestWriter,
  sendBurst,
  thumbnailsOf,
} from '../../support/store.js';

const AT = 1_763_867_000_000;

/** A burst of three frames whose second one the vision process crashed on, and whose photo was made of the others. */
async function cutWithout(t: Parameters<typeof openTestWriter>[0], reason = 'vision-crashed') {
  const writer = openTestWriter(t);
  const { run, db } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  await sendBurst(run, 'b1', { at: AT });
  const reads = { ...workReads(db), ...burstReads(db), ...cameraReads(db), ...galleryReads(db) };
  const job = reads.cutJob(1);
  run('setAside', job.frames[1]?.frameId ?? 0, reason);
  const [first, , third] = job.frames;
  const usable = [first, third].flatMap((frame) => (frame ? [frame] : []));
  for (const { frameId } of usable) run('saveAnalysis', frameId, analysisOf());
  const cut = cutOf(3);
  const frames = cut.frames.filter(({ index }) => index !== 1);
  run('saveCut', {
    burstId: 1,
    cut: { ...cut, ranking: [0, 2], frames },
    thumbnails: thumbnailsOf(50),
    at: AT,
  });
  return { ...writer, ...reads };
}

t.test(
  'a frame set aside in a burst that was cut is cut again with the others, into the same photo',
  async (t) => {
    const setup = await cutWithout(t);
    t.match(setup.burst(1), { state: 'cut', retryable: true, frames: [{}, { state: 'aside' }, {}] });
    t.strictSame(setup.burstsWithFramesAside(), [
      {
        id: 1,
        camera: 'porch',
        openedAt: AT,
        reason: 'vision-crashed',
        detail: '1 of its 3 frames could not be used',
        at: AT,
        frames: 1,
      },
    ]);
    t.strictSame(setup.burstsAside(), [], 'the burst itself has its photo');
    setup.run('retryBurst', 1);
    t.strictSame(setup.burstsWithFramesAside(), []);
    t.match(setup.burst(1), {
      state: 'closed',
      retryable: false,
      photoId: 1,
      frames: [{ state: 'chosen' }, { state: 'durable', reason: null }, { state: 'kept' }],
    });
    t.match(setup.frameAccounts(), [{ waiting: 1, kept: 1, chosen: 1, aside: 0 }]);
    t.match(setup.photo(1), { version: 1 }, 'the photo is shown all the while');
    const job = setup.nextCutJob();
    t.equal(job?.frames.length, 3);
    for (const { frameId } of job?.frames ?? []) setup.run('saveAnalysis', frameId, analysisOf());
    const { burstId = 0, closedAt = 0 } = job ?? {};
    setup.run('saveCut', { burstId, closedAt, cut: cutOf(3, 1), thumbnails: thumbnailsOf(70), at: AT });
    t.match(setup.photo(1), { frameId: job?.frames[1]?.frameId, version: 2, upscale: 'pending' });
    t.match(setup.burst(1), {
      state: 'cut',
      frames: [{ state: 'kept' }, { state: 'chosen' }, { state: 'kept' }],
    });
    t.match(setup.frameAccounts(), [{ waiting: 0, kept: 2, chosen: 1, aside: 0 }]);
    t.equal(setup.events.filter(({ type }) => type === 'photo.new').length, 1, 'nobody is told twice');
  },
);

t.test('only what the vision process was lost on is tried again', async (t) => {
  const setup = await cutWithout(t, 'image-undecodable');
  t.match(setup.burst(1), { retryable: false });
  t.strictSame(setup.burstsWithFramesAside(), []);
  t.throws(() => setup.run('retryBurst', 1), { code: 'burst-not-aside' });
  const gone = await cutWithout(t);
  gone.run('trimFrames', AT + 1, 10);
  t.match(gone.burst(1), { retryable: false }, 'nor what is not there any more');
  t.throws(() => gone.run('retryBurst', 1), { code: 'burst-not-aside' });
});

t.test('frames of a burst that is open, or waits already, go along with it', async (t) => {
  const setup = await cutWithout(t);
  setup.run('reopenBurst', { camera: 'porch', burst: 'b1' });
  t.strictSame(setup.burstsWithFramesAside(), [], 'it is not listed while more may come');
  setup.run('retryBurst', 1);
  t.match(setup.burst(1), { state: 'open', frames: [{}, { state: 'durable' }, {}] });
  t.equal(setup.nextCut(), null);
  setup.run('saveFrame', frameOf(3, jpegOf(9, 400), { receivedAt: AT }));
  setup.run('closeBurst', { camera: 'porch', burst: 'b1', by: 'quiet', missing: [], at: AT + 5 });
  setup.run('setAside', setup.burst(1)?.frames[3]?.id ?? 0, 'vision-timeout');
  setup.run('retryBurst', 1);
  t.equal(setup.nextCutJob()?.frames.length, 4);
});

t.test('a photo that was deleted is left alone', async (t) => {
  const setup = await cutWithout(t);
  setup.run('deletePhoto', 1);
  t.strictSame(setup.burstsWithFramesAside(), []);
  t.throws(() => setup.run('retryBurst', 1), { code: 'burst-unknown' });
  t.equal(setup.nextCut(), null);
});

t.test('an enlargement that was given up is made once more', async (t) => {
  const setup = await cutWithout(t, 'image-undecodable');
  setup.run('failUpscale', 1, setup.photo(1)?.frameId ?? 0, 'vision-timeout');
  t.match(setup.burst(1), { state: 'cut', retryable: true });
  setup.run('retryBurst', 1);
  t.match(setup.burst(1), { state: 'cut', retryable: false });
  t.match(setup.nextUpscaleJob(), { photoId: 1, attempts: 0 });
  t.match(setup.events.at(-1), { type: 'photo.updated', data: { photoId: 1, version: 1, favourite: false } });
});

t.test('a burst that was given up can still be tried, with every frame that is there', async (t) => {
  const setup = openTestWriter(t);
  const reads = { ...workReads(setup.db), ...burstReads(setup.db), ...cameraReads(setup.db) };
  setup.run('addCamera', 'porch', 'Porch', KEY);
  for (let id = 1; id <= MOST_ASIDE + 1; id += 1) {
    await sendBurst(setup.run, `b${id}`, { count: 2 });
    await setup.clock.advance(1000);
    if (id === 1) setup.run('setAside', 1, 'vision-crashed');
    setup.run('setBurstAside', id, { reason: 'unforeseen', detail: 'x is not iterable' });
  }
  t.match(reads.burst(1), {
    state: 'empty',
    retryable: true,
    frames: [{ state: 'aside' }, { state: 'kept' }],
  });
  t.match(reads.burstsWithFramesAside(), [{ id: 1, reason: 'vision-crashed', frames: 1 }]);
  setup.run('retryBurst', 1);
  t.match(reads.burst(1), { state: 'closed', frames: [{ state: 'durable' }, { state: 'durable' }] });
  t.match(reads.frameAccounts(), [{ waiting: 2 * MOST_ASIDE + 2, kept: 0, aside: 0 }]);
  t.equal(await makePhoto(setup.run, reads.cutJob(1)), 1);
  t.match(reads.burst(1), { state: 'cut', frames: [{ state: 'chosen' }, { state: 'kept' }] });
});
