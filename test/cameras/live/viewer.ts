import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import t from 'tap';
import { LIVE_MEDIA_TYPE, Viewer } from '../../../src/cameras/live/viewer.js';
import { jpegOf } from '../../support/frames.js';
import { settled } from '../../support/manual-clock.js';
import { picturesIn } from './fixtures/pictures.js';

/** A phone that has stopped reading after what fits into `room` bytes. */
function stalled(room: number) {
  const taken: Buffer[] = [];
  return {
    taken,
    socket: new Writable({
      highWaterMark: room,
      write: (chunk) => void taken.push(chunk),
    }),
  };
}

t.test('pictures follow one another, each whole and shown at once', async (t) => {
  const viewer = new Viewer();
  const phone = viewer.pipe(new PassThrough());
  const pictures = [jpegOf(1, 300), jpegOf(2, 70), jpegOf(3, 900)];
  const seen: Buffer[] = [];
  phone.on('data', (chunk) => seen.push(chunk));
  for (const [index, picture] of pictures.entries()) {
    viewer.show(picture);
    await settled();
    t.strictSame(picturesIn(Buffer.concat(seen)).length, index + 1, 'the boundary is there with its picture');
  }
  t.strictSame(picturesIn(Buffer.concat(seen)), pictures);
  viewer.finish();
  await once(phone, 'end');
  t.match(LIVE_MEDIA_TYPE, /^multipart\/x-mixed-replace; boundary=/);
});

t.test('a phone that does not read costs three pictures, whatever comes', async (t) => {
  const viewer = new Viewer();
  const { socket, taken } = stalled(1);
  viewer.pipe(socket);
  for (let index = 0; index < 200; index += 1) {
    viewer.show(jpegOf(index, 60_000));
    await settled();
  }
  const held = viewer.readableLength + socket.writableLength;
  t.ok(held < 2.1 * 60_000, `${held} bytes wait`);
  t.ok(taken.length <= 1);
  viewer.destroy();
});

t.test('a slow phone sees the newest picture, not all of them', async (t) => {
  const viewer = new Viewer();
  const reads: (() => void)[] = [];
  const seen: Buffer[] = [];
  const phone = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      seen.push(chunk);
      reads.push(done);
    },
  });
  viewer.pipe(phone);
  for (let index = 1; index <= 50; index += 1) {
    viewer.show(jpegOf(index, 100));
    await settled();
  }
  for (let read = reads.shift(); read; read = reads.shift()) {
    read();
    await settled();
  }
  const got = picturesIn(Buffer.concat(seen));
  t.ok(got.length <= 3, `${got.length} of 50`);
  t.strictSame(got.at(-1), jpegOf(50, 100));
});

t.test('whoever takes nothing for three beats is let go; whoever waits for a picture is not', async (t) => {
  const asleep = new Viewer();
  asleep.pipe(stalled(1).socket);
  const awake = new Viewer();
  awake.pipe(new PassThrough()).resume();
  await settled();
  asleep.show(jpegOf(1, 1000));
  await settled();
  asleep.show(jpegOf(2, 1000));
  await settled();
  for (let beat = 0; beat < 3; beat += 1) {
    t.notOk(asleep.destroyed);
    asleep.beat();
    awake.beat();
  }
  t.ok(asleep.destroyed);
  t.notOk(awake.destroyed);
  awake.destroy();
});

t.test('the end comes after what is on its way, and does not wait for ever', async (t) => {
  const waiting = new Viewer();
  waiting.show(jpegOf(1));
  waiting.finish();
  waiting.finish();
  waiting.show(jpegOf(2));
  const seen: Buffer[] = [];
  const phone = waiting.pipe(new PassThrough()).on('data', (chunk) => seen.push(chunk));
  await once(phone, 'end');
  t.ok(picturesIn(Buffer.concat(seen)).length <= 1);

  const asleep = new Viewer();
  asleep.pipe(stalled(1).socket);
  asleep.show(jpegOf(1, 1000));
  await settled();
  asleep.finish();
  for (let beat = 0; beat < 3; beat += 1) asleep.beat();
  t.ok(asleep.destroyed);
});

t.test('a hub that stops waits for nobody', async (t) => {
  const asleep = new Viewer();
  asleep.pipe(stalled(1).socket);
  await settled();
  asleep.show(jpegOf(1, 1000));
  await settled();
  asleep.stop();
  t.ok(asleep.destroyed);

  const awake = new Viewer();
  const phone = awake.pipe(new PassThrough()).resume();
  await settled();
  awake.stop();
  await once(phone, 'end');
});
