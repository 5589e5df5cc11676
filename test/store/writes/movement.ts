import t from 'tap';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { highlightReads } from '../../../src/store/reads/highlights.js';
import { movementReads } from '../../../src/store/reads/movement.js';
import { workReads } from '../../../src/store/reads/work.js';
import { KEY, makePhoto, openTestWriter, sendBurst } from '../../support/store.js';

const AT = 1_763_867_000_000;
const nothing = { cut: { pet: null, hasPet: false } } as const;

/** A camera, and a way to take photos with it. */
function home(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { db, run } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  const work = workReads(db);
  let taken = 0;
  const photograph = async (
    more: Parameters<typeof sendBurst>[2] = {},
    cut: Parameters<typeof makePhoto>[2] = nothing,
  ) => {
    taken += 1;
    await sendBurst(run, `b${taken}`, more);
    return makePhoto(run, work.nextCutJob(), cut);
  };
  return { ...writer, ...work, ...galleryReads(db), ...movementReads(db), ...highlightReads(db), photograph };
}

t.test('a photo without a pet that nobody asked for is left out, and nobody enlarges it', async (t) => {
  const { photograph, photo, photos, photoMonths, movementTimes, nextUpscaleJob, backlog, ...more } = home(t);
  const folded = await photograph();
  t.match(photo(folded), { folded: true, upscale: 'pending' });
  t.equal(nextUpscaleJob(), null);
  t.equal(backlog().upscales, 0);
  t.strictSame(more.cameraBacklogs(), []);
  t.strictSame(more.highlightCandidates(0, 2 * AT), []);
  const asked = await photograph({ trigger: 'command' });
  const cat = await photograph({}, {});
  const idsOf = (query: object) => photos({ limit: 9, ...query }).map(({ id }) => id);
  t.strictSame(idsOf({ movement: 'without' }), [cat, asked], 'one that was asked for is a photo');
  t.strictSame(idsOf({ movement: 'without', cameras: ['porch'] }), [cat, asked]);
  t.strictSame(idsOf({ movement: 'without', pet: 'any' }), [cat]);
  t.strictSame(idsOf({ movement: 'without', pet: 'none' }), [asked]);
  t.strictSame(idsOf({ movement: 'only', cameras: ['porch'] }), [folded]);
  t.strictSame(idsOf({}), [cat, asked, folded]);
  t.match(photoMonths({ movement: 'without' }), [{ count: 2 }]);
  t.match(movementTimes(), [{ camera: 'porch' }]);
  t.equal(backlog().upscales, 2);
});

t.test('who is made a favourite, or said to be on it, is shown like any other', async (t) => {
  const { photograph, run, photo, nextUpscaleJob } = home(t);
  const [heart, nabi] = [await photograph(), await photograph()];
  run('setFavourite', heart, true);
  t.match(photo(heart), { folded: false });
  t.equal(nextUpscaleJob()?.photoId, heart);
  const { id } = run('addPet', { name: 'Nabi', kind: 'cat', photo: null });
  t.match(run('answerPhoto', nabi, { pets: [id] }), { folded: false, pets: [id] });
  run('setFavourite', heart, false);
  t.match(photo(heart), { folded: true });
});

t.test('they go with the frames that were not chosen, and nothing else goes with them', async (t) => {
  const { photograph, run, photos, events } = home(t);
  const [folded, heart] = [await photograph({ at: AT }), await photograph({ at: AT })];
  const cat = await photograph({ at: AT }, {});
  run('setFavourite', heart, true);
  t.match(run('trimMovement', AT - 1000, 9), { photos: 0 });
  t.match(run('trimMovement', AT + 1000, 9, 'hall'), { photos: 0 }, 'of another camera');
  t.match(run('trimMovement', AT + 1000, 9), { photos: 1 });
  t.match(events.at(-1), { type: 'storage.trimmed', data: { photos: 1 } });
  t.strictSame(
    photos({ limit: 9 }).map(({ id }) => id),
    [cat, heart].sort((a, b) => b - a),
  );
  t.equal(
    photos({ limit: 9 }).some(({ id }) => id === folded),
    false,
  );
});

t.test('an owner who wants all of them keeps those that are there', async (t) => {
  const { photograph, run, photo, foldsMovement, movementTimes, events } = home(t);
  const before = await photograph();
  t.equal(foldsMovement(), true);
  run('setFoldsMovement', false);
  t.match(events.at(-1), { type: 'movement.updated', data: { fold: false } });
  t.equal(foldsMovement(), false);
  const meanwhile = await photograph();
  t.match([photo(before), photo(meanwhile)], [{ folded: false }, { folded: false }]);
  run('setFoldsMovement', true);
  const after = await photograph();
  t.match(
    [photo(before), photo(meanwhile), photo(after)],
    [{ folded: false }, { folded: false }, { folded: true }],
  );
  t.equal(movementTimes().length, 1);
});
