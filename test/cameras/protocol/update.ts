import t from 'tap';
import {
  decodeUpdateResult,
  decodeWant,
  encodeUpdateResult,
  encodeWant,
} from '../../../src/cameras/protocol/update.js';
import { refusalOf } from '../../support/refusals.js';

t.test('what is said is read back', async (t) => {
  const want = { version: '1.2.0', offset: 8192, length: 4096 };
  t.equal(encodeWant(want).toString(), '{"v":1,"version":"1.2.0","offset":8192,"length":4096}');
  t.same(decodeWant(encodeWant(want)), want);
  const restarting = { version: '1.2.0', state: 'restarting' } as const;
  const failed = { version: '1.2.0', state: 'failed', reason: 'hash' } as const;
  t.equal(encodeUpdateResult(restarting).toString(), '{"v":1,"version":"1.2.0","state":"restarting"}');
  for (const result of [restarting, failed]) t.same(decodeUpdateResult(encodeUpdateResult(result)), result);
});

t.test('what breaks the contract is refused', async (t) => {
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
  for (const bad of [
    {},
    { v: 2, version: '1.2.0', offset: 0, length: 1 },
    { v: 1, version: 'next', offset: 0, length: 1 },
    { v: 1, version: '1.2.0', offset: 1, length: 1 },
    { v: 1, version: '1.2.0', offset: -4096, length: 1 },
    { v: 1, version: '1.2.0', offset: 0, length: 0 },
    { v: 1, version: '1.2.0', offset: 0, length: 4097 },
  ])
    t.equal(
      refusalOf(() => decodeWant(bytes(bad))),
      'update-invalid',
      JSON.stringify(bad),
    );
  for (const bad of [
    { v: 1, version: '1.2.0', state: 'failed' },
    { v: 1, version: '1.2.0', state: 'flying' },
    { v: 1, version: '1.2.0', state: 'failed', reason: 'No!' },
  ])
    t.equal(
      refusalOf(() => decodeUpdateResult(bytes(bad))),
      'update-invalid',
      JSON.stringify(bad),
    );
});
