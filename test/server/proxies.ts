/** The hub behind real web servers, with the configuration that docs/PROXY.md gives. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { hashPassword } from '../../src/server/api/auth/passwords.js';
import { startApi } from '../support/api/hub.js';
import { localCertificates } from '../support/certificates.js';
import { proxies } from '../support/web-servers.js';

const mina = { username: 'mina', password: 'a long password', cookie: true };

for (const [name, { start, skip }] of Object.entries(proxies))
  t.test(`behind ${name}, below a path`, { skip }, async (t) => {
    const certificates = await localCertificates(t);
    const limits = { connectionsPerClient: 10 };
    const hub = await startApi(t, { trustProxy: ['127.0.0.1'], limits });
    await hub.app.listen({ port: 0, host: '127.0.0.1' });
    const hubPort = (hub.app.server.address() as AddressInfo).port;
    const port = await start(t, { hubPort, certificates });
    const ca = certificates.authority?.pem;
    const begin = async (about: RequestOptions, body?: object) => {
      const asked = request({ host: '127.0.0.1', port, ca, agent: false, ...about });
      if (body) asked.setHeader('content-type', 'application/json').setHeader('x-petcam', '1');
      asked.end(body && JSON.stringify(body));
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      return { answer, end: () => asked.destroy() };
    };
    const ask = async (about: RequestOptions, body?: object) => {
      const { answer } = await begin(about, body);
      const text = Buffer.concat(await answer.toArray()).toString();
      return { status: answer.statusCode, headers: answer.headers, text };
    };

    await t.test('signing in gives cookies for that path alone', async (t) => {
      await hub.store.registerFirstOwner({
        name: 'Mina',
        passwordHash: await hashPassword(mina.password),
      });
      const signedIn = await ask({ path: '/cam/token', method: 'POST' }, mina);
      t.equal(signedIn.status, 200, signedIn.text);
      const [access = '', refresh = ''] = signedIn.headers['set-cookie'] ?? [];
      t.match(access, /^__Secure-petcam_access=[^;]+; .*Path=\/cam; HttpOnly; Secure; SameSite=Strict/);
      t.match(refresh, /^__Secure-petcam_refresh=[^;]+; .*Path=\/cam\/token; HttpOnly; Secure/);
      const cookie = [access, refresh].map((line) => line.split(';')[0]).join('; ');
      const renewed = await ask({ path: '/cam/token/refresh', method: 'POST', headers: { cookie } }, {});
      t.equal(renewed.status, 200, renewed.text);
    });

    await t.test('addresses in answers are below that path, and lead there', async (t) => {
      await hub.photo();
      const { headers } = await hub.signedIn('member');
      const { photos } = JSON.parse((await ask({ path: '/cam/photos', headers })).text);
      const { thumb } = photos[0].images;
      t.match(thumb, /^\/cam\/photos\/1\/image/);
      t.equal((await ask({ path: thumb, headers })).status, 200);
      const burst = JSON.parse((await ask({ path: `/cam/bursts/${photos[0].burstId}`, headers })).text);
      t.match(burst.frames[0].images.original, /^\/cam\/frames\/1\/image/);
      t.equal((await ask({ path: '/cam' })).headers.location?.endsWith('/cam/'), true);
    });

    await t.test('whoever follows events with many pages keeps nobody out', async (t) => {
      const { headers } = await hub.signedIn('member');
      const streams = [];
      for (let count = 0; count < 25; count += 1) {
        const stream = await begin({ path: '/cam/events', headers, localAddress: '127.0.0.2' });
        t.equal(stream.answer.statusCode, 200);
        const [first] = await once(stream.answer, 'data');
        t.match(String(first), 'event: hello', 'at once, not when a buffer is full');
        streams.push(stream);
      }
      t.equal((await ask({ path: '/cam/setup', localAddress: '127.0.0.3' })).status, 200);
      t.equal((await ask({ path: '/cam/photos', headers, localAddress: '127.0.0.2' })).status, 200);
      for (const { end } of streams) end();
    });

    await t.test('wrong passwords count against the client, not against the proxy', async (t) => {
      const wrong = { ...mina, password: 'not that one' };
      const guess = (localAddress: string) =>
        ask({ path: '/cam/token', method: 'POST', localAddress }, { ...wrong, username: localAddress });
      let last = await guess('127.0.0.4');
      for (let count = 0; count < 40 && last.status !== 429; count += 1) last = await guess('127.0.0.4');
      t.equal(last.status, 429);
      t.equal((await guess('127.0.0.5')).status, 401);
    });
  });
