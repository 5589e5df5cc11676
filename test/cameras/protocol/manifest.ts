import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { encodeJson } from '../../../src/cameras/protocol/json.js';
import { decodeManifest, encodeManifest, sameContents } from '../../../src/cameras/protocol/manifest.js';
import { anyBytes, manifest } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

const good = {
  v: 1,
  burst: 'b',
  trigger: 'motion',
  count: 2,
  frames: [
    { index: 0, length: 21874, crc32: 3421780262, ageMs: 1420 },
    { index: 1, length: 22010, crc32: 907060870, ageMs: 920 },
  ],
};
const [first, second] = good.frames;
const verdict = (value: unknown) => refusalOf(() => decodeManifest(encodeJson(value), 'b'));

t.test('a manifest reads back as what was written', async () => {
  fc.assert(
    fc.property(manifest, (value) =>
      assert.deepEqual(decodeManifest(encodeManifest(value), value.burst), value),
    ),
  );
});

t.test('the largest manifest fits the limit of a JSON message', async (t) => {
  const frames = Array.from({ length: 20 }, (_, index) => ({
    index,
    length: 524288,
    crc32: 0xffffffff,
    ageMs: 604800000,
  }));
  const burst = 'x'.repeat(32);
  t.equal(decodeManifest(encodeManifest({ burst, trigger: 'schedule', frames }), burst).frames.length, 20);
});

t.test('unknown fields are left out', async (t) => {
  const value = { ...good, mood: 'happy', frames: [{ ...first, exposure: 3 }, second] };
  t.strictSame(decodeManifest(encodeJson(value), 'b'), {
    burst: 'b',
    trigger: 'motion',
    frames: good.frames,
  });
});

t.test('each broken rule of the table is refused', async (t) => {
  const broken: Record<string, unknown> = {
    'another version': { ...good, v: 2 },
    'no version': { ...good, v: undefined },
    'the burst of another topic': { ...good, burst: 'c' },
    'an unknown trigger': { ...good, trigger: 'mood' },
    'no frames': { ...good, count: 0, frames: [] },
    'a count that is not the length': { ...good, count: 3 },
    '21 frames': {
      ...good,
      count: 21,
      frames: Array.from({ length: 21 }, (_, index) => ({ ...first, index })),
    },
    'an index twice': { ...good, frames: [first, first] },
    'indices that fall': { ...good, frames: [second, first] },
    'an index left out': { ...good, frames: [first, { ...second, index: 2 }] },
    'an empty frame': { ...good, frames: [first, { ...second, length: 0 }] },
    'a frame above the limit': { ...good, frames: [first, { ...second, length: 524289 }] },
    'a signed CRC': { ...good, frames: [first, { ...second, crc32: -1 }] },
    'a CRC of 33 bits': { ...good, frames: [first, { ...second, crc32: 2 ** 32 }] },
    'a fraction of a millisecond': { ...good, frames: [first, { ...second, ageMs: 0.5 }] },
    'an age above a week': { ...good, frames: [first, { ...second, ageMs: 604800001 }] },
    'a list': [good],
    nothing: null,
  };
  for (const [what, value] of Object.entries(broken)) t.equal(verdict(value), 'manifest-invalid', what);
  t.equal(
    refusalOf(() => decodeManifest(Buffer.from([0x22, 0xff, 0x22]), 'b')),
    'manifest-invalid',
    'not UTF-8',
  );
  t.equal(
    refusalOf(() => decodeManifest(Buffer.alloc(4097, 0x20), 'b')),
    'message-too-large',
  );
});

t.test('the refusal says which field is wrong', async (t) => {
  t.throws(() => decodeManifest(encodeJson({ ...good, trigger: 'mood' }), 'b'), { message: /\/trigger/ });
  t.throws(() => decodeManifest(encodeJson([]), 'b'), { message: /The message must/ });
});

t.test('any bytes give a manifest or a refusal', async () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => typeof refusalOf(() => decodeManifest(bytes, 'b')) === 'string'),
  );
});

t.test('the same frames with later ages are the same manifest', async (t) => {
  const one = decodeManifest(encodeJson(good), 'b');
  const later = { ...one, frames: one.frames.map((frame) => ({ ...frame, ageMs: frame.ageMs + 5000 })) };
  t.ok(sameContents(one, later));
  t.notOk(sameContents(one, { ...one, frames: one.frames.slice(0, 1) }));
  for (const change of [{ length: 1 }, { crc32: 1 }]) {
    t.notOk(sameContents(one, { ...one, frames: one.frames.map((frame) => ({ ...frame, ...change })) }));
  }
});
