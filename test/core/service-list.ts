import t from 'tap';
import { ServiceList } from '../../src/core/service-list.js';

/** A list of three services that note what happens to them; the middle one needs the first. */
function listOf(noted: string[]) {
  const note = (what: string) => () => void noted.push(what);
  return ServiceList.begin<{ name: string }>()
    .and(
      'store',
      ({ name }) => {
        noted.push(`store of ${name} starts`);
        return { rows: 3 };
      },
      note('store stops'),
    )
    .and(
      'count',
      async ({ store }) => {
        noted.push('count starts');
        return store.rows;
      },
      note('count stops'),
    )
    .and('report', ({ count }) => `${count} rows`);
}

t.test('services start in order, each with those before it, and stop in reverse', async (t) => {
  const noted: string[] = [];
  const run = listOf(noted).runOf({ name: 'porch' });
  t.strictSame(noted, []);
  t.match(await run.start(), { name: 'porch', store: { rows: 3 }, count: 3, report: '3 rows' });
  t.strictSame(noted, ['store of porch starts', 'count starts']);
  await run.stop();
  t.strictSame(noted.slice(2), ['count stops', 'store stops']);
  await run.stop();
  t.equal(noted.length, 4, 'once');
});

t.test('what has started is stopped when a later service does not start', async (t) => {
  const noted: string[] = [];
  const list = listOf(noted).and('page', () => {
    throw new Error('the port is taken');
  });
  await t.rejects(list.runOf({ name: 'porch' }).start(), { message: 'the port is taken' });
  t.strictSame(noted.slice(2), ['count stops', 'store stops']);
});

t.test('a replaced service stands in for the other, and is ended by whoever gave it', async (t) => {
  const noted: string[] = [];
  const run = listOf(noted)
    .replace({ count: ({ store }) => store.rows * 2 })
    .runOf({ name: 'porch' });
  t.match(await run.start(), { count: 6, report: '6 rows' });
  await run.stop();
  t.strictSame(noted, ['store of porch starts', 'store stops']);
});
