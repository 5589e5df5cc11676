import t from 'tap';
import { readPictures } from '../../../src/cameras/streams/read-pictures.js';
import { StreamReader } from '../../../src/cameras/streams/stream-reader.js';
import type { Clock } from '../../../src/core/clock.js';
import { Refusal } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { esphomeSnapshot } from '../../support/camera-firmware.js';
import { hurriedClock } from '../../support/hurried-clock.js';
import { sampleFrames, tinyJpeg } from '../../support/jpegs.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { startRawServer } from '../../support/raw-server.js';

const log = createLog('silent');

/** A reader of a server with a clock that the test moves, and what it has said so far. */
function readerOf<C extends Clock>(
  t: { teardown(end: () => unknown): void },
  url: string,
  clock: C,
  check = () => {},
) {
  const changes: boolean[] = [];
  const heard = { pictures: 0, onPicture: () => {}, onChange: () => {} };
  const reader = new StreamReader({
    camera: 'garden',
    source: { url, address: '127.0.0.1', certificate: null, credentials: null },
    read: readPictures,
    check,
    onPicture() {
      heard.pictures += 1;
      heard.onPicture();
    },
    onChange(reading) {
      changes.push(reading);
      heard.onChange();
    },
    clock,
    log,
  });
  t.teardown(() => reader.stop());
  return { reader, clock, changes, heard };
}

/** Resolves when `holds`, looked at again every few milliseconds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

t.test('a camera that goes away is said with its reason and since when, and found again', async (t) => {
  let away = false;
  const serve = esphomeSnapshot(sampleFrames());
  const server = await startRawServer(t, (request, socket) => {
    if (away) socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    else serve(request, socket);
  });
  const { reader, changes, heard } = readerOf(t, `${server.url}/`, hurriedClock(20));
  reader.start();
  await until(() => heard.pictures > 2);
  t.same([reader.reading, reader.issue], [true, null]);
  away = true;
  await until(() => reader.issue?.code === 'stream-not-found');
  const first = reader.issue;
  t.match(first, { code: 'stream-not-found', text: /nothing at this path/ });
  t.equal(reader.reading, false);
  const asked = server.requests.length;
  await until(() => server.requests.length > asked + 2);
  t.equal(reader.issue?.since, first?.since, 'the cause holds since it began');
  away = false;
  await until(() => reader.reading);
  t.equal(reader.issue, null);
  await reader.stop();
  t.same(changes, [true, false, true, false]);
});

t.test('a camera that is not there is asked less and less often', async (t) => {
  const tries: number[] = [];
  const { reader, clock } = readerOf(t, 'http://127.0.0.1:9/', new ManualClock(), () => {
    tries.push(clock.monotonic());
    throw new Refusal('stream-address', 'Not there.');
  });
  reader.start();
  await settled();
  await clock.advance(10 * 60_000);
  const waits = tries.slice(1).map((at, index) => at - (tries[index] as number));
  t.ok(
    waits.every((wait, index) => wait >= Math.min(60_000, 1000 * 2 ** index)),
    waits.join(),
  );
  t.ok(waits.every((wait) => wait <= 75_000));
  t.match(reader.issue, { code: 'stream-address', text: 'Not there.' });
});

t.test('a fault of the hub does not end the tries', async (t) => {
  let tries = 0;
  const { reader, clock } = readerOf(t, 'http://127.0.0.1:9/', new ManualClock(), () => {
    tries += 1;
    throw new TypeError('nobody foresaw this');
  });
  reader.start();
  await settled();
  await clock.advance(10_000);
  t.ok(tries > 2);
  t.match(reader.issue, { code: 'internal' });
});

t.test('a stop ends a stream in the middle, and says nothing against the camera', async (t) => {
  const server = await startRawServer(t, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a\r\n\r\n--a\r\n\r\n');
    socket.write(tinyJpeg(1));
    socket.write('\r\n--a\r\n');
  });
  const { reader, heard } = readerOf(t, server.url, new ManualClock());
  await new Promise<void>((resolve) => {
    heard.onPicture = resolve;
    reader.start();
  });
  await reader.stop();
  t.equal(reader.issue, null);
  t.equal(reader.reading, false);
});
