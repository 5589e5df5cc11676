import { once } from 'node:events';
import t from 'tap';
import type { StoredEvent } from '../../../../src/core/events.js';
import { EventFeed, HEARTBEAT_MS } from '../../../../src/server/api/events/event-feed.js';
import { ManualClock, settled } from '../../../support/manual-clock.js';

function feedOf(most = 4) {
  const clock = new ManualClock();
  const listeners = new Set<(events: StoredEvent[]) => void>();
  const log = {
    eventsSince: () => [],
    lastEventId: () => 0,
    firstEventId: () => 0,
    onEvents: (listener: (events: StoredEvent[]) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const feed = new EventFeed(log, clock, most);
  feed.start();
  return { feed, clock, listeners };
}

const allowed = () => true;
const person = (id: number) => ({ id, role: 'member' as const });
const mina = person(1);

t.test('so many people may listen, and no more', async (t) => {
  const { feed } = feedOf(1);
  const stream = feed.open(undefined, allowed, mina);
  t.throws(() => feed.open(undefined, allowed, person(2)), { code: 'listeners-full' });
  stream.destroy();
  await once(stream, 'close');
  t.equal(feed.size, 0);
  t.ok(feed.open(undefined, allowed, mina));
});

t.test('pages that nobody reads hold no place that somebody wants', async (t) => {
  const { feed } = feedOf(4);
  const unread = [1, 2, 3].map(() => feed.open(undefined, allowed, mina));
  const other = feed.open(undefined, allowed, person(2));
  const third = feed.open(undefined, allowed, person(3));
  t.equal(feed.size, 4);
  const gone = () => unread.map(({ destroyed }) => destroyed);
  t.strictSame(gone(), [true, false, false], 'the oldest of whoever has the most gives way');
  feed.open(undefined, allowed, mina);
  t.strictSame(gone(), [true, true, false], 'who comes back makes room among their own');
  t.notOk(other.destroyed || third.destroyed);
  t.equal(feed.size, 4);
});

t.test('whoever signs out hears no more after the next heartbeat', async (t) => {
  const { feed, clock } = feedOf();
  let signedIn = true;
  const stream = feed.open(undefined, () => signedIn, mina).resume();
  await clock.advance(HEARTBEAT_MS);
  t.notOk(stream.readableEnded);
  signedIn = false;
  await clock.advance(HEARTBEAT_MS);
  t.ok(stream.readableEnded);
  t.equal(feed.size, 0);
});

t.test('stopping ends every stream and leaves no timer and no subscription', async (t) => {
  const { feed, clock, listeners } = feedOf();
  const streams = [1, 2].map(() => feed.open(undefined, allowed, mina).resume());
  await clock.advance(HEARTBEAT_MS);
  feed.stop();
  await settled();
  t.ok(streams.every(({ readableEnded }) => readableEnded));
  t.equal(clock.pending, 0);
  t.equal(listeners.size, 0);
});
