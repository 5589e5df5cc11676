import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import t from 'tap';
import { LiveView, MOST_VIEWERS } from '../../../src/cameras/live/live-view.js';
import type { Viewer } from '../../../src/cameras/live/viewer.js';
import { Refusal } from '../../../src/core/errors.js';
import { createLog } from '../../../src/core/log.js';
import { jpegOf } from '../../support/frames.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { picturesIn } from './fixtures/pictures.js';

/** A live view whose camera does as the test says. */
function open() {
  const clock = new ManualClock();
  const asked: [camera: string, seconds: number][] = [];
  const camera = { answer: async (): Promise<unknown> => ({}) };
  const live = new LiveView({
    preview: (id, { seconds }) => {
      asked.push([id, seconds]);
      return camera.answer();
    },
    clock,
    log: createLog('silent'),
  });
  return { live, clock, asked, camera };
}

const always = () => true;

/** A phone that reads all there is. */
function phone(viewer: Viewer) {
  const seen: Buffer[] = [];
  const socket = viewer.pipe(new PassThrough());
  socket.on('data', (chunk) => seen.push(chunk));
  return { viewer, ended: once(socket, 'end'), pictures: () => picturesIn(Buffer.concat(seen)) };
}

t.test('the first viewer starts the camera, the last one stops it', async (t) => {
  const { live, clock, asked } = open();
  const mine = phone(await live.watch('porch', always));
  const theirs = phone(await live.watch('porch', always));
  t.strictSame(asked, [['porch', 30]], 'asked once for both');
  live.show('porch', jpegOf(1));
  live.show('kitchen', jpegOf(9));
  await settled();
  t.strictSame(mine.pictures(), [jpegOf(1)]);
  t.strictSame(theirs.pictures(), [jpegOf(1)]);
  mine.viewer.destroy();
  await settled();
  t.strictSame(asked.length, 1);
  theirs.viewer.destroy();
  await settled();
  t.strictSame(asked.at(-1), ['porch', 0]);
  t.equal(live.viewers, 0);
  t.equal(clock.pending, 0, 'nothing is left running');
});

t.test('the camera is asked again before its time is over, as long as somebody watches', async (t) => {
  const { live, clock, asked } = open();
  const { viewer } = phone(await live.watch('porch', always));
  for (let second = 0; second < 60; second += 1) {
    live.show('porch', jpegOf(second));
    await clock.advance(1000);
  }
  t.equal(asked.length, 1 + 4);
  viewer.destroy();
  await settled();
  await clock.advance(60_000);
  t.strictSame(asked.slice(-1), [['porch', 0]]);
  t.equal(asked.length, 1 + 4 + 1);
});

t.test('what the camera has to say reaches whoever wanted to watch', async (t) => {
  const { live, clock, asked, camera } = open();
  camera.answer = async () => {
    throw new Refusal('camera-offline', 'not there');
  };
  await t.rejects(live.watch('porch', always), { code: 'camera-offline' });
  await settled();
  t.equal(live.viewers, 0);
  t.equal(clock.pending, 0);
  camera.answer = async () => ({});
  await live.watch('porch', always);
  t.strictSame(asked.at(-1), ['porch', 30], 'the next one asks anew');
  live.stop();
});

t.test('a camera that goes away ends its streams; one that comes back is asked anew', async (t) => {
  const { live, asked } = open();
  const { ended } = phone(await live.watch('porch', always));
  const other = phone(await live.watch('kitchen', always));
  live.gone('porch');
  live.gone('attic');
  const again = phone(await live.watch('porch', always));
  await ended;
  await settled();
  t.strictSame(
    asked.map(([camera, seconds]) => `${camera} ${seconds}`),
    ['porch 30', 'kitchen 30', 'porch 30'],
    'it is not told to stop after it came back',
  );
  live.show('porch', jpegOf(1));
  live.show('kitchen', jpegOf(2));
  await settled();
  t.equal(again.pictures().length, 1);
  t.equal(other.pictures().length, 1);
  live.stop();
});

t.test('a camera that has gone silent ends the streams, one that pauses for a burst does not', async (t) => {
  const { live, clock, camera } = open();
  const { viewer, ended } = phone(await live.watch('porch', always));
  live.show('porch', jpegOf(1));
  await clock.advance(20_000);
  t.notOk(viewer.readableEnded);
  live.show('porch', jpegOf(2));
  camera.answer = async () => {
    throw new Refusal('camera-timeout', 'no answer');
  };
  await clock.advance(35_000);
  await ended;
  t.equal(live.viewers, 0);
});

t.test('not one more picture for a session that has ended', async (t) => {
  const { live, clock } = open();
  let signedIn = true;
  const mine = phone(await live.watch('porch', () => signedIn));
  const idle = phone(await live.watch('kitchen', () => signedIn));
  live.show('porch', jpegOf(1));
  await settled();
  signedIn = false;
  live.show('porch', jpegOf(2));
  await mine.ended;
  t.strictSame(mine.pictures(), [jpegOf(1)]);
  await clock.advance(5_000);
  await idle.ended;
});

t.test('a phone that sleeps when its time is over is let go all the same', async (t) => {
  const { live, clock, asked } = open();
  let signedIn = true;
  const asleep = await live.watch('porch', () => signedIn);
  asleep.pipe(new PassThrough({ highWaterMark: 1 }));
  const lost = await live.watch('kitchen', always);
  lost.pipe(new PassThrough({ highWaterMark: 1 }));
  for (let index = 0; index < 3; index += 1) {
    live.show('porch', jpegOf(index, 60_000));
    live.show('kitchen', jpegOf(index, 60_000));
    await settled();
  }
  signedIn = false;
  live.gone('kitchen');
  await clock.advance(20_000);
  t.ok(asleep.destroyed && lost.destroyed);
  t.equal(live.viewers, 0);
  t.equal(clock.pending, 0);
  t.strictSame(
    asked.filter(([camera]) => camera === 'kitchen').length,
    1,
    'nobody asks a camera that is gone',
  );
});

t.test('a stream has an end, so that a phone that vanished is not watched for', async (t) => {
  const { live, clock } = open();
  const { ended } = phone(await live.watch('porch', always));
  for (let minute = 0; minute < 5; minute += 1) {
    for (let part = 0; part < 3; part += 1) {
      live.show('porch', jpegOf(part));
      await clock.advance(20_000);
    }
  }
  await ended;
  t.equal(live.viewers, 0);
});

t.test('a phone that does not read never keeps another from seeing, and is let go', async (t) => {
  const { live, clock } = open();
  const asleep = await live.watch('porch', always);
  asleep.pipe(new PassThrough({ highWaterMark: 1 }));
  const awake = phone(await live.watch('porch', always));
  for (let index = 0; index < 20; index += 1) {
    live.show('porch', jpegOf(index, 60_000));
    await clock.advance(1000);
  }
  t.equal(awake.pictures().length, 20);
  t.ok(asleep.destroyed);
  t.equal(live.viewers, 1);
  live.stop();
  await awake.ended;
});

t.test('viewers are counted, and nobody is let in any more when the hub stops', async (t) => {
  const { live } = open();
  for (let count = 0; count < MOST_VIEWERS; count += 1)
    phone(await live.watch(`camera-${count % 3}`, always));
  await t.rejects(live.watch('porch', always), { code: 'viewers-full' });
  live.stop();
  await settled();
  t.equal(live.viewers, 0);
  await t.rejects(live.watch('porch', always), { code: 'viewers-full' });
});
