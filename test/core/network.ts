import { writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import path from 'node:path';
import t from 'tap';
import {
  listeningHost,
  type NetworkState,
  networkState,
  outsideAddresses,
  plainIp,
} from '../../src/core/network.js';
import { temporaryFolder } from '../support/folder.js';

const at = (address: string, internal = false) =>
  ({ address, family: address.includes(':') ? 'IPv6' : 'IPv4', internal }) as NetworkInterfaceInfo;

const order = (interfaces: NetworkState['interfaces'], defaults: string[]) =>
  outsideAddresses({ interfaces, defaults }).map(({ address }) => address);

t.test('the address of the default route comes first, whatever the system lists first', (t) => {
  const lo = [at('127.0.0.1', true), at('::1', true)];
  const wlan0 = [at('fe80::1'), at('fd00::20'), at('192.168.1.20')];
  t.strictSame(order({ lo, docker0: [at('172.17.0.1')], wlan0 }, ['wlan0']), [
    '192.168.1.20',
    'fd00::20',
    '172.17.0.1',
  ]);
  t.equal(order({ lo, wg0: [at('10.8.0.2')], wlan0 }, ['wg0', 'wlan0'])[0], '192.168.1.20', 'a tunnel');
  t.equal(order({ lo, eth0: [at('169.254.7.7')], wlan0 }, ['eth0', 'wlan0'])[0], '192.168.1.20');
  t.equal(order({ lo, eth0: [at('10.0.0.5')], wlan0 }, ['wlan0', 'eth0'])[0], '192.168.1.20');
  t.equal(order({ lo, eth0: [at('10.0.0.5')], wlan0 }, [])[0], '10.0.0.5', 'as the system lists them');
  t.strictSame(order({ lo, eth0: [at('fe80::2'), at('2001:db8::9')] }, ['eth0']), ['2001:db8::9']);
  t.strictSame(order({ lo, eth0: undefined }, []), []);
  t.end();
});

t.test('default routes are those of the kernel, the preferred one first', (t) => {
  const folder = temporaryFolder(t);
  t.strictSame(networkState(folder).defaults, [], 'no tables');
  writeFileSync(
    path.join(folder, 'route'),
    [
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
      'wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0',
      'eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
      'docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
      '',
    ].join('\n'),
  );
  const none = '0'.repeat(32);
  writeFileSync(
    path.join(folder, 'ipv6_route'),
    [
      `${none} 00 ${none} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth1`,
      `${none} 00 ${none} 00 ${none} ffffffff 00000001 00000000 00200200       lo`,
      `fd${'0'.repeat(30)} 40 ${none} 00 ${none} 00000100 00000001 00000000 00000001     eth2`,
    ].join('\n'),
  );
  t.strictSame(networkState(folder).defaults, ['eth0', 'wlan0', 'eth1']);
  t.end();
});

t.test('both families where the kernel has them, and IPv4 where it has no other', async (t) => {
  const folder = temporaryFolder(t);
  t.equal(listeningHost('::', folder), '0.0.0.0');
  writeFileSync(path.join(folder, 'if_inet6'), '');
  t.equal(listeningHost('::', folder), '::');
  t.equal(listeningHost('127.0.0.1', folder), '127.0.0.1');
  t.equal(plainIp('::ffff:192.168.7.7'), '192.168.7.7');
  for (const address of ['192.168.7.7', 'fd00::7', '::ffff:1']) t.equal(plainIp(address), address);
});
