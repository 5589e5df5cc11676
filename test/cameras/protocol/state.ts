import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  decodeAvailability,
  decodeState,
  encodeAvailability,
  encodeState,
} from '../../../src/cameras/protocol/state.js';
import { anyBytes, state } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

t.test('a state reads back as what was written', async () => {
  fc.assert(fc.property(state, (value) => assert.deepEqual(decodeState(encodeState(value)), value)));
});

t.test('availability is one of two words', async (t) => {
  t.equal(decodeAvailability(encodeAvailability(true)), true);
  t.equal(decodeAvailability(encodeAvailability(false)), false);
  t.equal(encodeAvailability(false).toString(), '{"state":"offline"}');
  t.equal(
    refusalOf(() => decodeAvailability(Buffer.from('{"state":"asleep"}'))),
    'availability-invalid',
  );
});

t.test('any bytes give a value or a refusal', async () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      refusalOf(() => decodeState(bytes));
      refusalOf(() => decodeAvailability(bytes));
    }),
  );
});
