import type { NetworkInterfaceInfo } from 'node:os';
import t from 'tap';
import { leadsIn, tunnelsOf, wayOf } from '../../src/core/reach.js';

const ipv4 = (address: string, bits: number): NetworkInterfaceInfo => ({
  address,
  netmask: '',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal: false,
  cidr: `${address}/${bits}`,
});

const network = {
  interfaces: {
    eth0: [ipv4('192.168.1.20', 24)],
    tailscale0: [ipv4('100.101.102.103', 32)],
    wg0: [ipv4('10.8.0.1', 24)],
    docker0: [ipv4('172.17.0.1', 16)],
  },
  defaults: ['eth0'],
};

t.test('tunnels are known by their interfaces', async (t) => {
  t.strictSame(tunnelsOf(network), [
    { kind: 'tailscale', interface: 'tailscale0', address: '100.101.102.103' },
    { kind: 'wireguard', interface: 'wg0', address: '10.8.0.1' },
  ]);
  t.strictSame(tunnelsOf({ interfaces: { eth0: [ipv4('192.168.1.20', 24)] }, defaults: [] }), []);
});

t.test('a client is told by which way it came', async (t) => {
  const ways = {
    '127.0.0.1': 'machine',
    '::ffff:192.168.1.7': 'home',
    'fd12::7': 'home',
    '100.99.1.2': 'tailscale',
    'fd7a:115c:a1e0::5': 'tailscale',
    '10.8.0.4': 'wireguard',
    '10.9.0.4': 'home',
    '203.0.113.9': 'elsewhere',
    '2001:db8::1': 'elsewhere',
  };
  for (const [client, way] of Object.entries(ways)) t.equal(wayOf(client, network), way, client);
});

t.test('an address of homes leads nowhere from outside', async (t) => {
  for (const page of [
    'https://petcam.local:8443',
    'https://pi.lan',
    'https://hub',
    'https://192.168.1.20:8443',
    'https://[fd12::1]:8443',
    'http://127.0.0.1:8080',
  ])
    t.notOk(leadsIn(page), page);
  for (const page of [
    'https://pi.tail1234.ts.net:8443',
    'https://100.101.102.103:8443',
    'https://pets.example.org',
    'https://[2001:db8::1]',
  ])
    t.ok(leadsIn(page), page);
});
