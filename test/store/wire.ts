import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { encodeResult, ownBytes } from '../../src/store/wire.js';

t.test('a committed group is plain data', (t) => {
  const refused = { outcomes: [{ value: 1 }, { error: new Refusal('camera-unknown', 'b') }], events: [] };
  t.strictSame(structuredClone(encodeResult(refused, new Fault('storage-full', 'c', 'd'))), {
    outcomes: [{ value: 1 }, { error: { family: 'refusal', code: 'camera-unknown', message: 'b' } }],
    events: [],
    checkpoint: { family: 'fault', code: 'storage-full', message: 'c', hint: 'd' },
  });
  t.equal(encodeResult(refused, null).checkpoint, null);
  t.end();
});

t.test('byte arrays at any depth are copied out of the pool they are views of', (t) => {
  const pool = Buffer.alloc(64, 1);
  const transfer: ArrayBuffer[] = [];
  const given = { small: { bytes: pool.subarray(8, 12) }, list: [pool.subarray(0, 2), 'x', null, 3] };
  const own = ownBytes(given, transfer) as typeof given;
  t.same(own, {
    small: { bytes: new Uint8Array(4).fill(1) },
    list: [new Uint8Array(2).fill(1), 'x', null, 3],
  });
  t.strictSame(
    transfer.map(({ byteLength }) => byteLength),
    [4, 2],
  );
  structuredClone(own, { transfer });
  t.equal(pool.length, 64, 'the pool is whole');
  t.equal(own.small.bytes.length, 0, 'the copy has moved');
  t.end();
});
