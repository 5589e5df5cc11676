import t from 'tap';
import { photoCount, photoPage, type RawPhoto } from '../../../src/store/reads/photo-page.js';
import type { PhotoFilter, PhotoPageQuery } from '../../../src/store/types.js';
import { fillGallery } from '../../support/many-photos.js';
import { KEY, openTestWriter } from '../../support/store.js';

const PHOTOS = 100_000;

/** What was recognised on a photo: its row, and those of the pets in it. */
const RECOGNISED =
  'SEARCH r USING INTEGER PRIMARY KEY \\(rowid=\\?\\); SEARCH s USING PRIMARY KEY \\(photo_id=\\?\\)';

/** Plan of what is beside each photo of a page, its turn, who is on it and where: rows by their number. */
const BESIDE = [
  'SEARCH b USING INTEGER PRIMARY KEY \\(rowid=\\?\\)',
  'SEARCH a USING INTEGER PRIMARY KEY \\(rowid=\\?\\)',
  'SEARCH l USING COVERING INDEX photo_label_photo \\(photo_id=\\?\\)',
  'SEARCH c USING INTEGER PRIMARY KEY \\(rowid=\\?\\)',
  RECOGNISED,
  RECOGNISED,
]
  .map((step, index) => `CORRELATED SCALAR SUBQUERY ${index + 1}; ${step}`)
  .join('; ');

function filled(t: Parameters<typeof openTestWriter>[0], photos: number) {
  const { db, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  fillGallery(db, photos);
  let stepped = 0;
  db.function('stepped', { deterministic: false }, () => {
    stepped += 1;
    return 1;
  });

  const plan = (query: PhotoPageQuery) => {
    const { sql, values } = photoPage(query, []);
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  };
  /** Runs a page and counts the rows that were looked at, those that a filter skipped included. */
  const page = (query: PhotoPageQuery) => {
    stepped = 0;
    const { sql, values } = photoPage(query, []);
    const rows = db.prepare(sql.replace(' WHERE ', ' WHERE stepped() AND ')).all(...values) as RawPhoto[];
    return { rows, stepped };
  };
  return { db, plan, page };
}

t.test('a page of 100,000 photos costs the same wherever it begins', (t) => {
  const { plan, page } = filled(t, PHOTOS);
  const middle = { takenAt: (PHOTOS / 4) * 60_000, id: PHOTOS / 2 };
  const filters: [PhotoFilter, string, number][] = [
    [{}, 'photo_newest', 1],
    [{ cameras: ['porch'] }, 'photo_camera', 1],
    [{ pet: 'cat' }, 'photo_pet', 1],
    [{ pet: 'none' }, 'photo_pet', 1],
    [{ pet: 'any' }, 'photo_any_pet', 1],
    [{ favourite: true }, 'photo_favourite', 1],
    [{ favourite: false }, 'photo_newest', 2],
    [{ cameras: ['porch'], pet: 'cat' }, 'photo_pet', 3],
    [{ cameras: ['hall'], pet: 'any', favourite: true }, 'photo_favourite', 3],
    [{ cameras: ['porch'], pet: 'any' }, 'photo_camera', 2],
    [{ from: 60_000, until: PHOTOS * 60_000 }, 'photo_newest', 1],
    [{ cameras: ['hall'], from: 60_000, until: PHOTOS * 60_000 }, 'photo_camera', 1],
  ];
  for (const [filter, index, skips] of filters) {
    const name = JSON.stringify(filter);
    const first = { ...filter, limit: 50 };
    for (const query of [first, { ...first, after: middle }]) {
      const detail = plan(query).join('; ');
      t.match(
        detail,
        new RegExp(`^(SEARCH|SCAN) photo USING INDEX ${index}( \\([^;]*\\))?; ${BESIDE}$`),
        name,
      );
      const { rows, stepped } = page(query);
      t.equal(rows.length, 50);
      t.ok(stepped <= 50 * skips + 5, `${name}: looked at ${stepped} rows for 50`);
    }
    t.match(plan({ ...first, after: middle }).join('; '), /^SEARCH .*taken_at<\?/, 'seeks, never skips');
    const upward = { ...first, after: middle, oldestFirst: true };
    t.match(plan(upward).join('; '), new RegExp(`^SEARCH photo USING INDEX ${index} .*taken_at>`), name);
    t.ok(page(upward).stepped <= 50 * skips + 5, `${name}, oldest first`);
  }
  t.end();
});

t.test('photos of some cameras: merged in their order, each camera by its own walk', (t) => {
  const { page, db } = filled(t, PHOTOS);
  db.exec("UPDATE photo SET camera = 'attic' WHERE id % 50000 = 8");
  const idsOf = (query: PhotoPageQuery) => page(query).rows.map(({ id }) => id);
  const wanted = (order: string, skip = 0) =>
    db
      .prepare(
        `SELECT id FROM photo WHERE camera IN ('attic', 'hall') AND deleted_at IS NULL ORDER BY taken_at ${order}, id ${order} LIMIT 50 OFFSET ${skip}`,
      )
      .pluck()
      .all();
  const cameras = ['attic', 'hall'];
  t.strictSame(idsOf({ cameras, limit: 50 }), wanted('DESC'));
  t.strictSame(idsOf({ cameras, limit: 50, oldestFirst: true, skip: 30 }), wanted('ASC', 30));
  const rare = page({ cameras: ['attic', 'nowhere'], limit: 50 });
  t.equal(rare.rows.length, 2);
  t.ok(rare.stepped <= 10, `looked at ${rare.stepped} rows for 2`);
  const { sql, values } = photoCount({ cameras: ['attic', 'porch', 'hall'] }, []);
  const all = photoCount({}, []);
  const count = (query: string, given: (string | number)[]) =>
    db
      .prepare(query)
      .pluck()
      .get(...given);
  t.equal(count(sql, values), count(all.sql, all.values));
  t.end();
});

for (const oldestFirst of [false, true]) followsWithoutGaps(oldestFirst);

function followsWithoutGaps(oldestFirst: boolean) {
  const name = `pages follow each other without a gap or a repetition, ${oldestFirst ? 'oldest' : 'newest'} first`;
  t.test(name, (t) => {
    const { page, db } = filled(t, 3000);
    const query: PhotoFilter = { cameras: ['porch'], pet: 'cat', from: 30_000_000, until: 60_000_000 };
    const seen: number[] = [];
    let after: PhotoPageQuery['after'];
    for (;;) {
      const { rows } = page({ ...query, limit: 7, oldestFirst, ...(after ? { after } : {}) });
      const last = rows.at(-1);
      if (!last) break;
      seen.push(...rows.map(({ id }) => id));
      after = { takenAt: last.takenAt, id: last.id };
    }
    const expected = db
      .prepare(
        `SELECT id FROM photo WHERE camera = 'porch' AND pet = 'cat' AND deleted_at IS NULL
       AND taken_at >= 30000000 AND taken_at < 60000000 ORDER BY taken_at ${oldestFirst ? 'ASC, id ASC' : 'DESC, id DESC'}`,
      )
      .pluck()
      .all();
    t.ok(expected.length > 100);
    t.strictSame(seen, expected);
    const jump = page({ ...query, limit: 7, oldestFirst, skip: 93 });
    t.strictSame(
      jump.rows.map(({ id }) => id),
      expected.slice(93, 100),
      'a jump arrives where turning pages does',
    );
    const { sql, values } = photoCount(query, []);
    t.equal(
      db
        .prepare(sql)
        .pluck()
        .get(...values),
      expected.length,
    );
    t.end();
  });
}
