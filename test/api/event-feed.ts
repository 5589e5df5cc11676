import { once } from 'node:events';
import t from 'tap';
import { EventFeed, HEARTBEAT_MS } from '../../src/api/event-feed.js';
import type { StoredEvent } from '../../src/store/types.js';
import { ManualClock, settled } from '../rig/manual-clock.js';

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

t.test('so many pages may listen, and no more', async (t) => {
  const { feed } = feedOf(1);
  const stream = feed.open(undefined, allowed);
  t.throws(() => feed.open(undefined, allowed), { code: 'listeners-full' });
  stream.destroy();
  await once(stream, 'close');
  t.equal(feed.size, 0);
  t.ok(feed.open(undefined, allowed));
});

t.test('whoever signs out hears no more after the next heartbeat', async (t) => {
  const { feed, clock } = feedOf();
  let signedIn = true;
  const stream = feed.open(undefined, () => signedIn).resume();
  await clock.advance(HEARTBEAT_MS);
  t.notOk(stream.readableEnded);
  signedIn = false;
  await clock.advance(HEARTBEAT_MS);
  t.ok(stream.readableEnded);
  t.equal(feed.size, 0);
});

t.test('stopping ends every stream and leaves no timer and no subscription', async (t) => {
  const { feed, clock, listeners } = feedOf();
  const streams = [feed.open(undefined, allowed).resume(), feed.open(undefined, allowed).resume()];
  await clock.advance(HEARTBEAT_MS);
  feed.stop();
  await settled();
  t.ok(streams.every(({ readableEnded }) => readableEnded));
  t.equal(clock.pending, 0);
  t.equal(listeners.size, 0);
});
