import t from 'tap';
import { type StoredEvent, storedEvent } from '../../../../src/core/events.js';
import { EventStream } from '../../../../src/server/api/events/event-stream.js';
import { settled } from '../../../support/manual-clock.js';

/** A log in memory, which says how it was read. */
function logOf(count: number, first = 1) {
  const events: StoredEvent[] = [];
  const add = (burst = '') => {
    const data = { burstId: 1, camera: 'hall', burst, state: 'cut' as const, frames: 0, missing: [] };
    events.push(storedEvent(first + events.length, 0, 'burst.closed', data));
  };
  for (let number = 0; number < count; number += 1) add();
  const reads: number[] = [];
  return {
    add,
    reads,
    eventsSince(id: number, limit: number) {
      reads.push(id);
      return events.filter((event) => event.id > id).slice(0, limit);
    },
    lastEventId: () => events.at(-1)?.id ?? 0,
    firstEventId: () => events[0]?.id ?? 0,
  };
}

function collect(stream: EventStream) {
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return {
    text: () => text,
    ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
  };
}

t.test('a log that cannot be read ends the stream, so that the page comes back', async (t) => {
  const log = logOf(1);
  const stream = new EventStream(log);
  collect(stream);
  await settled();
  log.eventsSince = () => {
    throw new Error('the disk');
  };
  stream.wake();
  await settled();
  t.ok(stream.destroyed);
});

t.test('a first visit hears what comes next', async (t) => {
  const log = logOf(3);
  const stream = new EventStream(log);
  const heard = collect(stream);
  await settled();
  t.equal(heard.text(), 'retry: 3000\nevent: hello\ndata: {"last":3}\n\n');
  log.add('hi');
  stream.wake();
  await settled();
  t.match(
    heard.text(),
    'id: 4\nevent: burst.closed\ndata: {"id":4,"at":0,"type":"burst.closed","data":{"burstId":1,"camera":"hall","burst":"hi","state":"cut","frames":0,"missing":[]}}\n\n',
  );
});

t.test('a phone that slept hears everything it missed, once and in order', async (t) => {
  const log = logOf(170);
  const heard = collect(new EventStream(log, 20));
  await settled();
  t.strictSame(
    heard.ids(),
    Array.from({ length: 150 }, (_, index) => 21 + index),
  );
});

t.test('what has left the log is told, so that the phone loads everything anew', async (t) => {
  const trimmed = collect(new EventStream(logOf(5, 100), 42));
  const ahead = collect(new EventStream(logOf(5), 99));
  const edge = collect(new EventStream(logOf(5, 100), 99));
  await settled();
  t.match(trimmed.text(), 'event: reset\ndata: {}\n\n');
  t.strictSame(trimmed.ids(), []);
  t.match(ahead.text(), 'event: reset', 'also of a hub whose database was replaced');
  t.notMatch(edge.text(), 'event: reset');
  t.strictSame(edge.ids(), [100, 101, 102, 103, 104]);
});

t.test('a phone that reads nothing costs one batch, and goes on where it was', async (t) => {
  const log = logOf(0);
  for (let count = 0; count < 500; count += 1) log.add('x'.repeat(1000));
  const stream = new EventStream(log, 0);
  stream.read(0);
  await settled();
  for (let turn = 0; turn < 20; turn += 1) stream.wake();
  t.equal(log.reads.length, 1);
  t.ok(stream.readableLength < 80_000);
  const heard = collect(stream);
  await settled();
  await settled();
  t.equal(heard.ids().length, 500);
});

t.test('a phone that stays away is dropped after three heartbeats', async (t) => {
  const log = logOf(0);
  for (let count = 0; count < 100; count += 1) log.add('x'.repeat(1000));
  const stream = new EventStream(log, 0);
  stream.read(0);
  await settled();
  stream.beat();
  stream.beat();
  t.notOk(stream.destroyed);
  stream.beat();
  t.ok(stream.destroyed);
  stream.wake();
  t.equal(log.reads.length, 1, 'and is read for no longer');
});

t.test('a phone that reads gets heartbeats, and what is not worth keeping', async (t) => {
  const stream = new EventStream(logOf(0));
  const heard = collect(stream);
  await settled();
  for (let beat = 0; beat < 5; beat += 1) {
    stream.beat();
    await settled();
  }
  t.notOk(stream.destroyed);
  stream.tell('upscale.progress', { photoId: 1, done: 0.5 });
  await settled();
  t.match(heard.text(), 'event: upscale.progress\ndata: {"photoId":1,"done":0.5}\n\n');
  t.match(heard.text(), ': \n\n');
});

t.test('a phone without room goes without what is not worth keeping', async (t) => {
  const stream = new EventStream(logOf(0));
  stream.tell('upscale.progress', { photoId: 1, done: 0.5 });
  const heard = collect(stream);
  await settled();
  t.notMatch(heard.text(), 'upscale.progress');
  stream.finish();
  await settled();
  t.ok(stream.readableEnded, 'a phone that reads hears the end');
  const stalled = new EventStream(logOf(0));
  stalled.finish();
  t.ok(stalled.destroyed, 'one that does not is not waited for');
});
