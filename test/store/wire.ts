import t from 'tap';
import { Fault, Refusal } from '../../src/core/errors.js';
import { decodeError, encodeError, encodeResult, ownBytes } from '../../src/store/wire.js';

t.test('errors keep their family, name, hint and cause across threads', (t) => {
  const cause = new Error('SQLITE_FULL');
  const fault = decodeError(structuredClone(encodeError(new Fault('storage-full', 'b', 'c', { cause }))));
  t.ok(fault instanceof Fault);
  t.match(fault, { code: 'storage-full', message: 'b', hint: 'c', cause: { message: 'SQLITE_FULL' } });
  const refusal = decodeError(structuredClone(encodeError(new Refusal('late', 'b'))));
  t.ok(refusal instanceof Refusal);
  t.match(refusal, { code: 'late', message: 'b' });
  t.match(encodeResult({ outcomes: [{ value: 1 }, { error: new Refusal('late', 'b') }], events: [] }, null), {
    type: 'committed',
    outcomes: [{ value: 1 }, { error: { code: 'late', hint: null } }],
  });
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
