import fc from 'fast-check';
import t from 'tap';
import { type Candidate, chooseHighlight } from '../../../src/imaging/highlight/choose.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MIDNIGHT = 1_763_852_400_000;

const photo = (id: number, at: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  burstId: id,
  camera: 'kitchen',
  takenAt: MIDNIGHT + at,
  score: 0.6,
  favourite: false,
  hasPet: true,
  ...more,
});

t.test('a quiet day has none', async (t) => {
  t.equal(chooseHighlight('day', []), null);
  t.equal(chooseHighlight('day', [photo(1, HOUR), photo(2, 2 * HOUR)]), null);
  const empty = [1, 2, 3, 4].map((hour) => photo(hour, hour * HOUR, { hasPet: false }));
  t.equal(chooseHighlight('day', empty), null, 'nobody was there');
  const blurred = [1, 2, 3, 4].map((hour) => photo(hour, hour * HOUR, { score: 0.1 }));
  t.equal(chooseHighlight('day', blurred), null, 'nothing worth showing');
});

t.test('a nap of an hour is not a day: its photos are of few moments', async (t) => {
  const nap = Array.from({ length: 60 }, (_, minute) => photo(minute, minute * 4_000));
  t.equal(chooseHighlight('day', nap), null);
});

t.test('the photos come in the order of the day, the best is named', async (t) => {
  const day = [photo(1, 9 * HOUR), photo(2, 20 * HOUR), photo(3, 12 * HOUR, { score: 0.9 })];
  t.strictSame(chooseHighlight('day', day), { photos: [1, 3, 2], best: 3 });
});

t.test('a favourite is shown before anything better, empty room or not', async (t) => {
  const good = Array.from({ length: 20 }, (_, hour) => photo(hour + 1, hour * HOUR, { score: 0.95 }));
  const loved = photo(99, 21 * HOUR, { score: 0.1, favourite: true, hasPet: false });
  const choice = chooseHighlight('day', [...good, loved]);
  t.equal(choice?.best, 99);
  t.equal(choice?.photos.length, 8);
});

t.test('two favourites of one moment are one', async (t) => {
  const twins = [photo(1, HOUR, { favourite: true }), photo(2, HOUR + MINUTE, { favourite: true })];
  const choice = chooseHighlight('day', [...twins, photo(3, 9 * HOUR), photo(4, 12 * HOUR)]);
  t.strictSame(choice?.photos, [1, 3, 4]);
});

t.test('a lively hour does not push the rest of the day out', async (t) => {
  const lively = Array.from({ length: 10 }, (_, index) =>
    photo(index + 1, 8 * HOUR + index * 6 * MINUTE, { score: 0.7 }),
  );
  const evening = photo(50, 20 * HOUR, { score: 0.55 });
  t.ok(chooseHighlight('day', [...lively, evening])?.photos.includes(50));
});

t.test('the other camera is seen, too', async (t) => {
  const kitchen = Array.from({ length: 12 }, (_, index) =>
    photo(index + 1, (6 + index) * HOUR, { score: 0.62 }),
  );
  const garden = photo(80, 9.5 * HOUR, { camera: 'garden', score: 0.6 });
  t.ok(chooseHighlight('day', [...kitchen, garden])?.photos.includes(80));
});

t.test('a week has at most nine, spread over its days', async (t) => {
  const week = Array.from({ length: 7 * 20 }, (_, index) =>
    photo(index + 1, Math.floor(index / 20) * 24 * HOUR + (index % 20) * 40 * MINUTE, {
      score: 0.5 + (index % 7) / 50,
    }),
  );
  const choice = chooseHighlight('week', week);
  t.equal(choice?.photos.length, 9);
  const days = new Set(choice?.photos.map((id) => Math.floor((id - 1) / 20)));
  t.ok(days.size >= 6, `${days.size} of 7 days`);
});

t.test(
  'the same photos give the same highlight in any order, and never two of one burst or moment',
  async () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 500 }),
        burstId: fc.integer({ min: 1, max: 60 }),
        camera: fc.constantFrom('kitchen', 'garden'),
        takenAt: fc.integer({ min: MIDNIGHT, max: MIDNIGHT + 24 * HOUR }),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        favourite: fc.boolean(),
        hasPet: fc.boolean(),
      }),
      { selector: ({ id }) => id, maxLength: 60 },
    );
    fc.assert(
      fc.property(some, (photos) => {
        const choice = chooseHighlight('day', photos);
        const turned = chooseHighlight('day', [...photos].reverse());
        if (JSON.stringify(choice) !== JSON.stringify(turned)) return false;
        const shown = photos
          .filter(({ id }) => choice?.photos.includes(id))
          .sort((a, b) => a.takenAt - b.takenAt);
        const bursts = new Set(shown.map(({ burstId }) => burstId));
        const apart = shown.every(
          (each, index) => index === 0 || each.takenAt - (shown[index - 1]?.takenAt ?? 0) >= 5 * MINUTE,
        );
        return (
          bursts.size === shown.length && apart && (choice === null || choice.photos.includes(choice.best))
        );
      }),
    );
  },
);
