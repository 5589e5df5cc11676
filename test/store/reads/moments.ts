import t from 'tap';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { type MomentPhoto, momentReads, momentsOf } from '../../../src/store/reads/moments.js';
import { workReads } from '../../../src/store/reads/work.js';
import { KEY, makePhoto, openTestWriter, sendBurst } from '../../support/store.js';

const MINUTE = 60_000;
const left = { x: 0.1, y: 0.2, width: 0.3, height: 0.3 };
const right = { x: 0.6, y: 0.2, width: 0.3, height: 0.3 };

let ids = 0;
const at = (minutes: number, more: Partial<MomentPhoto> = {}): MomentPhoto => ({
  id: ++ids,
  camera: 'hall',
  takenAt: minutes * MINUTE,
  pet: 'cat',
  pets: [1],
  place: minutes % 2 === 0 ? left : right,
  favourite: false,
  score: 0.5,
  ...more,
});
const lengths = (photos: MomentPhoto[]) => momentsOf(photos).map((moment) => moment.photos.length);

t.test('a pet that is about is one moment for half an hour, then the next begins', async (t) => {
  t.strictSame(lengths([at(0), at(9), at(20), at(29), at(38), at(41)]), [4, 2]);
  t.strictSame(lengths([at(0), at(31)]), [1, 1]);
});

t.test('a pet that sleeps for three hours is one moment', async (t) => {
  const night = [0, 20, 50, 110, 180].map((minutes) => at(minutes, { place: left }));
  const [moment, ...others] = momentsOf(night);
  t.equal(others.length, 0);
  t.match(moment, {
    from: 0,
    until: 180 * MINUTE,
    stillSince: 0,
    photos: night.map(({ id }) => id).reverse(),
  });
});

t.test('one that plays and then lies down has rested since it lay down', async (t) => {
  const photos = [at(1), at(4), at(10), ...[40, 70, 100].map((minutes) => at(minutes, { place: left }))];
  t.match(momentsOf(photos), [{ from: MINUTE, stillSince: 4 * MINUTE, until: 100 * MINUTE }]);
  t.match(momentsOf([at(0), at(2)]), [{ stillSince: null }], 'a short stay is not told');
});

t.test('another pet is another scene; a photo that does not say who is is none', async (t) => {
  t.strictSame(lengths([at(0), at(2, { pets: [2] })]), [1, 1]);
  t.strictSame(lengths([at(0), at(2, { pets: [1, 2] })]), [2]);
  t.strictSame(lengths([at(0, { pets: [] }), at(2, { pets: [], pet: 'dog' })]), [1, 1]);
  t.strictSame(lengths([at(0), at(2, { pets: [], pet: null, place: null })]), [2]);
  t.strictSame(lengths([at(0), at(2, { pets: [], pet: 'unsure' })]), [2]);
  t.strictSame(lengths([at(0, { pets: [] }), at(2, { pets: [], pet: 'other' })]), [1, 1]);
});

t.test('cameras have moments of their own, and each is shown by its best', async (t) => {
  const photos = [at(0), at(1, { camera: 'porch' }), at(2, { score: 0.9 }), at(3, { score: 0.9 })];
  const [hall, porch] = momentsOf(photos);
  t.strictSame([hall?.photos.length, porch?.photos.length], [3, 1]);
  t.equal(hall?.cover, photos[3]?.id, 'of equals the newer');
  const heart = [at(0, { favourite: true, score: 0.1 }), at(2, { score: 1 })];
  t.equal(momentsOf(heart)[0]?.cover, heart[0]?.id);
  const cat = [at(0, { score: 0.1 }), at(2, { score: 1, pet: null, pets: [] })];
  t.equal(momentsOf(cat)[0]?.cover, cat[0]?.id);
});

t.test('the moments of a period are those that ended in it, whole', async (t) => {
  const { db, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const start = 1_763_867_000_000;
  const made: number[] = [];
  for (const minutes of [0, 60, 120]) {
    await sendBurst(run, `b${minutes}`, { at: start + minutes * MINUTE });
    made.unshift(await makePhoto(run, workReads(db).nextCutJob()));
  }
  const { moments } = momentReads(db);
  const all = () => true;
  const [moment] = moments(start + 100 * MINUTE, start + 200 * MINUTE, all);
  t.strictSame(moment?.photos, made, 'the pet of these photos stays where it is');
  t.ok(moment?.stillSince);
  t.strictSame(moments(start - MINUTE, start + 100 * MINUTE, all), [], 'it goes on later');
  t.strictSame(
    moments(start, start + 200 * MINUTE, () => false),
    [],
  );
  const { id } = run('addPet', { name: 'Nabi', kind: 'cat', photo: null });
  run('answerPhoto', made[0] as number, { pets: [id] });
  run('answerPhoto', made[2] as number, 'nobody');
  t.equal(moments(start, start + 200 * MINUTE, all).length, 1);
  t.equal(galleryReads(db).photos({ limit: 9 }).length, 3);
});
