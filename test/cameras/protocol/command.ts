import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  isVerb,
} from '../../../src/cameras/protocol/command.js';
import { encodeJson } from '../../../src/cameras/protocol/json.js';
import { anyBytes, result } from '../../support/arbitraries.js';
import { refusalOf } from '../../support/refusals.js';

t.test('requests and answers read back as what was written', async (t) => {
  const request = { transaction: '7f3a', data: { seconds: 30, fps: 2 } };
  t.strictSame(decodeRequest(encodeRequest(request)), request);
  fc.assert(fc.property(result, (value) => assert.deepEqual(decodeResponse(encodeResponse(value)), value)));
});

t.test('a terse answer still has data and a reason', async (t) => {
  t.strictSame(decodeResponse(encodeJson({ transaction: 'a', status: 'ok' })), {
    transaction: 'a',
    status: 'ok',
    data: {},
  });
  t.match(decodeResponse(encodeJson({ transaction: 'a', status: 'error' })), {
    error: { code: 'unspecified' },
  });
});

t.test('the verbs are those of the contract', async (t) => {
  for (const verb of ['capture', 'settings', 'preview', 'restart', 'time']) t.ok(isVerb(verb), verb);
  t.notOk(isVerb('explode'));
});

t.test('any bytes give a value or a refusal', async () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      refusalOf(() => decodeRequest(bytes));
      refusalOf(() => decodeResponse(bytes));
    }),
  );
});
