import { X509Certificate } from 'node:crypto';
import t from 'tap';
import { wordsOfFingerprint } from '../../../../src/server/tls/fingerprint-words.js';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';
import { localCertificates } from '../../../support/certificates.js';

const certificates = await localCertificates(t);
const secureOrigin = (hostname: string) => `https://${hostname}:8443`;
const endpoints = { ...plainEndpoints, certificates, allowPlainHttp: false, secureOrigin };
const { app, signedIn } = await startApi(t, {}, { endpoints });

/** As a phone in the network asks, without TLS. */
const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  app.inject({
    url,
    method,
    remoteAddress: '192.168.1.77',
    headers: { host: 'petcam.local:8080', ...headers },
  });

t.test('the network sees how to trust the hub, and is sent to TLS with everything else', async (t) => {
  const front = await ask('/');
  t.equal(front.statusCode, 307);
  t.equal(front.headers.location, '/trust?open');
  const photo = await ask('/photos?limit=3');
  t.equal(photo.statusCode, 307);
  t.equal(photo.headers.location, 'https://petcam.local:8443/photos?limit=3');
  t.equal(photo.headers['cache-control'], 'no-store');
  t.equal((await ask('/nothing-here')).headers.location, 'https://petcam.local:8443/nothing-here');
});

t.test('what a phone has sent along readable is refused, not redirected', async (t) => {
  const answer = await ask('/token', {}, 'POST');
  t.match(answer.json(), { status: 403, code: 'tls-required', detail: 'https://petcam.local:8443' });
});

t.test('this machine is served without TLS', async (t) => {
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    t.equal((await app.inject({ url: '/setup', remoteAddress })).statusCode, 200);
});

t.test('a hub without TLS says what is left', async (t) => {
  const { app } = await startApi(t, {}, { endpoints: { ...plainEndpoints, allowPlainHttp: false } });
  const answer = await app.inject({ url: '/setup', remoteAddress: '192.168.1.77' });
  t.match(answer.json(), { status: 403, code: 'tls-required', detail: 'this machine itself' });
});

t.test('the page shows the fingerprint, in the language of the phone', async (t) => {
  const english = await ask('/trust');
  t.match(english.headers['content-type'], 'text/html');
  t.match(english.body, await wordsOfFingerprint(certificates.authority?.fingerprint ?? ''));
  t.match(english.body, 'Certificate Trust Settings');
  t.match(english.body.replaceAll('<wbr>', ''), certificates.authority?.fingerprint);
  t.match(english.body, 'href="https://petcam.local:8443/"');
  const korean = await ask('/trust', { 'accept-language': 'ko-KR,en;q=0.5' });
  t.match(korean.body, '인증서 신뢰 설정');
  t.match(korean.body, '<html lang="ko">');
  t.match((await ask('/trust?lang=ko')).body, '<html lang="ko">');
  t.match((await ask('/trust?lang=en', { 'accept-language': 'ko' })).body, '<html lang="en">');
  t.match((await ask('/trust', { 'accept-language': 'fr, de' })).body, '<html lang="en">');
  t.equal((await ask('/trust?lang=fr')).statusCode, 400);
});

t.test('it runs nothing but its own files, and asks nobody but the hub', async (t) => {
  const { headers, body } = await ask('/trust');
  const policy = String(headers['content-security-policy']);
  t.match(policy, "script-src 'self'; style-src 'self'; connect-src 'self' https://petcam.local:8443;");
  t.notMatch(policy, 'unsafe');
  t.notMatch(body, /<script>|style="| on[a-z]+="/);
  t.match((await ask('/trust/page.js')).headers['content-type'], 'text/javascript');
  t.match((await ask('/trust/page.css')).headers['content-type'], 'text/css');
});

t.test('a name with which somebody asks cannot become part of the page', async (t) => {
  const { body } = await ask('/trust', { host: 'x"><script>alert(1)</script>' });
  t.notMatch(body, '<script>alert');
});

t.test('phones get the certificate as what they install', async (t) => {
  const der = await ask('/trust/petcam-hub.crt');
  t.equal(der.headers['content-type'], 'application/x-x509-ca-cert');
  t.equal(new X509Certificate(der.rawPayload).fingerprint256, certificates.authority?.fingerprint);
  const pem = await ask('/trust/petcam-hub.pem');
  t.equal(pem.headers['content-type'], 'application/x-pem-file');
  t.ok(new X509Certificate(pem.rawPayload).ca);
  t.notMatch(pem.body, 'PRIVATE KEY');
});

t.test("with the owner's certificate there is nothing to do", async (t) => {
  const own = {
    kind: 'own' as const,
    authority: null,
    current: () => certificates.current(),
    expiresAt: () => 0,
    issue: () => null,
    check: async () => {},
    onChange: () => {},
    stop: () => {},
  };
  const { app } = await startApi(t, {}, { endpoints: { ...plainEndpoints, certificates: own } });
  const page = await app.inject('/trust');
  t.match(page.body, 'Nothing to do');
  t.notMatch(page.body, 'id="open"', 'no link where the address is not known');
  t.match((await app.inject('/trust/petcam-hub.crt')).json(), { status: 404, code: 'not-found' });
});

t.test('an invitation brings an address that signs a phone in', async (t) => {
  const { headers } = await signedIn('owner');
  const answer = await app.inject({ method: 'POST', url: '/invitations', headers, payload: {} });
  const { url, code } = answer.json();
  t.equal(url, `https://hub.test:8443/#/join?code=${code}`, 'after the #, so that no log ever has it');
});
