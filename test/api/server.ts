import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import t from 'tap';
import { hashPassword } from '../../src/api/passwords.js';
import { certificate } from './fixtures/certificate.js';
import { startApi } from './fixtures/hub.js';

t.test('over TLS cookies are secure and browsers are told to stay', async (t) => {
  const { app, store } = await startApi(t, { tls: certificate });
  await store.registerFirstOwner({ name: 'Mina', passwordHash: await hashPassword('a long password') });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const request = httpsRequest({
    port,
    path: '/token',
    method: 'POST',
    rejectUnauthorized: false,
    agent: false,
  });
  request.setHeader('content-type', 'application/json');
  request.setHeader('x-petcam', '1');
  request.end(JSON.stringify({ username: 'mina', password: 'a long password', cookie: true }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  t.equal(response.statusCode, 200);
  t.ok(response.headers['set-cookie']?.every((cookie) => /; Secure/.test(cookie)));
  t.match(response.headers['strict-transport-security'], 'max-age=');
});

t.test('behind a proxy of our own, the address and the protocol are those it names', async (t) => {
  const { app } = await startApi(t, { trustProxy: true, limits: { callsPerSecond: 1, callsBurst: 1 } });
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
