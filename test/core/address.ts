import t from 'tap';
import { pageAddress, reachableHost } from '../../src/core/address.js';

t.test('a page is reached where the owner says, else where it listens', async (t) => {
  const page = (publicUrl: string, host: string, https: number | null) =>
    pageAddress({ publicUrl, httpHost: host, httpsHost: host }, { http: 8080, https });
  t.equal(page('https://pets.example/', '0.0.0.0', 8443), 'https://pets.example');
  t.equal(page('', '192.0.2.7', 8443), 'https://192.0.2.7:8443');
  t.equal(page('', '192.0.2.7', 443), 'https://192.0.2.7', 'no port where it is the usual one');
  t.equal(page('', '192.0.2.7', null), 'http://192.0.2.7:8080');
  t.equal(page('', '::1', 8443), 'https://[::1]:8443');
});

t.test('any address stands for one that a phone can reach', async (t) => {
  for (const any of ['0.0.0.0', '::']) t.match(reachableHost(any), /^\d+\.\d+\.\d+\.\d+$/);
  t.equal(reachableHost('127.0.0.1'), '127.0.0.1');
});
