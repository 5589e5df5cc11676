import t from 'tap';
import type { Photo, PhotosPage } from '../../../src/web/api/types.js';
import { MonthPages, type MonthPagesParts } from '../../../src/web/gallery/month-pages.js';
import { makePhoto } from '../fixtures/photo.js';

/** A hub with months of photos; keeps what it was asked for, and answers when it is let. */
function makeHub(counts: Record<string, number>) {
  const asked: string[] = [];
  const photosOf = (month: string): Photo[] =>
    Array.from({ length: counts[month] ?? 0 }, (_, at) => makePhoto(1000 - at, 1000 - at));
  async function fetch(month: string, from: number): Promise<PhotosPage> {
    asked.push(`${month} ${from}`);
    const photos = photosOf(month).slice(from, from + 10);
    return { photos, next: from + 10 < (counts[month] ?? 0) ? String(from + 10) : null };
  }
  return { asked, fetch, counts };
}

function makePages(hub: ReturnType<typeof makeHub>, more: Partial<MonthPagesParts> = {}) {
  let changed: () => void = () => undefined;
  const pages = new MonthPages({
    fetch: hub.fetch,
    pageSize: 10,
    mostPages: 3,
    onChange: () => changed(),
    onFault: (thrown) => {
      throw thrown;
    },
    ...more,
  });
  /** Resolves when `ready` holds, looked at after every page. */
  const until = (ready: () => boolean) =>
    new Promise<void>((resolve) => {
      changed = () => ready() && resolve();
      changed();
    });
  return { pages, until };
}

t.test('a page deep in a month is read without the ones before', async (t) => {
  const hub = makeHub({ a: 45 });
  const { pages, until } = makePages(hub);
  pages.want([{ month: 'a', page: 4 }]);
  await until(() => pages.at('a', 44) !== undefined);
  t.same(hub.asked, ['a 40']);
  for (const page of [0, 1, 2]) {
    pages.want([{ month: 'a', page }]);
    await until(() => pages.at('a', page * 10) !== undefined);
  }
  t.same(hub.asked.slice(1), ['a 0', 'a 10', 'a 20']);
  t.equal(pages.at('a', 44), undefined, 'pages passed long ago are let go');
});

t.test('only the last request is read', async (t) => {
  const hub = makeHub({ a: 100, b: 100, c: 100 });
  const { pages, until } = makePages(hub);
  pages.want([{ month: 'a', page: 9 }]);
  pages.want([{ month: 'b', page: 9 }]);
  pages.want([{ month: 'c', page: 0 }]);
  await until(() => pages.at('c', 0) !== undefined);
  t.same(hub.asked, ['a 90', 'c 0']);
});

t.test('what changed is shown old until it is there anew', async (t) => {
  const hub = makeHub({ a: 5 });
  const { pages, until } = makePages(hub);
  pages.want([{ month: 'a', page: 0 }]);
  await until(() => pages.at('a', 4) !== undefined);
  t.ok(pages.has(1000));
  hub.counts['a'] = 6;
  pages.forget();
  t.ok(pages.at('a', 4), 'still the old one');
  await until(() => pages.at('a', 5) !== undefined);
  t.equal(hub.asked.length, 2);
});

t.test('an answer from before a change is not kept', async (t) => {
  const hub = makeHub({ a: 5 });
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: MonthPagesParts['fetch'] = async (month, skip) => {
    const answer = await hub.fetch(month, skip);
    if (hub.asked.length === 1) await gate;
    return answer;
  };
  const { pages, until } = makePages(hub, { fetch: slow });
  pages.want([{ month: 'a', page: 0 }]);
  hub.counts['a'] = 7;
  pages.forget();
  release();
  await until(() => pages.at('a', 6) !== undefined);
  t.same(hub.asked, ['a 0', 'a 0']);
});

t.test('the pages know better than the count they were told', async (t) => {
  const hub = makeHub({ a: 25 });
  const { pages, until } = makePages(hub);
  t.equal(pages.count('a', 9), 9);
  pages.want([{ month: 'a', page: 0 }]);
  await until(() => pages.at('a', 0) !== undefined);
  t.equal(pages.count('a', 9), 11, 'there is at least one more');
  t.equal(pages.count('a', 30), 30);
  pages.want([{ month: 'a', page: 2 }]);
  await until(() => pages.at('a', 24) !== undefined);
  t.equal(pages.count('a', 30), 25, 'the end was seen');
});

t.test('a request beyond the end of a month ends', async (t) => {
  const hub = makeHub({ a: 5, b: 5 });
  const { pages, until } = makePages(hub);
  pages.want([
    { month: 'a', page: 3 },
    { month: 'b', page: 0 },
  ]);
  await until(() => pages.at('b', 0) !== undefined);
  t.same(hub.asked, ['a 30', 'b 0']);
  t.equal(pages.count('a', 40), 40, 'where the month ends is not known yet');
});

t.test('a photo is replaced where it is', async (t) => {
  const hub = makeHub({ a: 5 });
  const { pages, until } = makePages(hub);
  pages.want([{ month: 'a', page: 0 }]);
  await until(() => pages.at('a', 0) !== undefined);
  pages.replace(makePhoto(999, 999, { favourite: true }));
  t.equal(pages.at('a', 1)?.favourite, true);
  t.equal(pages.at('a', 0)?.favourite, false);
});

t.test('after a fault it is tried again with the next request', async (t) => {
  const hub = makeHub({ a: 5 });
  let broken = true;
  const faults: unknown[] = [];
  const { pages, until } = makePages(hub, {
    fetch: (month, skip) => (broken ? Promise.reject(new Error('away')) : hub.fetch(month, skip)),
    onFault: (thrown) => faults.push(thrown),
  });
  pages.want([{ month: 'a', page: 0 }]);
  await new Promise(setImmediate);
  t.match(faults, [{ message: 'away' }]);
  broken = false;
  pages.want([{ month: 'a', page: 0 }]);
  await until(() => pages.at('a', 0) !== undefined);
});
