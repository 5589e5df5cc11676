import type { NetworkInterfaceInfo } from 'node:os';
import t from 'tap';
import {
  cameraAddress,
  leadsToTrust,
  multicastName,
  pageAddress,
  reachableHost,
} from '../../src/core/address.js';
import { readConfig } from '../../src/core/config/config.js';

t.test('a page is reached where the owner says, else where it listens', async (t) => {
  const page = (publicUrl: string, host: string, https: number | null) =>
    pageAddress({ publicUrl, advertisedHost: '', httpHost: host, httpsHost: host }, { http: 8080, https });
  t.equal(page('https://pets.example/', '0.0.0.0', 8443), 'https://pets.example');
  t.equal(page('', '192.0.2.7', 8443), 'https://192.0.2.7:8443');
  t.equal(page('', '192.0.2.7', 443), 'https://192.0.2.7', 'no port where it is the usual one');
  t.equal(page('', '192.0.2.7', null), 'http://192.0.2.7:8080');
  t.equal(page('', '::1', 8443), 'https://[::1]:8443');
});

t.test('cameras are told a name only where the hub is announced by it', async (t) => {
  t.equal(multicastName({ mdns: true }), 'petcam.local');
  t.equal(multicastName({ mdns: false }), null);
});

const network = (...addresses: string[]) => ({
  interfaces: {
    eth0: addresses.map(
      (address) =>
        ({
          address,
          family: address.includes(':') ? 'IPv6' : 'IPv4',
          internal: false,
        }) as NetworkInterfaceInfo,
    ),
  },
  defaults: ['eth0'],
});

t.test('any address stands for one that a phone can reach, and never for this machine alone', (t) => {
  for (const any of ['0.0.0.0', '::'])
    t.equal(reachableHost(any, '', network('fd00::7', '192.0.2.7')), '192.0.2.7');
  t.equal(reachableHost('::', '', network('fd00::7')), 'fd00::7', 'a network without IPv4');
  t.equal(reachableHost('0.0.0.0', '', network('fd00::7')), 'petcam.local', 'it does not listen there');
  t.equal(reachableHost('::', '', network()), 'petcam.local');
  t.equal(reachableHost('127.0.0.1'), '127.0.0.1');
  t.end();
});

t.test('what the owner says goes before everything', (t) => {
  t.equal(reachableHost('0.0.0.0', 'hub.lan'), 'hub.lan');
  const page = { publicUrl: '', advertisedHost: 'hub.lan', httpHost: '0.0.0.0', httpsHost: '0.0.0.0' };
  t.equal(pageAddress(page, { http: 8080, https: 8443 }), 'https://hub.lan:8443');
  t.equal(cameraAddress({ mqttTlsHost: '0.0.0.0', advertisedHost: 'hub.lan' }, 8883), 'mqtts://hub.lan:8883');
  t.equal(cameraAddress({ mqttTlsHost: 'fd00::7', advertisedHost: '' }, 8883), 'mqtts://[fd00::7]:8883');
  for (const good of ['hub.lan', '192.0.2.7', 'fd00::7', ''])
    t.equal(readConfig({ PETCAM_ADVERTISED_HOST: good }).advertisedHost, good);
  for (const bad of ['https://hub.lan', 'hub.lan:8443', 'a b', '-x'])
    t.throws(() => readConfig({ PETCAM_ADVERTISED_HOST: bad }), { code: 'config-invalid' });
  t.end();
});

t.test('a phone is led to trust the hub first only where it has to and can be', (t) => {
  const leads = (settings: Record<string, string>) =>
    leadsToTrust(readConfig({ PETCAM_DATA_DIR: '/tmp', ...settings }));
  t.equal(leads({}), true);
  t.equal(leads({ PETCAM_HTTPS: 'false' }), false, 'without TLS there is nothing to trust');
  t.equal(leads({ PETCAM_PUBLIC_URL: 'https://cam.example' }), false, 'a public name is trusted already');
  t.equal(leads({ PETCAM_HTTP_LAN: 'true' }), false, 'the owner serves the network without TLS');
  t.equal(leads({ PETCAM_HTTP_HOST: '127.0.0.1' }), false, 'the plain port is for this machine alone');
  const owner = { PETCAM_TLS_CERT_FILE: '/tmp/cert.pem', PETCAM_TLS_KEY_FILE: '/tmp/key.pem' };
  t.equal(leads(owner), false, 'devices know the certificate of the owner');
  t.end();
});
