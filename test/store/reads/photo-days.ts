/** The kept counts of days: always what looking at every photo would give. */
import t from 'tap';
import { type Connection, databasePath, openForWriting } from '../../../src/store/database.js';
import { migrate, migrations } from '../../../src/store/migrations.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { monthIn } from '../../../src/store/reads/month.js';
import { dayCounts } from '../../../src/store/reads/photo-days.js';
import type { PhotoFilter, PhotoPageQuery } from '../../../src/store/types.js';
import { temporaryFolder } from '../../support/folder.js';
import { fillGallery } from '../../support/many-photos.js';
import { KEY, openTestWriter } from '../../support/store.js';

const HOUR_MS = 3_600_000;
/** Two photos each 100 minutes: 104 days over four or five months. */
const PHOTOS = 3_000;
const EVERY_MS = 100 * 60_000;

const SPANS: PhotoFilter[] = [
  {},
  { from: 30 * HOUR_MS },
  { until: 1_000 * HOUR_MS },
  { from: 47 * HOUR_MS + 1, until: 2_011 * HOUR_MS + 7 },
  { from: 100 * HOUR_MS, until: 101 * HOUR_MS },
];
const KINDS: PhotoFilter[] = [
  { movement: 'without' },
  { movement: 'only' },
  { cameras: ['porch'] },
  { cameras: ['hall', 'porch'], movement: 'without' },
  { pet: 'any' },
  { pet: 'cat', cameras: ['hall'] },
  { pet: 'dog' },
  { pet: 'none', movement: 'without' },
  { pet: 'none' },
  { favourite: true },
  { favourite: false },
  { favourite: true, pet: 'cat' },
  { pet: 'cat', movement: 'only' },
];
const ZONES = ['UTC', 'Asia/Seoul', 'America/St_Johns', 'Pacific/Kiritimati'].map((zone) => {
  const wall = monthIn(zone);
  const known = new Map<number, string>();
  const monthOf = (ms: number) => {
    const month = known.get(ms) ?? wall(ms).month;
    known.set(ms, month);
    return month;
  };
  return [zone, monthOf] as const;
});
/** Each kind by itself and within one of the spans, the spans by themselves too. */
const FILTERS = [
  ...SPANS,
  ...KINDS.flatMap((kind, index) => [kind, { ...kind, ...SPANS[1 + (index % (SPANS.length - 1))] }]),
];

/** What happens to photos of a hub: each of it in a few hundred rows. */
const CHANGES = [
  'UPDATE photo SET movement = 1 WHERE id % 7 = 3',
  'UPDATE photo SET favourite = 1 - favourite WHERE id % 31 = 4',
  "UPDATE photo SET pet = CASE WHEN pet IS NULL THEN 'dog' WHEN pet = 'dog' THEN 'cat' END WHERE id % 17 = 5",
  'UPDATE photo SET taken_at = taken_at + 90000000 WHERE id % 13 = 6',
  'UPDATE photo SET deleted_at = 5 WHERE id % 19 = 7',
  'UPDATE photo SET deleted_at = NULL WHERE id % 38 = 26',
  'UPDATE photo SET deleted_at = 9, pet = NULL WHERE id % 190 = 7',
  'DELETE FROM photo WHERE id % 23 = 8',
];

function gallery(t: Parameters<typeof openTestWriter>[0]) {
  const { db, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  fillGallery(db, PHOTOS, EVERY_MS);
  for (const change of CHANGES) db.exec(change);
  return { db, ...galleryReads(db) };
}

t.test('months of any filter and time zone count what a look at every photo finds', async (t) => {
  const { photos, photoMonths } = gallery(t);
  for (const filter of FILTERS) {
    const taken = photos({ ...filter, limit: PHOTOS }).map(({ takenAt }) => takenAt);
    for (const [zone, monthOf] of ZONES) {
      const expected = new Map<string, number>();
      for (const at of taken) expected.set(monthOf(at), (expected.get(monthOf(at)) ?? 0) + 1);
      const months = photoMonths(filter, zone);
      const found = months.map(({ month, count }) => [month, count]);
      t.strictSame(found, [...expected], `${zone} ${JSON.stringify(filter)}`);
      for (const { from, until, month } of months)
        t.strictSame([monthOf(from), monthOf(until - 1)], [month, month]);
    }
  }
});

t.test('a page far down is the one that turning pages leads to', async (t) => {
  const { photos } = gallery(t);
  for (const filter of FILTERS) {
    for (const oldestFirst of [false, true]) {
      const list: PhotoFilter & Pick<PhotoPageQuery, 'oldestFirst'> = { ...filter, oldestFirst };
      const all = photos({ ...list, limit: PHOTOS }).map(({ id }) => id);
      const first = photos({ ...list, limit: 1, skip: 40 })[0];
      const starts = [[0, {}] as const, ...(first ? [[41, { after: { ...first } }] as const] : [])];
      for (const [passed, start] of starts) {
        for (const skip of [1_000, 1_001, 1_999, all.length - passed - 1, all.length, PHOTOS]) {
          if (skip < 1_000) continue;
          const page = photos({ ...list, ...start, skip, limit: 5 }).map(({ id }) => id);
          const expected = all.slice(passed + skip, passed + skip + 5);
          t.strictSame(page, expected, `${JSON.stringify({ ...list, ...start })}, ${skip}`);
        }
      }
    }
  }
});

t.test('a pet of the home is found as its look is counted', async (t) => {
  const { photos, photoMonths, db } = gallery(t);
  db.exec("INSERT INTO pet (name, kind, created_at) VALUES ('Rex', 'dog', 1)");
  for (const pet of ['dog', 'cat', 'other'] as const) {
    const months = photoMonths({ pet }, 'UTC').reduce((sum, { count }) => sum + count, 0);
    t.equal(months, photos({ pet, limit: PHOTOS }).length, pet);
  }
});

t.test('what is counted is what the page asks for; the rest is looked at', async (t) => {
  for (const filter of [{}, { movement: 'without' }, { pet: 'cat', movement: 'without' }] as PhotoFilter[])
    t.ok(dayCounts(filter, []), JSON.stringify(filter));
  for (const filter of [{ who: 1 }, { favourite: false }, { favourite: true, pet: 'any' }] as PhotoFilter[])
    t.equal(dayCounts(filter, []), null, JSON.stringify(filter));
});

t.test('a file of before is counted when it is upgraded, as photos that come later are', async (t) => {
  const open = () => {
    const db = openForWriting(databasePath(temporaryFolder(t)));
    t.teardown(() => db.close());
    return db;
  };
  const fill = (db: Connection) => {
    db.exec("INSERT INTO camera (id, name, created_at) VALUES ('porch', 'Porch', 1)");
    fillGallery(db, 3_000, EVERY_MS);
    db.exec(CHANGES[0] ?? '');
  };
  const [before, after] = [open(), open()];
  migrate(before, migrations.slice(0, 21));
  fill(before);
  migrate(before);
  migrate(after);
  fill(after);
  const counts = (db: Connection) => db.prepare('SELECT * FROM photo_day ORDER BY day, camera').all();
  t.strictSame(counts(before), counts(after));
  t.ok(counts(before).length > 50);
});
