import t from 'tap';
import type { Ack, Frame, Manifest } from '../../../src/cameras/protocol/types.js';
import { BurstSender, newBurstKey } from '../../../src/cameras/streams/burst-sender.js';
import { createLog } from '../../../src/core/log.js';
import { tinyJpeg } from '../../support/jpegs.js';
import { ManualClock } from '../../support/manual-clock.js';

/** A sender whose collector only notes what it is given. */
function senderOf() {
  const clock = new ManualClock();
  const frames: Frame[] = [];
  const manifests: Manifest[] = [];
  const collector = {
    frame: async (frame: Frame) => void frames.push(frame),
    manifest: async (_camera: string, manifest: Manifest) => void manifests.push(manifest),
  };
  const sender = new BurstSender({ camera: 'hall', collector, clock, log: createLog('silent') });
  return { clock, frames, manifests, sender };
}

const pictures = (at: number) => [1, 2, 3].map((seed) => ({ bytes: tinyJpeg(seed), at: at + seed * 100 }));
const ackOf = (burst: string, state: Ack['state'], durable: number[]): Ack => ({
  ...{ burst, state, durable },
  ...{ missing: [], rejected: [], time: 0 },
});

t.test('a burst is sent as a camera sends it, with the age of each frame', async (t) => {
  const { clock, frames, manifests, sender } = senderOf();
  await clock.advance(1000);
  await sender.send('b1', 'motion', pictures(500));
  t.match(frames, [
    { camera: 'hall', burst: 'b1', index: 0 },
    { index: 1, bytes: tinyJpeg(2) },
    { index: 2 },
  ]);
  t.match(manifests, [
    { burst: 'b1', trigger: 'motion', frames: [{ ageMs: 400 }, { ageMs: 300 }, { ageMs: 200 }] },
  ]);
  sender.acknowledged(ackOf('b1', 'closed', [0, 1, 2]));
  await clock.advance(60_000);
  t.equal(frames.length, 3, 'nothing again when it is closed');
  t.equal(clock.pending, 0);
  await sender.send('b2', 'motion', []);
  t.equal(manifests.length, 1, 'nothing is said of a burst without pictures');
});

t.test('what is not durable is sent again, and given up in the end', async (t) => {
  const { clock, frames, sender } = senderOf();
  await sender.send('b1', 'command', pictures(0));
  sender.acknowledged(ackOf('b1', 'waiting', [1]));
  sender.acknowledged(ackOf('other', 'closed', []));
  await clock.advance(3000);
  t.same(
    frames.slice(3).map(({ index }) => index),
    [0, 2],
  );
  await sender.send('b2', 'motion', pictures(0));
  await sender.send('b3', 'motion', pictures(0));
  t.equal(sender.lost, 1, 'only two bursts wait');
  await clock.advance(12 * 60_000);
  t.equal(sender.lost, 3);
  t.equal(clock.pending, 0);
});

t.test('a stop sends nothing more', async (t) => {
  const { clock, frames, sender } = senderOf();
  const sending = sender.send('b1', 'motion', pictures(0));
  sender.stop();
  await sending;
  await clock.advance(60_000);
  t.equal(frames.length, 1);
  t.not(newBurstKey(), newBurstKey());
});
