import t from 'tap';
import { IssueTracker } from '../../../../src/server/api/routes/issue-tracker.js';

t.test('an issue has the time since which it is known, until it is gone', async (t) => {
  let now = 1000;
  const book = new IssueTracker({ now: () => now });
  const broker = { code: 'broker-away', text: 'the broker is away' };
  const disk = { code: 'storage', text: 'the disk is full' };
  t.strictSame(book.look([]), []);
  t.strictSame(book.look([broker]), [{ ...broker, since: 1000 }]);
  now = 2000;
  t.strictSame(book.look([broker, disk]), [
    { ...broker, since: 1000 },
    { ...disk, since: 2000 },
  ]);
  now = 3000;
  t.strictSame(book.look([disk]), [{ ...disk, since: 2000 }]);
  t.strictSame(book.look([broker]), [{ ...broker, since: 3000 }], 'it has come back');
});

t.test('an issue that knows when it began is believed', (t) => {
  const book = new IssueTracker({ now: () => 5000 });
  t.match(book.look([{ code: 'notify-failing', since: 1000, text: 'no line' }]), [{ since: 1000 }]);
  t.end();
});

t.test('an issue whose numbers change is still the same one', (t) => {
  let now = 1000;
  const book = new IssueTracker({ now: () => now });
  const refused = (about: string, frames: number) => ({
    code: 'frames-refused',
    about,
    text: `${frames} frames`,
  });
  book.look([refused('porch', 1)]);
  now = 2000;
  t.match(book.look([refused('porch', 2), refused('garden', 1)]), [
    { about: 'porch', text: '2 frames', since: 1000 },
    { about: 'garden', since: 2000 },
  ]);
  t.end();
});
