import t from 'tap';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { momentReads } from '../../../src/store/reads/moments.js';
import { petReads } from '../../../src/store/reads/pets.js';
import { workReads } from '../../../src/store/reads/work.js';
import { followCorrections } from '../../../src/store/writes/seen.js';
import {
  analysisOf,
  cutOf,
  KEY,
  makePhoto,
  openTestWriter,
  sendBurst,
  thumbnailsOf,
} from '../../support/store.js';

/** A home with photos of a cat, of a dog and of nothing. */
async function home(t: Parameters<typeof openTestWriter>[0]) {
  const writer = openTestWriter(t);
  const { db, run } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  const { nextCutJob } = workReads(db);
  const taken = async (name: string, pet: 'cat' | 'dog' | null) => {
    await sendBurst(run, name);
    const job = nextCutJob();
    const frames = job?.frames.map(({ frameId }) => frameId) ?? [];
    return { id: await makePhoto(run, job, { cut: { pet, hasPet: pet !== null } }), frames };
  };
  const cat = await taken('a', 'cat');
  const dog = await taken('b', 'dog');
  const none = await taken('c', null);
  return { ...writer, ...galleryReads(db), ...petReads(db), taken, cat, dog, none };
}

const nabi = { name: 'Nabi', kind: 'cat', photo: null } as const;
const choco = { name: 'Choco', kind: 'dog', photo: null } as const;

t.test('who lives here decides who is on the photos that are there already', async (t) => {
  const { run, photo, photos, cat, dog, none, pets, events } = await home(t);
  t.match(photo(dog.id), { pet: 'dog', pets: [], corrected: false });
  const first = run('addPet', nabi);
  t.match(events.at(-1), { type: 'pets.updated' });
  t.match(photo(dog.id), { pet: 'cat', pets: [first.id] }, 'no dog lives here');
  t.equal(photos({ limit: 9, pet: 'dog' }).length, 0);
  t.equal(photos({ limit: 9, pet: 'cat' }).length, 2);
  t.equal(photos({ limit: 9, who: first.id }).length, 2);
  const second = run('addPet', choco);
  t.match(photo(dog.id), { pet: 'dog', pets: [second.id] });
  t.match(photo(cat.id), { pet: 'cat', pets: [first.id] });
  t.match(photo(none.id), { pet: null, pets: [] });
  t.strictSame(
    photos({ limit: 9, who: second.id }).map(({ id }) => id),
    [dog.id],
  );
  t.strictSame(
    pets().map(({ name }) => name),
    ['Nabi', 'Choco'],
  );
});

t.test('what a person said of a photo wins, and outlasts a swap and a new cut', async (t) => {
  const { run, db, photo, photos, cat, none, dog, events } = await home(t);
  const [one, two] = [run('addPet', nabi), run('addPet', { ...nabi, name: 'Mochi' })];
  t.match(photo(cat.id), { pet: 'cat', pets: [] }, 'two cats are not told apart');
  t.match(run('answerPhoto', cat.id, { pets: [two.id] }), { pets: [two.id], corrected: true });
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId: cat.id } });
  t.match(run('answerPhoto', none.id, { pets: [one.id, two.id] }), { pet: 'cat', pets: [one.id, two.id] });
  t.strictSame(
    photos({ limit: 9, who: two.id }).map(({ id }) => id),
    [none.id, cat.id],
  );
  t.equal(photos({ limit: 9, pet: 'none' }).length, 0);
  run('answerPhoto', dog.id, 'nobody');
  t.match(photo(dog.id), { pet: null, pets: [], corrected: true });

  run('swap', dog.id, dog.frames[1] as number, thumbnailsOf(80));
  t.match(photo(dog.id), { pet: null, corrected: true });
  db.prepare("UPDATE burst SET state = 'closed' WHERE key = 'b'").run();
  const burstId = photo(dog.id)?.burstId as number;
  await makePhoto(run, { burstId, frames: dog.frames.map((frameId) => ({ frameId })) }, {});
  t.match(photo(dog.id), { pet: null, corrected: true }, 'the burst was cut again');

  t.match(run('answerPhoto', dog.id, 'hub'), { pet: 'cat', corrected: false }, 'as it was seen last');
  t.match(run('answerPhoto', cat.id, 'hub'), { pet: 'cat', pets: [], corrected: false });
  t.match(run('answerPhoto', cat.id, 'hub'), { pet: 'cat', corrected: false }, 'twice is once');
});

t.test(
  'a pet of which nobody knows whether it is a cat or a dog is a pet, until somebody says it',
  async (t) => {
    const { run, db, photo, photos, events } = await home(t);
    await sendBurst(run, 'either');
    const job = workReads(db).nextCutJob();
    const box = { x: 0, y: 0, width: 9, height: 9, score: 0.9 };
    const pets = ['dog', 'cat'].map((label) => ({ label, ...box }));
    for (const { frameId } of job?.frames ?? []) run('saveAnalysis', frameId, analysisOf({ pets }));
    const made = { burstId: job?.burstId ?? 0, thumbnails: thumbnailsOf(50), at: 5 };
    const { photoId } = run('saveCut', { ...made, cut: cutOf(3, 0, { pet: 'dog', isKindSure: false }) });
    const id = photoId as number;
    const { moments } = momentReads(db);
    const sizes = () => moments(0, 2e12, () => true).map((moment) => moment.photos.length);
    t.match(photo(id), { pet: 'other', pets: [] });
    t.match(events.at(-1), { type: 'photo.new', data: { pet: 'other' } });
    t.ok(
      photos({ limit: 9, pet: 'dog' }).some((one) => one.id === id),
      'it is listed under the likelier kind',
    );
    const [one, two] = [run('addPet', nabi), run('addPet', choco)];
    t.match(photo(id), { pet: 'other', pets: [] });
    t.notOk(photos({ limit: 9, who: two.id }).some((found) => found.id === id));
    const together = sizes();
    t.match(run('answerPhoto', id, { pets: [one.id] }), { pet: 'cat', pets: [one.id] });
    t.ok(sizes().length >= together.length, 'a cat for sure is another scene than a dog');
    t.match(run('answerPhoto', id, 'hub'), { pet: 'other', pets: [], corrected: false });
    run('removePet', two.id);
    t.match(photo(id), { pet: 'cat', pets: [one.id] }, 'only a cat lives here');
    t.ok(sizes().length <= together.length, 'nothing tells it from the photo of a cat any more');
    t.ok(photos({ limit: 9, who: one.id }).some((found) => found.id === id));

    db.prepare("UPDATE burst SET state = 'closed' WHERE key = 'either'").run();
    await makePhoto(
      run,
      { burstId: job?.burstId as number, frames: job?.frames ?? [] },
      { cut: { pet: 'dog' } },
    );
    run('removePet', one.id);
    t.match(photo(id), { pet: 'dog' }, 'cut again, it is known');
  },
);

t.test('a pet of somebody else is nobody of this home', async (t) => {
  const { run, photo, photos, cat, none } = await home(t);
  const { id } = run('addPet', nabi);
  t.match(run('answerPhoto', cat.id, { pets: [] }), { pet: 'other', pets: [], corrected: true });
  t.match(run('answerPhoto', none.id, { pets: [] }), { pet: 'other', pets: [] });
  t.equal(photos({ limit: 9, who: id }).length, 1, 'the one that looks like a dog');
  const rabbit = run('addPet', { name: 'Toto', kind: 'other', photo: null });
  t.match(run('answerPhoto', cat.id, { pets: [rabbit.id] }), { pet: 'other', pets: [rabbit.id] });
  run('removePet', rabbit.id);
  t.match(photo(cat.id), { pet: 'other', pets: [] }, 'the photo stays, without the name');
});

t.test('two kinds in one frame are two pets, as long as that frame is shown', async (t) => {
  const { run, db, photo, photos } = await home(t);
  await sendBurst(run, 'both');
  const job = workReads(db).nextCutJob();
  const box = { x: 0, y: 0, width: 9, height: 9, score: 0.9 };
  const both = [
    { label: 'cat', ...box },
    { label: 'dog', ...box },
  ];
  const frames = job?.frames.map(({ frameId }) => frameId) ?? [];
  for (const frame of frames)
    run('saveAnalysis', frame, analysisOf({ pets: frame === frames[0] ? both : [] }));
  const result = { burstId: job?.burstId ?? 0, thumbnails: thumbnailsOf(50), at: 5 };
  const { photoId } = run('saveCut', { ...result, cut: cutOf(3) });
  const [one, two] = [run('addPet', nabi), run('addPet', choco)];
  t.strictSame(photo(photoId as number)?.pets, [one.id, two.id]);
  t.ok(photos({ limit: 9, who: two.id }).some(({ id }) => id === photoId));
  run('swap', photoId as number, frames[1] as number, thumbnailsOf(80));
  t.match(photo(photoId as number), { pet: null, pets: [] });
});

t.test('an older program that looked anew without knowing is put right at the next start', async (t) => {
  const { run, db, photo, cat } = await home(t);
  run('addPet', nabi);
  run('answerPhoto', cat.id, 'nobody');
  db.prepare("UPDATE photo SET pet = 'dog' WHERE id = ?").run(cat.id);
  followCorrections(db);
  t.match(photo(cat.id), { pet: null, corrected: true });
});

t.test('a pet is shown by a photo until that goes', async (t) => {
  const { run, pets, cat, db } = await home(t);
  const { id } = run('addPet', { ...nabi, photo: cat.id });
  t.strictSame(pets()[0]?.picture, { photo: cat.id, version: 1 });
  t.match(run('changePet', id, { name: 'Nabiya' }), { name: 'Nabiya', picture: { photo: cat.id } });
  run('deletePhoto', cat.id);
  t.equal(pets()[0]?.picture, null);
  run('restorePhoto', cat.id);
  t.match(run('changePet', id, { photo: null, kind: 'dog' }), { kind: 'dog', picture: null });
  run('changePet', id, { photo: cat.id });
  db.prepare('DELETE FROM photo WHERE id = ?').run(cat.id);
  t.equal(pets()[0]?.picture, null);
});

t.test('what cannot be is refused', async (t) => {
  const { run, cat } = await home(t);
  const { id } = run('addPet', nabi);
  const other = run('addPet', choco);
  t.throws(() => run('addPet', { ...nabi, name: 'NABI' }), { code: 'pet-name-taken' });
  t.throws(() => run('changePet', other.id, { name: 'nabi' }), { code: 'pet-name-taken' });
  t.match(run('changePet', id, { name: 'nabi' }), { name: 'nabi' }, 'its own name is no other one');
  t.throws(() => run('addPet', { ...nabi, name: 'X', photo: 999 }), { code: 'photo-unknown' });
  t.throws(() => run('changePet', 99, {}), { code: 'pet-unknown' });
  t.throws(() => run('removePet', 99), { code: 'pet-unknown' });
  t.throws(() => run('answerPhoto', 999, 'nobody'), { code: 'photo-unknown' });
  t.throws(() => run('answerPhoto', cat.id, { pets: [99] }), { code: 'pet-unknown' });
  for (let count = 2; count < 20; count += 1) run('addPet', { ...nabi, name: `Pet ${count}` });
  t.throws(() => run('addPet', { ...nabi, name: 'One more' }), { code: 'pets-full' });
});
