import t from 'tap';
import { issuesOfAsides, RETRY_MS, SetAsides } from '../../../src/services/sync/set-aside.js';

const failure = { reason: 'image-damaged', detail: 'An image of it is not what was stored.' };
const photo = (subject: number, mark = '1:0') => ({ kind: 'photo', subject, parent: 0, mark }) as const;
const frame = (subject: number, parent: number) => ({ kind: 'frame', subject, parent, mark: '1' }) as const;

t.test('an object is passed over for an hour, or until it changes', async (t) => {
  const asides = new SetAsides();
  asides.hold(photo(1), failure, 1000);
  t.ok(asides.holds(photo(1), 1000));
  t.notOk(asides.holds(photo(1, '2:0'), 1000), 'another state');
  t.notOk(asides.holds(photo(2), 1000), 'another photo');
  t.equal(asides.nextIn(1000), RETRY_MS);
  t.notOk(asides.holds(photo(1), 1000 + RETRY_MS));
  t.equal(asides.nextIn(2000 + RETRY_MS), 0);
  t.match(asides.list(), [{ subject: 1 }], 'it is said until it is sent, or found no more');
  asides.prune(999 + RETRY_MS);
  t.equal(asides.list().length, 1);
  asides.prune(1000 + RETRY_MS);
  t.strictSame(asides.list(), []);
  t.equal(asides.nextIn(0), null);
});

t.test('losing frames that are passed over are named by their ids', async (t) => {
  const asides = new SetAsides();
  asides.hold(frame(7, 1), failure, 0);
  asides.hold(photo(2), failure, 0);
  t.strictSame(asides.frames(0), [7]);
  t.strictSame(asides.frames(RETRY_MS), []);
  asides.release(frame(7, 1));
  t.strictSame(asides.frames(0), []);
});

t.test('of more than a thousand the oldest is tried again', async (t) => {
  const asides = new SetAsides();
  for (let id = 1; id <= 1001; id += 1) asides.hold(photo(id), failure, id);
  t.equal(asides.list().length, 1000);
  t.notOk(asides.holds(photo(1), 1001));
  t.ok(asides.holds(photo(2), 1001));
});

t.test('the issue names each photo once, with its reason and since when', async (t) => {
  t.strictSame(issuesOfAsides([]), []);
  const asides = new SetAsides();
  asides.hold(frame(7, 3), failure, 5000);
  asides.hold(photo(3), failure, 4000);
  t.strictSame(issuesOfAsides(asides.list()), [
    {
      code: 'sync-set-aside',
      since: 4000,
      text: 'not sent to your storage, and tried again every hour: photo 3 (image-damaged: An image of it is not what was stored.)',
    },
  ]);
});

t.test('of many the issue names five and counts the others', async (t) => {
  const asides = new SetAsides();
  asides.hold({ ...photo(0), kind: 'house' }, failure, 4000);
  for (let id = 1; id <= 6; id += 1) asides.hold(photo(id), failure, 5000);
  const [issue] = issuesOfAsides(asides.list());
  t.match(issue?.text, /people and cameras, photo 1, photo 2, photo 3, photo 4 and 2 more \(/);
});
