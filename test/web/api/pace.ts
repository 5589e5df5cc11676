import t from 'tap';
import { Pace } from '../../../src/web/api/pace.js';

t.test('a few calls go at once, the others one after the other', async (t) => {
  const pace = new Pace(10, 3);
  t.strictSame(
    [1, 2, 3, 4, 5].map(() => pace.book(1000)),
    [0, 0, 0, 100, 200],
  );
});

t.test('a page that was quiet may be quick again', async (t) => {
  const pace = new Pace(10, 3);
  for (let call = 0; call < 5; call++) pace.book(0);
  t.equal(pace.book(5000), 0);
  t.equal(pace.book(5000), 0);
  t.equal(pace.book(5000), 0);
  t.ok(pace.book(5000) > 0);
});

t.test('whatever the hand does, the hub never sees more than it allows', async (t) => {
  const pace = new Pace(8, 12);
  const sent = Array.from({ length: 200 }, (_, call) => call * 5 + pace.book(call * 5));
  for (const from of sent) t.ok(sent.filter((at) => at >= from && at < from + 1000).length <= 20);
});
