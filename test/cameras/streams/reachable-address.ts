import t from 'tap';
import { type AddressRules, checkAddress } from '../../../src/cameras/streams/reachable-address.js';
import { refusalOf } from '../../support/refusals.js';

const rules: AddressRules = { own: ['192.168.1.5', 'fd00::5'], ownPorts: [8443, 1883], allowed: [] };
const check = (address: string, port = 80, given: Partial<AddressRules> = {}) =>
  refusalOf(() => checkAddress(address, port, { ...rules, ...given }));

t.test('addresses of the home are taken', async (t) => {
  for (const address of ['192.168.1.20', '10.0.0.7', '172.31.255.1', 'fd00::20', '::ffff:192.168.1.20'])
    t.equal(check(address), 'accepted', address);
});

t.test('this machine and the world are refused until the owner names them', async (t) => {
  const others = [
    '127.0.0.1',
    '::1',
    '127.8.8.8',
    '192.168.1.5',
    '::ffff:127.0.0.1',
    '203.0.113.9',
    '2001:db8::1',
    '100.64.0.1',
  ];
  for (const address of others) t.equal(check(address), 'stream-address', address);
  const allowed = ['127.0.0.0/8', '::1', '192.168.1.5', '203.0.113.9/32', '2001:db8::/32', '100.64.0.0/10'];
  for (const address of others) t.equal(check(address, 80, { allowed }), 'accepted', address);
});

t.test('the hub itself and link-local addresses are refused whatever the owner names', async (t) => {
  const allowed = ['0.0.0.0/0', '::/0'];
  for (const address of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
  ])
    t.equal(check(address, 80, { allowed }), 'stream-address', address);
  for (const address of ['127.0.0.1', '192.168.1.5', '::1', 'fd00::5', '::ffff:192.168.1.5'])
    t.equal(check(address, 8443, { allowed }), 'stream-address', `port of the hub at ${address}`);
  t.equal(check('192.168.1.20', 8443), 'accepted', 'the same port of another machine');
});
