import t from 'tap';
import { parseRange } from '../../../../src/server/api/http/byte-range.js';

const cases: [string | undefined, ReturnType<typeof parseRange>][] = [
  [undefined, 'whole'],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  [' bytes=90-500 ', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-500', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=20-10', 'whole'],
  ['bytes=-', 'whole'],
  ['bytes=0-1,5-6', 'whole'],
  ['pages=1-2', 'whole'],
  ['bytes=a-b', 'whole'],
];

for (const [header, expected] of cases)
  t.test(`Range: ${header}`, async (t) => {
    t.strictSame(parseRange(header, 100), expected);
  });

t.test('nothing can be cut out of nothing', async (t) => {
  t.equal(parseRange('bytes=0-0', 0), 'unsatisfiable');
  t.equal(parseRange('bytes=-1', 0), 'unsatisfiable');
});
