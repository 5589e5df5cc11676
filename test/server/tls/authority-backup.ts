import t from 'tap';
import { sealPair, unsealPair } from '../../../src/server/tls/authority-backup.js';

const key = new Uint8Array(32).fill(9);

t.test('an authority that an earlier version sealed is brought back', async (t) => {
  const sealed = 'gFhsREX2P51jqU5/0ELu3aU0eojWszKnbFcE65vhBSw5wyldc8WBSso4O+12RSC+Ah5eOHVxhg==';
  t.strictSame(unsealPair(sealed, key), { cert: 'CERT', key: 'KEY' });
  t.equal(unsealPair(sealed, new Uint8Array(32).fill(8)), null);
  t.equal(unsealPair('', key), null);
});

t.test('what is sealed shows no key, and is brought back', async (t) => {
  const pair = { cert: 'a certificate', key: 'a private key' };
  const sealed = sealPair(pair, key);
  t.notMatch(Buffer.from(sealed, 'base64').toString('latin1'), 'private');
  t.strictSame(unsealPair(sealed, key), pair);
});
