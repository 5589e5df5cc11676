import t from 'tap';
import { KEY, openTestStore } from '../../support/store.js';

t.test('what runs by the clock is remembered and forgotten', async (t) => {
  const { store } = await openTestStore(t);
  const row = { name: 'backup', nextAt: 5, lastAt: null, outcome: null, note: '' };
  await store.noteJob(row);
  t.strictSame(store.jobs(), [row]);
  const later = { ...row, nextAt: null, lastAt: 5, outcome: 'failed' as const, note: 'The disk is away.' };
  await store.noteJob(later);
  await store.noteJob({ ...row, name: 'alarm' });
  t.strictSame(store.jobs(), [{ ...row, name: 'alarm' }, later]);
  await store.forgetJob('backup');
  t.equal(store.jobs().length, 1);
});

t.test('a camera has one timetable, which goes with it', async (t) => {
  const { store } = await openTestStore(t);
  await store.addCamera('porch', 'Porch', KEY);
  await store.setTimetable('porch', '{"at":["08:00"]}');
  await store.setTimetable('porch', '{"at":["09:00"]}');
  t.strictSame(store.timetables(), [{ camera: 'porch', spec: '{"at":["09:00"]}' }]);
  await t.rejects(store.setTimetable('shed', '{}'), { code: 'camera-unknown' });
  await store.setTimetable('porch', null);
  t.strictSame(store.timetables(), []);
  await store.setTimetable('porch', '{"at":["09:00"]}');
  await store.removeCamera('porch');
  t.strictSame(store.timetables(), []);
  await store.addCamera('porch', 'Another porch', KEY);
  t.strictSame(store.timetables(), [], 'a camera added later under the same id is a new one');
});
