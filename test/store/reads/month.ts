import fc from 'fast-check';
import t from 'tap';
import { monthIn } from '../../../src/store/reads/month.js';

t.test('a month begins and ends by the clock on the wall of its zone', async (t) => {
  const newYear = Date.UTC(2026, 0, 1, 3);
  t.same(monthIn('UTC')(newYear), {
    month: '2026-01',
    from: Date.UTC(2026, 0, 1),
    until: Date.UTC(2026, 1, 1),
  });
  t.same(monthIn('America/New_York')(newYear), {
    month: '2025-12',
    from: Date.UTC(2025, 11, 1, 5),
    until: Date.UTC(2026, 0, 1, 5),
  });
  t.equal(monthIn('Asia/Seoul')(newYear).from, Date.UTC(2025, 11, 31, 15));
  t.equal(monthIn('Asia/Kathmandu')(newYear).from, Date.UTC(2025, 11, 31, 18, 15));
  t.throws(() => monthIn('Mars/Olympus'), RangeError);
});

t.test('without a zone it is the local time of the hub', async (t) => {
  const ms = new Date(2026, 4, 17, 12).getTime();
  const expected = { from: new Date(2026, 4).getTime(), until: new Date(2026, 5).getTime() };
  t.same(monthIn(undefined)(ms), { month: '2026-05', ...expected });
});

t.test('months lie next to each other, across changes of time too', async () => {
  const zones = [
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Amman',
  ];
  const years = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2060, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), years, (zone, ms) => {
      const monthOf = monthIn(zone);
      const { from, until, month } = monthOf(ms);
      const inside = from <= ms && ms < until;
      const [before, first, last, after] = [from - 1, from, until - 1, until].map((at) => monthOf(at));
      return (
        inside &&
        first?.month === month &&
        last?.month === month &&
        before?.until === from &&
        after?.from === until
      );
    }),
    { seed: 6 },
  );
});
