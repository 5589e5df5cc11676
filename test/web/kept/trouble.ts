import t from 'tap';
import { type Phone, troubleOf } from '../../../src/web/kept/trouble.js';

const phone = (host: string, more: Partial<Phone> = {}): Phone => ({
  online: true,
  network: undefined,
  host,
  ...more,
});

t.test('without a network nothing else is said', async (t) => {
  t.equal(troubleOf(phone('petcam.local', { online: false })), 'no-network');
});

t.test('an address of the home is out of reach elsewhere', async (t) => {
  const hosts = [
    'petcam.local',
    'pi',
    'hub.lan',
    '192.168.1.20',
    '10.0.0.4',
    '172.20.1.1',
    '[fd00::1]',
    '[fe80::1]',
  ];
  for (const host of hosts) {
    t.equal(troubleOf(phone(host)), 'home-address', host);
    t.equal(troubleOf(phone(host, { network: 'wifi' })), 'home-address', host);
    t.equal(troubleOf(phone(host, { network: 'cellular' })), 'mobile-data', host);
  }
});

t.test('an address that leads in from outside has other causes, also on mobile data', async (t) => {
  for (const host of ['pi.tail1234.ts.net', '100.101.2.3', '[fd7a:115c:a1e0::1]'])
    t.equal(troubleOf(phone(host, { network: 'cellular' })), 'tailscale', host);
  for (const host of ['home.example', '172.32.0.1', '100.63.0.1', '192.0.2.1', '[2001:db8::1]'])
    t.equal(troubleOf(phone(host, { network: 'cellular' })), 'public', host);
});
