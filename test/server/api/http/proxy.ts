import t from 'tap';
import { createLog } from '../../../../src/core/log.js';
import { hashPassword } from '../../../../src/server/api/auth/passwords.js';
import { proxyCheck } from '../../../../src/server/api/http/proxy.js';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';

t.test('a proxy is believed by its address or its network', async (t) => {
  const isProxy = proxyCheck(['192.168.1.5', '172.30.32.0/23', 'fd00:1::/64', '::1']);
  for (const address of ['192.168.1.5', '::ffff:192.168.1.5', '172.30.33.255', 'fd00:1::9', '::1'])
    t.equal(isProxy(address), true, address);
  for (const address of ['192.168.1.6', '172.30.34.1', 'fd00:2::9', '127.0.0.1', '', 'unix', undefined])
    t.equal(isProxy(address), false, String(address));
});

t.test('below a path', async (t) => {
  const { app, photo, signedIn } = await startApi(t, { trustProxy: ['127.0.0.1'] });
  await photo();
  const { headers } = await signedIn('member');
  const thumb = async (more: Record<string, string>, remoteAddress = '127.0.0.1') => {
    const answer = await app.inject({ url: '/photos', headers: { ...headers, ...more }, remoteAddress });
    return answer.json().photos[0].images.thumb.split('?')[0];
  };
  const from = { 'x-forwarded-for': '192.168.1.20' };

  await t.test('addresses in answers begin with it', async (t) => {
    t.equal(await thumb({ ...from, 'x-forwarded-prefix': '/cam' }), '/cam/photos/1/image');
    t.equal(await thumb({ ...from, 'x-forwarded-prefix': '/a.b/~me/' }), '/a.b/~me/photos/1/image');
    t.equal(await thumb({ ...from, 'x-ingress-path': '/api/in/x_Y-1' }), '/api/in/x_Y-1/photos/1/image');
  });

  await t.test('only where a proxy says so that is believed, and only plain segments', async (t) => {
    t.equal(await thumb({ ...from, 'x-forwarded-prefix': '/cam' }, '10.0.0.9'), '/photos/1/image');
    t.equal(await thumb({ 'x-forwarded-prefix': '/cam' }), '/photos/1/image', 'nobody was forwarded');
    for (const odd of ['cam', '//evil.example', '/a/../b', '/.', '/a b', '/a;Path=/', '/', ''])
      t.equal(await thumb({ ...from, 'x-forwarded-prefix': odd }), '/photos/1/image', odd);
  });
});

t.test('cookies are for that path alone, and have the names that browsers take there', async (t) => {
  const { app, store } = await startApi(t, { trustProxy: ['127.0.0.1'] });
  await store.registerFirstOwner({ name: 'Mina', passwordHash: await hashPassword('a long password') });
  const from = { 'x-forwarded-for': '192.168.1.20', 'x-petcam': '1', 'content-type': 'application/json' };
  const cookiesOf = async (more: Record<string, string>) => {
    const payload = { username: 'Mina', password: 'a long password', cookie: true };
    const answer = await app.inject({
      method: 'POST',
      url: '/token',
      headers: { ...from, ...more },
      payload,
    });
    return answer.cookies.map(({ name, path, secure }) => `${name} ${path}${secure ? ' secure' : ''}`);
  };
  const secure = { 'x-forwarded-proto': 'https' };
  t.same(await cookiesOf(secure), [
    '__Host-petcam_access / secure',
    '__Secure-petcam_refresh /token secure',
    '__Secure-petcam_device /token secure',
  ]);
  t.same(await cookiesOf({ ...secure, 'x-forwarded-prefix': '/cam' }), [
    '__Secure-petcam_access /cam secure',
    '__Secure-petcam_refresh /cam/token secure',
    '__Secure-petcam_device /cam/token secure',
  ]);
  t.same(await cookiesOf({ 'x-ingress-path': '/api/in/x' }), [
    'petcam_access /api/in/x',
    'petcam_refresh /api/in/x/token',
    'petcam_device /api/in/x/token',
  ]);
});

t.test('Home Assistant may show the page in a frame, nobody else', async (t) => {
  const { app } = await startApi(t, { trustProxy: ['127.0.0.1'] });
  const framing = async (more: Record<string, string>) => {
    const { headers } = await app.inject({ url: '/setup', headers: more });
    const [, ancestors] = /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy'])) ?? [];
    return [ancestors, headers['x-frame-options']];
  };
  const from = { 'x-forwarded-for': '192.168.1.20' };
  t.same(await framing({ ...from, 'x-ingress-path': '/api/in/x' }), ["'self'", 'SAMEORIGIN']);
  t.same(await framing({ ...from, 'x-forwarded-prefix': '/cam' }), ["'none'", 'DENY']);
  t.same(await framing({ 'x-ingress-path': '/api/in/x' }), ["'none'", 'DENY']);
});

t.test('a proxy of the owner decides about TLS itself', async (t) => {
  const { app } = await startApi(t, { trustProxy: ['192.168.1.5'] }, { endpoints: strict });
  const ask = async (remoteAddress: string) => {
    const headers = { 'x-forwarded-for': '192.168.1.20', 'x-forwarded-proto': 'http' };
    return (await app.inject({ method: 'POST', url: '/logout', remoteAddress, headers })).json().code;
  };
  t.equal(await ask('192.168.1.5'), 'not-signed-in');
  t.equal(await ask('192.168.1.6'), 'tls-required');
});

t.test('a proxy that is not believed is named in the log, once, and not without end', async (t) => {
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  const { app } = await startApi(t, { trustProxy: ['127.0.0.1'] }, { log });
  const headers = { 'x-forwarded-for': '192.168.1.20' };
  for (let host = 1; host <= 40; host += 1)
    for (const remoteAddress of ['127.0.0.1', '10.0.0.1', `10.0.1.${host}`])
      await app.inject({ url: '/setup', headers, remoteAddress });
  const told = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg.includes('PETCAM_TRUST_PROXY'));
  t.equal(told.length, 16);
  t.equal(told.filter(({ address }) => address === '10.0.0.1').length, 1);
  t.notOk(told.some(({ address }) => address === '127.0.0.1'));
});

const strict = { ...plainEndpoints, allowPlainHttp: false, secureOrigin: () => null };
