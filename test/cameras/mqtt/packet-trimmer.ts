import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { PacketTrimmer } from '../../../src/cameras/mqtt/packet-trimmer.js';
import { refusalOf } from '../../support/refusals.js';

const LIMIT = 1000;

/** A packet of `type` with a body of `length` bytes that counts. */
function packet(type: number, length: number): Buffer {
  const header = [type];
  let rest = length;
  do {
    header.push((rest & 0x7f) | (rest > 127 ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.from(Array.from({ length }, (_, at) => at % 251))]);
}

/** What passes when the bytes come in pieces of `size`. */
function through(stream: Buffer, size: number): Buffer {
  const trimmer = new PacketTrimmer(LIMIT);
  const passed: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size)
    passed.push(...trimmer.take(stream.subarray(at, at + size)));
  return Buffer.concat(passed);
}

/** Bodies of the packets in `stream`. */
function bodiesOf(stream: Buffer): Buffer[] {
  const bodies: Buffer[] = [];
  let at = 0;
  while (at < stream.length) {
    let length = 0;
    let position = 0;
    let digit = 0x80;
    for (at += 1; (digit & 0x80) !== 0; at += 1) {
      digit = stream[at] as number;
      length += (digit & 0x7f) * 128 ** position++;
    }
    bodies.push(stream.subarray(at, at + length));
    at += length;
  }
  return bodies;
}

t.test(
  'messages within the limit pass as they are, larger ones are cut to it, however the bytes come',
  async () => {
    const lengths = fc.array(fc.constantFrom(0, 1, 127, 128, 900, 997, 998, 2000, 20_000), { maxLength: 6 });
    const property = fc.property(lengths, fc.integer({ min: 1, max: 3000 }), (list, size) => {
      const passed = through(Buffer.concat(list.map((length) => packet(0x32, length))), size);
      const bodies = bodiesOf(passed);
      assert.equal(bodies.length, list.length);
      for (const [at, length] of list.entries()) {
        const body = bodies[at] as Buffer;
        const whole = bodiesOf(packet(0x32, length))[0] as Buffer;
        assert.deepEqual(body, whole.subarray(0, body.length));
        if (length <= 997) assert.equal(body.length, length);
        else assert.ok(body.length < length && body.length >= LIMIT - 5);
      }
    });
    fc.assert(property);
  },
);

t.test('what is no message is refused above the limit, and so is a length without an end', async (t) => {
  t.equal(
    refusalOf(() => through(packet(0x82, 2000), 64)),
    'packet-too-large',
  );
  t.equal(
    refusalOf(() => through(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1]), 6)),
    'packet-malformed',
  );
});
