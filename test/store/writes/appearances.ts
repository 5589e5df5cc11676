import t from 'tap';
import { appearanceReads } from '../../../src/store/reads/appearances.js';
import { burstReads } from '../../../src/store/reads/bursts.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { momentReads } from '../../../src/store/reads/moments.js';
import { workReads } from '../../../src/store/reads/work.js';
import {
  analysisOf,
  cutOf,
  KEY,
  makePhoto,
  openTestWriter,
  sendBurst,
  thumbnailsOf,
} from '../../support/store.js';

const MODEL = 'looks 1';
const BLACK = [1, 0];
const WHITE = [0, 1];
const nabi = { name: 'Nabi', kind: 'cat', photo: null } as const;

/** A home with two cats, and photos of a cat that nobody has looked at yet. */
async function home(t: Parameters<typeof openTestWriter>[0], photos: number) {
  const writer = openTestWriter(t);
  const { db, run } = writer;
  run('addCamera', 'porch', 'Porch', KEY);
  const { nextCutJob } = workReads(db);
  const ids: number[] = [];
  for (let at = 0; at < photos; at++) {
    await sendBurst(run, `b${at}`, { at: 1_763_867_000_000 + at * 60_000 });
    ids.push(await makePhoto(run, nextCutJob(), { at: 1_763_867_000_000 + at * 60_000 }));
  }
  const [one, two] = [run('addPet', nabi).id, run('addPet', { ...nabi, name: 'Mochi' }).id];
  const reads = { ...galleryReads(db), ...appearanceReads(db) };
  const see = (id: number, ...seen: number[][]) => {
    const appearances = seen.map((appearance) => ({ kind: 'cat' as const, appearance }));
    run('saveAppearances', id, reads.photo(id)?.frameId as number, MODEL, { appearances });
  };
  const nameAll = () => {
    while (reads.hasOldNames(MODEL)) run('nameAgain', MODEL, 2);
  };
  return { ...writer, ...reads, ids: ids as [number, number, number, number], one, two, see, nameAll };
}

t.test(
  'an answer names the photos that are there, and a question is asked where it is not sure',
  async (t) => {
    const { run, photo, photos, ids, one, two, see, nameAll, events, hasOldNames } = await home(t, 4);
    for (const id of ids) see(id, id === ids[1] ? WHITE : BLACK);
    t.match(photo(ids[0]), { pets: [], maybe: null }, 'nothing is known');
    run('answerPhoto', ids[0], { pets: [one] });
    t.ok(hasOldNames(MODEL));
    nameAll();
    t.match(photo(ids[2]), { pets: [], maybe: one }, 'the other cat was never shown');
    run('answerPhoto', ids[1], { pets: [two] });
    nameAll();
    t.match(events.at(-1), { type: 'pets.updated' });
    t.match(photo(ids[2]), { pets: [one], maybe: null, corrected: false });
    t.match(photo(ids[3]), { pets: [one], maybe: null });
    const found = (who: number) => photos({ limit: 9, who }).map(({ id }) => id);
    t.strictSame(found(one), [ids[3], ids[2], ids[0]]);
    t.strictSame(found(two), [ids[1]]);
    t.equal(hasOldNames(MODEL), false);
    const before = events.length;
    run('changePet', two, { name: 'Mochi II' });
    nameAll();
    t.equal(events.length, before + 1, 'names that stay are not told again');
  },
);

t.test('what a person says wins, and "not that one" is kept', async (t) => {
  const { run, photo, ids, one, two, see, nameAll, events } = await home(t, 4);
  for (const id of ids) see(id, id === ids[1] ? WHITE : BLACK);
  run('answerPhoto', ids[0], { pets: [one] });
  run('answerPhoto', ids[1], { pets: [two] });
  nameAll();
  t.match(run('denyPet', ids[2], one), { pets: [], maybe: null });
  t.match(events.at(-1), { type: 'photo.updated', data: { photoId: ids[2] } });
  nameAll();
  t.match(photo(ids[2]), { pets: [], maybe: null }, 'it is neither named nor asked about again');
  run('answerPhoto', ids[3], { pets: [two] });
  nameAll();
  t.match(photo(ids[3]), { pets: [two], corrected: true }, 'whatever it looks like');
  run('answerPhoto', ids[2], { pets: [one] });
  run('answerPhoto', ids[2], 'hub');
  run('answerPhoto', ids[3], 'hub');
  nameAll();
  t.match(photo(ids[2]), { pets: [one], corrected: false }, 'a later answer takes the denial back');
  t.throws(() => run('denyPet', ids[2], 77), { code: 'pet-unknown' });
  t.throws(() => run('denyPet', 77, one), { code: 'photo-unknown' });
});

t.test('a photo that nobody has looked at takes a denial, too', async (t) => {
  const { run, photo, ids, one, two, see } = await home(t, 3);
  t.match(run('denyPet', ids[2], one), { pets: [], maybe: null });
  see(ids[0], BLACK);
  see(ids[1], WHITE);
  run('answerPhoto', ids[0], { pets: [one] });
  run('answerPhoto', ids[1], { pets: [two] });
  see(ids[2], BLACK);
  t.match(photo(ids[2]), { pets: [], maybe: null });
});

t.test('two pets of one photo are two names, and it teaches neither', async (t) => {
  const { run, db, photo, photos, ids, one, two, see, nameAll } = await home(t, 4);
  see(ids[0], BLACK);
  see(ids[1], WHITE);
  see(ids[2], BLACK, WHITE);
  see(ids[3], BLACK, BLACK);
  run('answerPhoto', ids[0], { pets: [one] });
  run('answerPhoto', ids[1], { pets: [two] });
  nameAll();
  t.match(photo(ids[2]), { pets: [one, two], maybe: null });
  t.strictSame(
    photos({ limit: 9, who: two }).map(({ id }) => id),
    [ids[2], ids[1]],
  );
  t.match(photo(ids[3]), { pets: [one], maybe: null }, 'one pet is not there twice');
  const [moment] = momentReads(db).moments(0, 2_000_000_000_000, () => true);
  t.ok(moment);
  run('answerPhoto', ids[2], { pets: [two] });
  nameAll();
  t.match(photo(ids[0]), { pets: [one] });
});

t.test('the queue is what a model has not looked at: answered photos first, then the newest', async (t) => {
  const { run, ids, one, see, nextAppearances, appearancesDue, recognitionBacklog, tellsPetsApart } =
    await home(t, 4);
  t.ok(tellsPetsApart());
  t.match(nextAppearances(MODEL), { photoId: ids[3], said: false, pets: [{ label: 'cat', x: 10 }] });
  run('answerPhoto', ids[0], { pets: [one] });
  const first = nextAppearances(MODEL);
  t.match(first, { photoId: ids[0], said: true });
  see(ids[0], BLACK);
  see(ids[3], BLACK);
  const next = nextAppearances(MODEL);
  t.match(next, { photoId: ids[2] });
  t.match(nextAppearances(MODEL, { takenAt: next?.takenAt as number, id: ids[2] }), { photoId: ids[1] });
  t.strictSame(recognitionBacklog(MODEL), { photos: 4, waiting: 2 });
  t.strictSame(recognitionBacklog('looks 2'), { photos: 4, waiting: 4 }, 'another model looks anew');
  t.match(appearancesDue(MODEL, ids[1]), { photoId: ids[1] });
  t.equal(appearancesDue(MODEL, ids[3]), null);
  for (const id of [ids[1], ids[2]]) see(id, BLACK);
  t.equal(nextAppearances(MODEL), null);
});

t.test('a photo that cannot be looked at does not come again, and another frame does', async (t) => {
  const { run, photo, db, ids, nextAppearances, appearancesDue } = await home(t, 1);
  const { frameId, burstId } = photo(ids[0]) as { frameId: number; burstId: number };
  run('saveAppearances', ids[0], frameId, MODEL, { reason: 'vision-crashed' });
  t.equal(nextAppearances(MODEL), null);
  const other = burstReads(db)
    .burst(burstId)
    ?.frames.find(({ id }) => id !== frameId)?.id as number;
  run('swap', ids[0], other, thumbnailsOf(80));
  t.match(appearancesDue(MODEL, ids[0]), { frameId: other });
  run('saveAppearances', ids[0], frameId, MODEL, { appearances: [] });
  t.match(appearancesDue(MODEL, ids[0]), { frameId: other }, 'what was seen of the old frame is dropped');
  run('saveAppearances', 77, frameId, MODEL, { appearances: [] });
});

t.test('a cut keeps what was seen of its frame, and the photo has its names at once', async (t) => {
  const { run, db, photo, ids, one, two, see } = await home(t, 2);
  see(ids[0], BLACK);
  see(ids[1], WHITE);
  run('answerPhoto', ids[0], { pets: [one] });
  run('answerPhoto', ids[1], { pets: [two] });
  await sendBurst(run, 'new');
  const job = workReads(db).nextCutJob();
  for (const { frameId } of job?.frames ?? []) run('saveAnalysis', frameId, analysisOf());
  const made = run('saveCut', {
    burstId: job?.burstId as number,
    cut: cutOf(3),
    thumbnails: thumbnailsOf(50),
    at: 1,
    seen: { model: MODEL, appearances: [{ kind: 'cat', appearance: WHITE }] },
  });
  t.match(photo(made.photoId as number), { pets: [two], maybe: null });
});

t.test('pets that their kinds tell apart are not looked at', async (t) => {
  const { run, two, tellsPetsApart } = await home(t, 1);
  run('changePet', two, { kind: 'dog' });
  t.equal(tellsPetsApart(), false);
  run('removePet', two);
  t.equal(tellsPetsApart(), false);
});
