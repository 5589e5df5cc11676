import t from 'tap';
import { checkFrame } from '../../../src/cameras/protocol/jpeg.js';
import { MAX_FRAME_BYTES } from '../../../src/cameras/protocol/limits.js';
import { refusalOf } from '../../support/refusals.js';

const frame = (size: number) => {
  const bytes = Buffer.alloc(size);
  bytes.set([0xff, 0xd8, 0xff]);
  bytes.set([0xff, 0xd9], size - 2);
  return bytes;
};
const verdict = (bytes: Uint8Array) => refusalOf(() => checkFrame(bytes));

t.test('a frame is measured before it is looked at', async (t) => {
  t.equal(verdict(frame(6)), 'accepted');
  t.equal(verdict(frame(MAX_FRAME_BYTES)), 'accepted', 'the limit itself is allowed');
  t.equal(verdict(frame(MAX_FRAME_BYTES + 1)), 'frame-too-large');
  t.equal(verdict(new Uint8Array(0)), 'frame-empty');
});

t.test('a JPEG that lost its head is not one; how it ends is the matter of the decoder', async (t) => {
  const whole = frame(64);
  t.equal(verdict(whole.subarray(0, 63)), 'accepted', 'no end marker');
  t.equal(verdict(Buffer.concat([whole, Buffer.alloc(512)])), 'accepted', 'zeros after the end marker');
  t.equal(verdict(whole.subarray(1)), 'not-jpeg', 'begins later');
  t.equal(verdict(Buffer.from([0xff, 0xd8, 0xff, 0xd9])), 'not-jpeg', 'nothing between');
  t.equal(verdict(Buffer.from('<html>')), 'not-jpeg');
  for (const at of [0, 1, 2]) {
    const damaged = Buffer.from(whole);
    damaged[at] = 0;
    t.equal(verdict(damaged), 'not-jpeg', `byte ${at}`);
  }
});
