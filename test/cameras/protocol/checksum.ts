import t from 'tap';
import { crcOf, sha256Of } from '../../../src/cameras/protocol/checksum.js';

t.test('the sums are the published ones', async (t) => {
  t.equal(crcOf(Buffer.from('123456789')), 3421780262);
  t.equal(crcOf(new Uint8Array(0)), 0);
  t.equal(sha256Of(Buffer.from('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
