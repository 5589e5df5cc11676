import t from 'tap';
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
  t.strictSame(photoMonths({ camera: 'hall' }), []);
});
