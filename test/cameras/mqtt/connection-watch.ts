import t from 'tap';
import { ConnectionWatch, WATCHED_MS } from '../../../src/cameras/mqtt/connection-watch.js';
import { ManualClock } from '../../support/manual-clock.js';

t.test('a camera that is restarted now and then is steady', (t) => {
  const clock = new ManualClock();
  const watch = new ConnectionWatch(clock);
  t.match(watch.report('porch'), { state: 'steady', connects: 0, since: null }, 'never seen');
  for (let i = 0; i < 20; i++) {
    watch.connected('porch', true, '192.168.1.20');
    clock.advance(WATCHED_MS / 3);
  }
  t.match(watch.report('porch'), { state: 'steady', connects: 2, replaced: 2 });
  t.end();
});

t.test('one that comes and goes is flapping since it began, until it has been well for a while', (t) => {
  const clock = new ManualClock();
  const watch = new ConnectionWatch(clock);
  for (let i = 0; i < 6; i++) {
    watch.connected('porch', false, '192.168.1.20');
    clock.advance(10_000);
  }
  const since = clock.now() - 10_000;
  t.match(watch.report('porch'), { state: 'flapping', connects: 6, replaced: 0, since });
  watch.connected('porch', false, '192.168.1.20');
  t.match(watch.report('porch'), { state: 'flapping', connects: 7, since }, 'still since then');
  clock.advance(WATCHED_MS);
  t.match(watch.report('porch'), { state: 'steady', connects: 0, since: null });
  t.end();
});

t.test('two cameras with one id end each other', (t) => {
  const clock = new ManualClock();
  const watch = new ConnectionWatch(clock);
  for (let i = 0; i < 1000; i++) {
    watch.connected('porch', i > 0, `192.168.1.${20 + (i % 2)}`);
    clock.advance(100);
  }
  const { state, replaced, addresses } = watch.report('porch');
  t.equal(state, 'contested');
  t.ok(replaced <= 256, 'a wild camera does not fill the memory');
  t.strictSame(addresses.toSorted(), ['192.168.1.20', '192.168.1.21']);
  watch.forget('porch');
  t.equal(watch.report('porch').state, 'steady', 'one that was removed is forgotten');
  t.end();
});

t.test('an external broker tells only who was away', (t) => {
  const watch = new ConnectionWatch(new ManualClock());
  for (let i = 0; i < 10; i++) watch.heard('porch', true);
  t.equal(watch.report('porch').connects, 0, 'the same word again, as when the hub itself connects anew');
  for (let i = 0; i < 6; i++) {
    watch.heard('porch', false);
    watch.heard('porch', true);
  }
  t.match(watch.report('porch'), { state: 'flapping', connects: 6, addresses: [] });
  t.end();
});
