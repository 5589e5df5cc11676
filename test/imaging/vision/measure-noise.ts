import t from 'tap';
import { noiseOf } from '../../../src/imaging/vision/measure-noise.js';

const WIDTH = 160;
const HEIGHT = 120;

/** Numbers around 0 with standard deviation about 1, the same every time. */
function grain(seed: number): () => number {
  let state = seed;
  return () => {
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      sum += state / 2 ** 32 - 0.5;
    }
    return sum * Math.SQRT2;
  };
}

/** A wall with a grey, textured animal on its right half; `sigma` of noise in each channel. */
function scene(sigma: number, texture = 0): Uint8Array {
  const random = grain(7);
  return Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % WIDTH;
    const fur = x > WIDTH / 2 ? texture * Math.sin(Math.floor(i / 3) * 1.7) : 0;
    return Math.max(0, Math.min(255, Math.round(120 + fur + sigma * random())));
  });
}

t.test('grows with the noise, in luma and in colour', async (t) => {
  const steps = [0, 4, 8, 16].map((sigma) => noiseOf(scene(sigma), WIDTH, HEIGHT));
  for (const channel of ['luma', 'chroma'] as const) {
    const values = steps.map((noise) => noise[channel]);
    t.strictSame(
      values,
      [...values].sort((a, b) => a - b),
      channel,
    );
    t.ok((values[3] as number) > 3 * (values[1] as number), channel);
  }
});

t.test('does not take texture for noise', async (t) => {
  const plain = noiseOf(scene(1), WIDTH, HEIGHT);
  const furry = noiseOf(scene(1, 60), WIDTH, HEIGHT);
  t.ok(furry.luma < 2 * plain.luma + 0.1);
  t.ok(furry.chroma < 2 * plain.chroma + 0.1);
});

t.test('an image too small for a block has none', async (t) => {
  t.strictSame(noiseOf(new Uint8Array(3), 1, 1), { luma: 0, chroma: 0 });
});
