import t from 'tap';
import { eventReads } from '../../../src/store/reads/events.js';
import { createContext } from '../../../src/store/writes/context.js';
import { KEY, openTestWriter } from '../../support/store.js';

t.test('events are kept in order, with what they say', (t) => {
  const { db, run, clock } = openTestWriter(t);
  const { eventsSince, lastEventId, firstEventId } = eventReads(db);
  t.equal(lastEventId(), 0);
  t.equal(firstEventId(), 0);
  run('addCamera', 'porch', 'Porch', KEY);
  run('addCamera', 'hall', 'Hall', KEY);
  t.strictSame(eventsSince(0, 1), [
    { id: 1, at: clock.now(), type: 'camera.updated', data: { camera: 'porch', online: false } },
  ]);
  t.match(eventsSince(1, 10), [{ id: 2, data: { camera: 'hall' } }]);
  t.equal(lastEventId(), 2);
  t.end();
});

t.test('only the newest ten thousand are kept', (t) => {
  const { db } = openTestWriter(t);
  const { lastEventId, firstEventId } = eventReads(db);
  const { context } = createContext(db);
  db.transaction(() => {
    for (let count = 0; count < 10_050; count += 1) context.announce('storage.trimmed', { photos: 1 });
  })();
  t.equal(lastEventId(), 10_050);
  t.equal(firstEventId(), 51);
  t.end();
});
