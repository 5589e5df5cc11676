import t from 'tap';
import { EventStreamReader } from '../../../src/web/api/event-stream.js';

const stream =
  ': hello\n\nid: 7\nevent: photo.new\ndata: {"a":1}\n\nid: 8\r\nevent: photo.deleted\r\ndata: one\r\ndata: two\r\n\r\n';

t.test('events come out whole, however the network cuts the bytes', async (t) => {
  const whole = new EventStreamReader().push(stream);
  t.same(whole, [
    { id: '7', type: 'photo.new', data: '{"a":1}' },
    { id: '8', type: 'photo.deleted', data: 'one\ntwo' },
  ]);
  for (let size = 1; size < 12; size++) {
    const reader = new EventStreamReader();
    const events = [];
    for (let at = 0; at < stream.length; at += size) events.push(...reader.push(stream.slice(at, at + size)));
    t.same(events, whole, `pieces of ${size}`);
  }
});

t.test('the id of the last event says where to go on', async (t) => {
  const reader = new EventStreamReader('5');
  t.equal(reader.lastEventId, '5');
  reader.push('data: x\n\n');
  t.equal(reader.lastEventId, '5', 'an event without an id changes nothing');
  reader.push('id: 9\ndata: x\n\n');
  t.equal(reader.lastEventId, '9');
});

t.test('an event without data is none, and an unfinished one waits', async (t) => {
  const reader = new EventStreamReader();
  t.same(reader.push('event: empty\n\n'), []);
  t.same(reader.push('data: half'), []);
  t.same(reader.push('\nunknown: field\nretry\n\n'), [{ id: '', type: 'message', data: 'half' }]);
});
