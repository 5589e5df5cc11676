import t from 'tap';
import { LIGHTS, realFrame, shakenBurst } from '../../../scripts/eval/lights.js';

/** A bluish picture that gets brighter to the right. */
const photo = {
  width: 96,
  height: 64,
  data: Uint8Array.from({ length: 96 * 64 * 3 }, (_, at) => {
    const level = 60 + (Math.floor(at / 3) % 96);
    return at % 3 === 2 ? level + 60 : level;
  }),
};
const mean = ({ data }: { data: Uint8Array }) => data.reduce((sum, level) => sum + level, 0) / data.length;
const colour = ({ data }: { data: Uint8Array }) =>
  data.reduce((sum, level, at) => sum + (at % 3 === 2 ? level - (data[at - 2] as number) : 0), 0) /
  (data.length / 3);

t.test('the frames of a burst are of one photo, each a little otherwise, and the same again', async (t) => {
  for (const light of LIGHTS) {
    const [first, second] = await shakenBurst(photo, light, 2, 7);
    const [again] = await shakenBurst(photo, light, 2, 7);
    if (!first || !second || !again) throw new Error('a burst of two frames has two');
    // Byte by byte in one comparison: tap would take minutes to describe how so many numbers differ.
    t.notOk(Buffer.from(first.data).equals(second.data), light);
    t.ok(Buffer.from(again.data).equals(first.data), `${light}, the same seed`);
    t.ok(first.width % 16 === 0 && first.height % 16 === 0);
  }
});

t.test('grey has no colour and dim a third of the light', async (t) => {
  const [asItIs, grey, dim] = await Promise.all(
    (['colour', 'grey', 'dim'] as const).map(async (light) => (await shakenBurst(photo, light, 1, 3))[0]),
  );
  if (!asItIs || !grey || !dim) throw new Error('a burst of one frame has one');
  t.ok(colour(asItIs) > 30);
  t.ok(Math.abs(colour(grey)) < 1);
  t.ok(mean(dim) < 0.45 * mean(asItIs));
});

t.test("a real frame is a camera's already", async (t) => {
  t.equal(await realFrame(photo, 'camera', 1), photo);
  t.equal(await realFrame(photo, 'colour', 1), photo);
  t.ok(Math.abs(colour(await realFrame(photo, 'grey', 1))) < 1);
});
