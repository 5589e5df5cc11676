import t from 'tap';
import { signatureOf } from '../../src/vision/measure-signature.js';

const picture = (shift: number, light = 1, width = 90, height = 80) => ({
  data: Float32Array.from(
    { length: width * height },
    (_, i) => light * (128 + 100 * Math.sin((i % width) / 9 + shift) * Math.cos(i / 900)),
  ),
  width,
  height,
});

const distance = (a: number[], b: number[]) =>
  a.reduce((sum, word, i) => {
    let bits = word ^ (b[i] as number);
    let count = 0;
    for (; bits > 0; bits >>= 1) count += bits & 1;
    return sum + count;
  }, 0);

t.test('is four words of 16 bits', async (t) => {
  const words = signatureOf(picture(0));
  t.equal(words.length, 4);
  t.ok(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 16));
});

t.test('hardly changes with light, and does with the scene', async (t) => {
  const scene = signatureOf(picture(0));
  const darker = signatureOf(picture(0, 0.7));
  t.ok(distance(scene, darker) <= 4);
  t.ok(distance(scene, signatureOf(picture(2))) > 12);
});

t.test('works on an image smaller than its grid', async (t) => {
  t.equal(signatureOf({ data: new Float32Array([1, 2]), width: 2, height: 1 }).length, 4);
});
