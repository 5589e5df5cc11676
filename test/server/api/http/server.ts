import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import t, { type Test } from 'tap';
import { hashPassword } from '../../../../src/server/api/auth/passwords.js';
import type { HttpEndpoints } from '../../../../src/server/api/http/endpoints.js';
import type { Certificates } from '../../../../src/server/tls/types.js';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';
import { localCertificates } from '../../../support/certificates.js';
import { clientHello, flood, loopbackAddresses } from '../../../support/flood.js';

type Teardown = Parameters<typeof startApi>[0];

/** The API behind both listeners, with what a client needs that trusts the authority. */
async function startSecure(t: Teardown, more: Partial<HttpEndpoints> = {}, options = {}) {
  const certificates = await localCertificates(t);
  const hub = await startApi(t, options, { endpoints: { ...plainEndpoints, certificates, ...more } });
  await hub.app.listen({ port: 0, host: '127.0.0.1' });
  const secure = hub.app.secureServer as Server;
  secure.listen(0, '127.0.0.1');
  await once(secure, 'listening');
  const { port } = secure.address() as AddressInfo;
  const ca = certificates.authority?.pem;

  async function ask(about: RequestOptions, body?: object) {
    const request = httpsRequest({ host: '127.0.0.1', port, ca, agent: false, ...about });
    request.setHeader('content-type', 'application/json');
    request.setHeader('x-petcam', '1');
    request.end(body && JSON.stringify(body));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, headers: response.headers, text };
  }
  return { ...hub, certificates, port, ca, ask };
}

const mina = { username: 'mina', password: 'a long password', cookie: true };

t.test('over TLS cookies are secure, named so that no plain page can set them, and end again', async (t) => {
  const { store, ask } = await startSecure(t);
  await store.registerFirstOwner({ name: 'Mina', passwordHash: await hashPassword(mina.password) });
  const { status, headers } = await ask({ path: '/token', method: 'POST' }, mina);
  t.equal(status, 200);
  const [access = '', refresh = ''] = headers['set-cookie'] ?? [];
  t.match(access, /^__Host-petcam_access=[^;]+; .*Path=\/; HttpOnly; Secure; SameSite=Strict/);
  t.match(refresh, /^__Secure-petcam_refresh=[^;]+; .*Path=\/token; HttpOnly; Secure; SameSite=Strict/);
  const cookie = [access, refresh].map((line) => line.split(';')[0]).join('; ');
  t.equal((await ask({ path: '/me', headers: { cookie } })).status, 200);
  const plain = cookie.replace('__Host-', '').replace('__Secure-', '');
  t.equal((await ask({ path: '/me', headers: { cookie: plain } })).status, 401);
  t.equal((await ask({ path: '/token/refresh', method: 'POST', headers: { cookie } }, {})).status, 200);
});

t.test(
  'over TLS the page may load nothing plain; only a certificate that all trust binds the host',
  async (t) => {
    const { ask, app, certificates } = await startSecure(t);
    const local = await ask({ path: '/setup' });
    t.match(local.headers['content-security-policy'], 'upgrade-insecure-requests');
    t.match(local.headers['cross-origin-opener-policy'], 'same-origin');
    t.notOk(local.headers['strict-transport-security'], 'the page that explains trust must stay reachable');
    t.notMatch((await app.inject('/setup')).headers['content-security-policy'], 'upgrade-insecure-requests');

    const own: Certificates = { ...bare(certificates), kind: 'own', authority: null };
    const bound = await startSecure(t, { certificates: own, allowPlainHttp: false });
    const { headers } = await bound.ask({ path: '/setup', ca: certificates.authority?.pem });
    t.match(headers['strict-transport-security'], 'max-age=');
    const both = await startSecure(t, { certificates: own, allowPlainHttp: true });
    const open = await both.ask({ path: '/setup', ca: certificates.authority?.pem });
    t.notOk(open.headers['strict-transport-security'], 'nor where the owner wants plain HTTP as well');
  },
);

/** The methods of certificates as an object that can be spread. */
function bare(certificates: Certificates) {
  return {
    current: () => certificates.current(),
    expiresAt: () => certificates.expiresAt(),
    issue: () => certificates.issue(),
    check: () => certificates.check(),
    onChange: () => {},
    stop: () => {},
  };
}

t.test('a certificate is replaced while the server runs', async (t) => {
  const first = await localCertificates(t);
  const second = await localCertificates(t);
  const listeners: ((pair: { cert: string; key: string }) => void)[] = [];
  const certificates: Certificates = {
    ...bare(first),
    kind: 'own',
    authority: null,
    onChange: (listener) => void listeners.push(listener),
  };
  const { ask } = await startSecure(t, { certificates });
  t.equal((await ask({ path: '/setup', ca: first.authority?.pem })).status, 200);
  for (const listener of listeners) listener(second.current());
  t.equal((await ask({ path: '/setup', ca: second.authority?.pem })).status, 200);
});

t.test('what is not TLS on the TLS port, and one connection too many, end there', async (t) => {
  const { port, ca, ask } = await startSecure(t, {}, { limits: { connectionsPerClient: 2 } });
  const plain = connect(port, '127.0.0.1').on('error', () => {});
  plain.write('GET / HTTP/1.1\r\nhost: hub\r\n\r\n');
  await once(plain.resume(), 'close');
  const idle = [0, 1].map(() => tlsConnect({ port, host: '127.0.0.1', ca }));
  await Promise.all(idle.map((socket) => once(socket, 'secureConnect')));
  await t.rejects(ask({ path: '/setup' }));
  for (const socket of idle) socket.destroy();
});

t.test('a stream over TLS ends when the hub stops', async (t) => {
  const { app, port, ca, signedIn } = await startSecure(t);
  const { headers } = await signedIn('member');
  const request = httpsRequest({ host: '127.0.0.1', port, ca, path: '/events', headers, agent: false }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await Promise.all([once(response, 'end'), app.close()]);
  t.equal(response.statusCode, 200);
});

t.test(
  'who has connected and never asked does not hold the end of the hub',
  { timeout: 20_000 },
  async (t) => {
    const { app } = await startApi(t);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const silent = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    await once(silent, 'connect');
    await Promise.all([app.close(), once(silent, 'close')]);
    t.ok(silent.closed);
  },
);

t.test('behind a proxy of our own, the address and the protocol are those it names', async (t) => {
  const { app } = await startApi(t, {
    trustProxy: ['127.0.0.1'],
    limits: { callsPerSecond: 1, callsBurst: 1 },
  });
  const ask = (address: string) => app.inject({ url: '/setup', headers: { 'x-forwarded-for': address } });
  t.equal((await ask('203.0.113.1')).statusCode, 200);
  t.equal((await ask('203.0.113.2')).statusCode, 200);
  t.equal((await ask('203.0.113.1')).statusCode, 429);
});

t.test('without one, nobody can claim another address', async (t) => {
  const { app } = await startApi(t, {
    limits: { callsPerSecond: 1, callsBurst: 1, connectionsPerClient: 2 },
  });
  const ask = (address: string) => app.inject({ url: '/setup', headers: { 'x-forwarded-for': address } });
  t.equal((await ask('203.0.113.1')).statusCode, 200);
  t.equal((await ask('203.0.113.2')).statusCode, 429);

  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const idle = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  const [text] = await once(connect(port, '127.0.0.1').setEncoding('utf8'), 'data');
  t.match(text, /^HTTP\/1.1 429 /);
  for (const socket of idle) socket.destroy();
});

const hellos = {
  1.3: await clientHello({ minVersion: 'TLSv1.3' }),
  1.2: await clientHello({ maxVersion: 'TLSv1.2' }),
};

for (const [what, words] of [
  ['say nothing', undefined],
  ['begin a handshake of TLS 1.3 and stop', hellos[1.3]],
  ['begin a handshake of TLS 1.2 and stop', hellos[1.2]],
] as const) {
  t.test(`a phone that is signed in gets in under a flood of connections that ${what}`, (t) =>
    getInUnderFlood(t, words),
  );
}

async function getInUnderFlood(t: Test, words: Uint8Array | undefined): Promise<void> {
  const { port, ask, signedIn } = await startSecure(t, {}, { limits: { connectionsPerClient: 10 } });
  const { headers } = await signedIn('member');
  t.equal((await ask({ path: '/me', headers })).status, 200);
  const said = words && { words };
  const { counts, stop } = flood(port, [
    { perSecond: 500, addresses: ['127.0.9.9'], ...said },
    { perSecond: 50, addresses: loopbackAddresses(7, 200), ...said },
  ]);
  t.teardown(stop);
  while (counts.opened < 1500) await setTimeout(50);
  const waits: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    t.equal((await ask({ path: '/me', headers })).status, 200);
    waits.push(performance.now() - began);
  }
  const began = performance.now();
  t.equal((await ask({ path: '/setup', localAddress: '127.0.3.3' })).status, 200, 'and so does a new one');
  waits.push(performance.now() - began);
  t.comment(`${counts.opened} connections; ${waits.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  t.ok(Math.max(...waits) < 5000);
}

t.test('idle connections of many addresses do not hold the places of who is signed in', async (t) => {
  const { port, ask, signedIn } = await startSecure(t, {}, { limits: { connectionsPerClient: 10 } });
  const { headers } = await signedIn('member');
  t.equal((await ask({ path: '/me', headers })).status, 200);
  const idle = loopbackAddresses(8, 26).flatMap((localAddress) =>
    Array.from({ length: 10 }, () => connect({ port, host: '127.0.0.1', localAddress })),
  );
  for (const socket of idle) socket.on('error', () => {});
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  for (let round = 0; round < 17; round += 1) t.equal((await ask({ path: '/me', headers })).status, 200);
  for (const socket of idle) socket.destroy();
});

t.test('nor do those that have ended a handshake of TLS and ask nothing', async (t) => {
  const { port, ca, ask, signedIn } = await startSecure(t, {}, { limits: { connectionsPerClient: 10 } });
  const { headers } = await signedIn('member');
  t.equal((await ask({ path: '/me', headers })).status, 200);
  const idle: TLSSocket[] = [];
  t.teardown(() => idle.forEach((socket) => void socket.destroy()));
  for (const localAddress of loopbackAddresses(8, 26)) {
    // TLS takes no address of its own to come from; the connection below it does.
    const group = Array.from({ length: 10 }, () =>
      tlsConnect({
        socket: connect({ port, host: '127.0.0.1', localAddress }),
        ca,
        servername: 'petcam.local',
      }),
    );
    idle.push(...group);
    await Promise.all(
      group.map((socket) =>
        once(
          socket.on('error', () => {}),
          'secureConnect',
        ),
      ),
    );
  }
  t.ok(
    idle.filter(({ closed }) => !closed).length > 150,
    'who has ended a handshake is not sent away for silence',
  );
  for (let round = 0; round < 17; round += 1) t.equal((await ask({ path: '/me', headers })).status, 200);
  t.equal((await ask({ path: '/setup', localAddress: '127.0.3.3' })).status, 200, 'and a new one gets in');
});

t.test('a request with two Host headers is refused', async (t) => {
  const { app } = await startApi(t);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const ask = async (hosts: string[]) => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    const lines = hosts.map((host) => `Host: ${host}\r\n`).join('');
    socket.write(`GET /setup HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
    const [text] = await once(socket, 'data');
    socket.destroy();
    return String(text);
  };
  t.match(await ask(['hub.test', 'evil.test']), /^HTTP\/1.1 400 /);
  t.match(await ask(['hub.test']), /^HTTP\/1.1 200 /);
});
