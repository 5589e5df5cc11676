import { networkInterfaces } from 'node:os';
import t from 'tap';
import { hubNames } from '../../../src/server/tls/names.js';
import { isHomeAddress } from '../../../src/server/tls/ranges.js';

t.test('the hub is known under each name that a person may type', async (t) => {
  const { dns } = hubNames(['petcam.local'], 'RaspberryPi.fritz.box');
  t.strictSame(dns, [
    'petcam.local',
    'raspberrypi.local',
    'raspberrypi.lan',
    'raspberrypi.home.arpa',
    'localhost',
  ]);
  t.strictSame(hubNames(['petcam.local'], 'petcam').dns[0], 'petcam.local');
  t.strictSame(hubNames([], '허브').dns, ['localhost'], 'a name that no certificate can hold is left out');
});

t.test('and under its own addresses, of which each is there once', async (t) => {
  const { ip } = hubNames([], 'hub');
  t.equal(new Set(ip).size, ip.length);
  t.ok(ip.includes('127.0.0.1'));
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of own.filter(({ address }) => isHomeAddress(address)))
    t.ok(ip.includes(address), address);
});

t.test('what is inside homes only', async (t) => {
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.5',
    '100.100.1.1',
    '::1',
    'fd12::1',
  ])
    t.ok(isHomeAddress(inside), inside);
  for (const outside of ['8.8.8.8', '172.32.0.1', '192.169.0.1', '2001:db8::1', 'fe80::1%eth0', 'hub'])
    t.notOk(isHomeAddress(outside), outside);
});
