import t from 'tap';
import { openTestStore } from '../../support/store.js';

t.test('security events are kept newest first, in pages', async (t) => {
  const { store, clock } = await openTestStore(t);
  await store.addSecurityEvent({ name: 'sign-in-failed', person: 'Mina', address: '10.0.0.1', count: 3 });
  await clock.advance(1000);
  await store.addSecurityEvent({ name: 'camera-refused', camera: 'porch', count: 1 });
  const [newest, oldest] = store.securityEvents(10);
  t.match(newest, { name: 'camera-refused', camera: 'porch', person: null, address: null, at: clock.now() });
  t.match(oldest, { name: 'sign-in-failed', person: 'Mina', count: 3, at: clock.now() - 1000 });
  t.strictSame(store.securityEvents(10, newest?.id), [oldest]);
  t.strictSame(store.securityEvents(1), [newest]);
});

t.test('only the newest two thousand stay', async (t) => {
  const { store } = await openTestStore(t);
  const failed = { name: 'sign-in-failed', count: 1 } as const;
  // As many at a time as may wait: they share commits.
  for (let times = 0; times < 2010; times += 670)
    await Promise.all(Array.from({ length: 670 }, () => store.addSecurityEvent(failed)));
  t.equal(store.securityEvents(5000).length, 2000);
});
