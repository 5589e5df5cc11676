import { createHash } from 'node:crypto';
import t from 'tap';
import { turnJpeg } from '../../../src/core/upright.js';
import { galleryReads } from '../../../src/store/reads/gallery.js';
import { workReads } from '../../../src/store/reads/work.js';
import { KEY, makePhoto, openTestWriter, sendBurst } from '../../support/store.js';

t.test('months with photos, newest first, by the local time of the hub', async (t) => {
  const { db, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const { nextCutJob } = workReads(db);
  const { photoMonths, photos } = galleryReads(db);
  t.strictSame(photoMonths({}), []);
  const taken = [
    new Date(2024, 1, 29, 23, 59, 59),
    new Date(2025, 11, 31, 23, 59, 59),
    new Date(2026, 0, 1, 0, 0, 1),
    new Date(2026, 0, 15, 12),
  ];
  for (const [index, date] of taken.entries()) {
    await sendBurst(run, `b${index}`, { count: 1, at: date.getTime() + 1000 });
    await makePhoto(run, nextCutJob());
  }
  const months = photoMonths({});
  t.match(months, [
    { month: '2026-01', count: 2 },
    { month: '2025-12', count: 1 },
    { month: '2024-02', count: 1 },
  ]);
  for (const { from, until, count } of months) t.equal(photos({ from, until, limit: 10 }).length, count);
  const from = taken[1]?.getTime() ?? 0;
  t.match(photoMonths({ from, until: from + 2001 }), [
    { month: '2026-01', count: 1 },
    { month: '2025-12', count: 1 },
  ]);
  t.strictSame(photoMonths({ cameras: ['hall'] }), []);
  t.match(photoMonths({ cameras: ['hall', 'porch'] }), months);
  t.strictSame(photoMonths({ cameras: [] }), [], 'who may see no camera sees nothing');
  t.strictSame(photos({ cameras: [], limit: 10 }), []);
});

t.test('where the pet is, in parts of the picture; nowhere when there is none', async (t) => {
  const { db, run } = openTestWriter(t);
  run('addCamera', 'porch', 'Porch', KEY);
  const { nextCutJob } = workReads(db);
  const { photo, photos } = galleryReads(db);
  await sendBurst(run, 'with', { count: 1 });
  const id = await makePhoto(run, nextCutJob());
  const subject = { x: 10 / 800, y: 10 / 600, width: 0.25, height: 0.25 };
  t.match(photo(id as number), { subject });
  t.match(photos({ limit: 1 }), [{ subject }]);
  db.prepare('UPDATE photo SET pet = NULL').run();
  t.match(photo(id as number), { pet: null, subject: null });
  db.prepare("UPDATE photo SET pet = 'cat'").run();
  db.prepare('UPDATE frame SET analysis = NULL').run();
  t.match(photo(id as number), { pet: 'cat', subject: null }, 'of a hub that kept no analysis');
});

t.test(
  'pictures of a camera that is mounted sideways leave the store marked; what is kept is what came',
  async (t) => {
    const { db, run } = openTestWriter(t);
    run('addCamera', 'porch', 'Porch', KEY);
    const { nextCutJob, frameBytes } = workReads(db);
    const { image, frameImage } = galleryReads(db);
    await sendBurst(run, 'before', { count: 1 });
    const before = await makePhoto(run, nextCutJob());
    t.match(run('turnCamera', 'porch', 90), { turn: 90 });
    await sendBurst(run, 'after', { count: 1 });
    const after = await makePhoto(run, nextCutJob());
    const stored = db
      .prepare<[], { id: number; bytes: Buffer; sha256: string }>(
        'SELECT f.id, y.bytes, f.sha256 FROM frame f JOIN frame_bytes y ON y.frame_id = f.id ORDER BY f.id',
      )
      .all();
    const [plain, sideways] = stored;
    for (const { bytes, sha256 } of stored)
      t.equal(createHash('sha256').update(bytes).digest('hex'), sha256, 'as the camera sent it');

    t.same(image(before, 'original')?.bytes, plain?.bytes);
    t.match(image(before, 'original'), { turn: 0, sha256: plain?.sha256 });
    const turned = turnJpeg(sideways?.bytes ?? Buffer.alloc(0), 90);
    t.same(image(after, 'original')?.bytes, turned);
    t.match(image(after, 'original'), { turn: 90, sha256: sideways?.sha256 });
    t.same(frameImage(sideways?.id ?? 0)?.bytes, turned);
    t.same(frameBytes(sideways?.id ?? 0), turned, 'for the vision process too');
    t.throws(() => run('turnCamera', 'hall', 90), { code: 'camera-unknown' });
  },
);
