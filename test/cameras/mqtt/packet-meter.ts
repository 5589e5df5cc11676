import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { PacketMeter } from '../../../src/cameras/mqtt/packet-meter.js';
import { refusalOf } from '../../support/refusals.js';

/** A packet with a body of `length` bytes. */
function packet(length: number): Buffer {
  const header = [0x30];
  let rest = length;
  do {
    header.push((rest & 0x7f) | (rest > 127 ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

/** Where packets end when the bytes come in pieces. */
function endsOf(meter: PacketMeter, pieces: Uint8Array[]): number[] {
  const ends: number[] = [];
  let before = 0;
  for (const piece of pieces) {
    let at = 0;
    while (at < piece.length) {
      const { end, complete } = meter.take(piece, at);
      if (complete) ends.push(before + end);
      at = end;
    }
    before += piece.length;
  }
  return ends;
}

t.test('packets are found however the bytes are cut', async () => {
  const lengths = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(0, 127, 128, 16383, 16384)), {
    maxLength: 6,
  });
  const property = fc.property(lengths, fc.integer({ min: 1, max: 500 }), (list, size) => {
    const packets = list.map(packet);
    const stream = Buffer.concat(packets);
    const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
      stream.subarray(at * size, at * size + size),
    );
    let sum = 0;
    const wanted = packets.map(({ length }) => {
      sum += length;
      return sum;
    });
    assert.deepEqual(endsOf(new PacketMeter(1e6), pieces), wanted);
  });
  fc.assert(property);
});

t.test('too much is refused by its header alone, and the limit counts the header', async (t) => {
  t.equal(
    refusalOf(() => new PacketMeter(130).take(packet(127), 0)),
    'accepted',
    '129 bytes',
  );
  t.equal(
    refusalOf(() => new PacketMeter(130).take(packet(128), 0)),
    'packet-too-large',
    '131 bytes',
  );
  const announced = Buffer.from([0x10, 0x80, 0x80, 0x80, 0x48]);
  t.equal(
    refusalOf(() => new PacketMeter(1024).take(announced, 0)),
    'packet-too-large',
    '150 MB',
  );
  t.equal(
    refusalOf(() => new PacketMeter(1024).take(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 1]), 0)),
    'packet-malformed',
  );
});
