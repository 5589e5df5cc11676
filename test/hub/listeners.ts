import { once } from 'node:events';
import { get } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startHub } from '../support/hub.js';

/** The status that the hub answers with over TLS to who trusts `ca`; the complaint of who does not. */
function statusOf(port: number, ca: string | undefined, path: string): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, ...(ca && { ca }) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', (error) => resolve(error.message));
    asked.end();
  });
}

const lan = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

t.test('a phone that took the certificate from the plain page trusts the hub', async (t) => {
  const { url, ports } = await startHub(t);
  const pem = await (await fetch(`${url}/trust/petcam-hub.pem`)).text();
  t.equal(await statusOf(ports.https as number, pem, '/setup'), 200);
  t.type(await statusOf(ports.https as number, undefined, '/setup'), 'string', 'and no other does');
  t.match(await (await fetch(`${url}/trust`)).text(), `https://127.0.0.1:${ports.https}/`);
});

t.test(
  'without TLS the network is sent away, unless the owner opens the hub',
  { skip: lan ? false : 'this machine has no address in a network' },
  async (t) => {
    const closed = await startHub(t, { PETCAM_HTTP_HOST: '0.0.0.0', PETCAM_HTTPS_HOST: '0.0.0.0' });
    const ask = (port: number) => fetch(`http://${lan}:${port}/setup`, { redirect: 'manual' });
    const sent = await ask(closed.httpPort);
    t.equal(sent.status, 307);
    t.equal(sent.headers.get('location'), `https://${lan}:${closed.ports.https}/setup`);
    const open = await startHub(t, { PETCAM_HTTP_HOST: '0.0.0.0', PETCAM_HTTP_LAN: 'true' });
    t.equal((await ask(open.httpPort)).status, 200);
  },
);

t.test('a hub behind a proxy names the address of the proxy', async (t) => {
  const { url } = await startHub(t, { PETCAM_PUBLIC_URL: 'https://pets.example/', PETCAM_HTTPS: 'false' });
  t.match(await (await fetch(`${url}/trust`)).text(), 'href="https://pets.example/"');
});

t.test('a name that is none does not become an address', async (t) => {
  const { url, ports } = await startHub(t, { PETCAM_TRUST_PROXY: 'true' });
  const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'a_b' };
  const answer = await fetch(`${url}/trust`, { headers });
  t.match(await answer.text(), `https://127.0.0.1:${ports.https}/`);
});

t.test('a page of somebody else whose name leads to the hub gets nothing', async (t) => {
  const { httpPort: port } = await startHub(t, { PETCAM_ALLOWED_HOSTS: 'pets.example' });
  const ask = async (host: string, path: string, more = {}) => {
    const headers = { host: `${host}:${port}`, ...more };
    const [answer] = await once(get({ host: '127.0.0.1', port, path, headers, agent: false }), 'response');
    return { status: answer.statusCode as number, body: await text(answer) };
  };
  for (const path of ['/setup', '/health', '/', '/trust', '/nothing-here']) {
    const { status, body } = await ask('evil.example', path, { 'x-forwarded-host': 'localhost' });
    t.equal(status, 421, path);
    t.match(JSON.parse(body), { code: 'host-unknown', detail: /PETCAM_ALLOWED_HOSTS/ });
  }
  for (const host of ['127.0.0.1', 'localhost', 'petcam.local', 'pets.example', hostname()])
    t.equal((await ask(host, '/health')).status, 200, host);
});

t.test('a hub without TLS and without a proxy leads nowhere', async (t) => {
  const { url, ports } = await startHub(t, { PETCAM_HTTPS: 'false' });
  t.equal(ports.https, null);
  t.notMatch(await (await fetch(`${url}/trust`)).text(), 'id="open"');
});

t.test('a TLS port that is taken is a fault that says which', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  t.teardown(() => squatter.close());
  await new Promise((resolve) => squatter.once('listening', resolve));
  const { port } = squatter.address() as { port: number };
  const settings = { PETCAM_HTTPS_PORT: String(port) };
  await t.rejects(startHub(t, settings), { code: 'https-port', hint: /PETCAM_HTTPS_PORT/ });
  await t.rejects(startHub(t, { PETCAM_HTTPS_HOST: '203.0.113.1' }), { code: 'EADDRNOTAVAIL' });
});

t.test("a fault in the owner's certificate keeps the hub from starting", async (t) => {
  const settings = { PETCAM_TLS_CERT_FILE: '/nowhere/hub.crt', PETCAM_TLS_KEY_FILE: '/nowhere/hub.key' };
  await t.rejects(startHub(t, settings), { code: 'tls-certificate', message: /hub\.crt cannot be read/ });
});

t.test('a hub that the network reaches announces itself, and stops at once all the same', async (t) => {
  const { hub, store } = await startHub(t, {
    PETCAM_MDNS: 'true',
    PETCAM_HTTP_HOST: '0.0.0.0',
    PETCAM_HTTPS_HOST: '0.0.0.0',
  });
  t.ok(store);
  await hub.stop();
});

t.test('a hub for this machine alone announces nothing', async (t) => {
  const { hub } = await startHub(t, { PETCAM_MDNS: 'true' });
  await hub.stop();
});
