import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { decodeAck, encodeAck } from '../../../src/cameras/protocol/ack.js';
import { encodeJson } from '../../../src/cameras/protocol/json.js';
import { ack, anyBytes } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

t.test('an acknowledgement reads back as what was written and fits its limit', async () => {
  fc.assert(fc.property(ack, (value) => assert.deepEqual(decodeAck(encodeAck(value)), value)));
});

t.test('a stranger on the topic is refused', async (t) => {
  t.equal(
    refusalOf(() => decodeAck(encodeJson({ v: 1, burst: 'b', state: 'done' }))),
    'ack-invalid',
  );
  fc.assert(fc.property(anyBytes, (bytes) => typeof refusalOf(() => decodeAck(bytes)) === 'string'));
});
