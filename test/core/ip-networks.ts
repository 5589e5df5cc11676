import t from 'tap';
import { addressesIn } from '../../src/core/ip-networks.js';

t.test('addresses and networks of both families hold what belongs to them, and nothing else', async (t) => {
  const isIn = addressesIn(['192.0.2.7', '10.0.0.0/8', '::1', 'fd00::/8']);
  for (const address of ['192.0.2.7', '10.255.0.1', '::1', 'fd12::9']) t.ok(isIn(address), address);
  for (const address of ['192.0.2.8', '11.0.0.1', '::2', 'fe80::1', 'petcam.local', ''])
    t.notOk(isIn(address), address);
  t.notOk(addressesIn([])('127.0.0.1'));
});
