import t from 'tap';
import { eventReads } from '../../../src/store/reads/events.js';
import { openTestWriter } from '../../support/store.js';

t.test('an event that cannot be read, or is of another version, holds up none behind it', async (t) => {
  const { db, run } = openTestWriter(t);
  const read = eventReads(db);
  const insert = db.prepare('INSERT INTO event (at, type, data) VALUES (1, ?, ?)');
  run('addCamera', 'hall', 'Hall', new Uint8Array(32));
  insert.run('photo.deleted', '{"photoId":');
  insert.run('photo.deleted', '{"photoId":"seven"}');
  insert.run('photo.deleted', 'null');
  insert.run('photo.painted', '{"photoId":7}');
  insert.run('toString', '{}');
  insert.run('photo.deleted', '{"photoId":7,"by":"a newer hub"}');
  run('addCamera', 'porch', 'Porch', new Uint8Array(32));
  t.strictSame(
    read.eventsSince(0, 2).map(({ id, type }) => [id, type]),
    [
      [1, 'camera.updated'],
      [7, 'photo.deleted'],
    ],
    'so many that can be read are given at once',
  );
  t.match(read.eventsSince(7, 2), [{ id: 8, at: Number, data: { camera: 'porch', online: false } }]);
  t.strictSame(read.eventsSince(8, 2), []);
});
