import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import t, { type Test } from 'tap';
import { checkAddress, checkPort, describeHub, hubStatus } from '../../../src/services/doctor/network.js';
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
  t.match(checkAddress(['192.0.2.7']), { verdict: 'ok', text: '192.0.2.7' });
  t.match(checkAddress([]), { verdict: 'fail' });
  t.match(checkAddress(['169.254.3.4']), { verdict: 'fail' });
});
