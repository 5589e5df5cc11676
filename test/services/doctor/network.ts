import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import t, { type Test } from 'tap';
import type { OutsideAddress } from '../../../src/core/network.js';
import {
  type AddressSettings,
  checkAddress,
  checkPort,
  describeHub,
  hubStatus,
} from '../../../src/services/doctor/network.js';
import { startHub } from '../../support/hub.js';

async function listening(t: Test, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

const page = { use: 'web page', host: '127.0.0.1', setting: 'PETCAM_HTTP_PORT' };

t.test('a port is free, the hub’s, or somebody else’s', async (t) => {
  t.match(await checkPort({ ...page, port: 0 }, false), { verdict: 'ok', text: /free/ });
  const port = await listening(t, createServer());
  t.match(await checkPort({ ...page, port }, true), { verdict: 'ok', text: 'the web page of the hub' });
  t.match(await checkPort({ ...page, port }, false), {
    check: `port ${port}`,
    verdict: 'fail',
    advice: /ss -ltnp .*PETCAM_HTTP_PORT/,
  });
});

t.test('an address that is not of this machine', async (t) => {
  t.match(await checkPort({ ...page, host: '203.0.113.1', port: 0 }, false), {
    verdict: 'fail',
    text: /EADDRNOTAVAIL/,
  });
});

t.test('a hub that runs is known by its health', async (t) => {
  const { ports } = await startHub(t);
  t.match(describeHub(await hubStatus(ports.http)), { verdict: 'ok', text: /all is well/ });
});

t.test('what is no hub, or none at all, is not taken for one', async (t) => {
  const other = await listening(
    t,
    createHttpServer((_request, response) => response.end('{"status":5}')),
  );
  t.equal(await hubStatus(other), null);
  const words = await listening(
    t,
    createHttpServer((_request, response) => response.end('hello')),
  );
  t.equal(await hubStatus(words), null);
  t.match(describeHub(null), { verdict: 'ok', text: 'does not run' });
  t.match(describeHub('degraded'), { verdict: 'warn', advice: /journalctl/ });
});

t.test('an address that others can reach', async (t) => {
  const at = (name: string, address: string, more: Partial<OutsideAddress> = {}): OutsideAddress => ({
    interface: name,
    address,
    family: address.includes(':') ? 'IPv6' : 'IPv4',
    isDefault: true,
    isLinkLocal: false,
    isVirtual: false,
    ...more,
  });
  const check = (addresses: OutsideAddress[], settings: Partial<AddressSettings> = {}) =>
    checkAddress(addresses, { advertised: '', listensOn: '0.0.0.0', ...settings });
  const wlan = at('wlan0', '192.0.2.7');
  t.match(check([wlan, at('docker0', '172.17.0.1', { isVirtual: true })]), {
    verdict: 'ok',
    text: 'cameras and QR codes are told 192.0.2.7 (wlan0)',
  });
  t.match(check([wlan, at('eth0', '198.51.100.4')]), {
    verdict: 'warn',
    text: /also 198.51.100.4 \(eth0\)/,
    advice: /PETCAM_ADVERTISED_HOST/,
  });
  t.match(check([wlan, at('eth0', '198.51.100.4')], { advertised: 'hub.lan' }), {
    verdict: 'ok',
    text: /hub.lan/,
  });
  t.match(check([]), { verdict: 'fail', text: /no address/ });
  t.match(check([at('eth0', '169.254.3.4', { isLinkLocal: true })]), { verdict: 'fail' });
  const six = [at('eth0', 'fd00::7')];
  t.match(check(six), { verdict: 'fail', text: /only IPv6 \(fd00::7/, advice: / ::/ });
  t.match(check(six, { listensOn: '::' }), { verdict: 'ok', text: /fd00::7/ });
});
