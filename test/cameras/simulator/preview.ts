import t from 'tap';
import { Preview } from '../../../src/cameras/simulator/preview.js';
import { ManualClock } from '../../support/manual-clock.js';

const small = new Uint8Array(10);
const large = new Uint8Array(100_000);

function view(pictures: Uint8Array[]) {
  const clock = new ManualClock();
  const sent: Uint8Array[] = [];
  const preview = new Preview(
    clock,
    () => pictures,
    (picture) => sent.push(picture),
  );
  return { clock, sent, preview };
}

t.test('a live view sends its frames at its pace, and ends', async (t) => {
  const { clock, sent, preview } = view([large, small]);
  preview.show(3, 500);
  t.equal(sent.length, 1);
  await clock.advance(499);
  t.equal(sent.length, 1);
  await clock.advance(5000);
  t.strictSame(sent, [small, small, small], 'none above the limit');
  t.equal(clock.pending, 0);
});

t.test('a new one takes the place of the old one, zero frames stop it, and so does stop', async (t) => {
  const { clock, sent, preview } = view([small]);
  preview.show(100, 100);
  preview.show(2, 100);
  await clock.advance(10_000);
  t.equal(sent.length, 3);
  preview.show(100, 100);
  preview.show(0, 100);
  await clock.advance(10_000);
  t.equal(sent.length, 4);
  preview.show(100, 100);
  preview.stop();
  await clock.advance(10_000);
  t.equal(sent.length, 5);
});

t.test('without a picture that is small enough nothing is sent', async (t) => {
  const { clock, sent, preview } = view([large]);
  preview.show(2, 100);
  await clock.advance(1000);
  t.strictSame(sent, []);
});
