import t from 'tap';
import { readVersion } from '../../../src/cameras/pairing/version.js';

const said = (prov: object | string) =>
  Buffer.from(typeof prov === 'string' ? prov : JSON.stringify({ prov: { ver: 'v1.1', ...prov } }));

t.test('security 2 with a counted nonce is taken', async (t) => {
  const cap = ['wifi_scan'];
  t.same(readVersion(said({ sec_ver: 2, sec_patch_ver: 1, cap }), false), { version: 'v1.1', security: 2 });
  t.same(readVersion(said({ sec_ver: 2, sec_patch_ver: 7 }), false), { version: 'v1.1', security: 2 });
});

t.test(
  'security 1 is taken only where the owner allows it; a camera that says no number means 1',
  async (t) => {
    t.throws(() => readVersion(said({ sec_ver: 1 }), false), { code: 'insecure-camera' });
    t.same(readVersion(said({ sec_ver: 1 }), true), { version: 'v1.1', security: 1 });
    t.same(readVersion(said({}), true), { version: 'v1.1', security: 1 });
  },
);

t.test(
  'a nonce that never changes, and no security at all, are refused whatever the owner allows',
  async (t) => {
    t.throws(() => readVersion(said({ sec_ver: 2, sec_patch_ver: 0 }), true), { code: 'insecure-camera' });
    t.throws(() => readVersion(said({ sec_ver: 2 }), true), { code: 'insecure-camera' });
    t.throws(() => readVersion(said({ sec_ver: 0 }), true), { code: 'insecure-camera' });
    t.throws(() => readVersion(said({ cap: ['no_sec'] }), true), { code: 'insecure-camera' });
  },
);

t.test('what is no answer, or of a protocol to come, is not guessed at', async (t) => {
  for (const text of ['', 'no json', '[]', '{"prov":{}}', '{"prov":{"ver":1}}']) {
    t.throws(() => readVersion(said(text), true), { code: 'unknown-protocol' }, text);
  }
  t.throws(() => readVersion(said({ sec_ver: 3, sec_patch_ver: 1 }), true), { code: 'unknown-protocol' });
  t.equal(readVersion(said({ ver: 'x'.repeat(100), sec_ver: 1 }), true).version.length, 16);
});
