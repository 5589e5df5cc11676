import t from 'tap';
import { isServedHost } from '../../../../src/server/api/http/known-hosts.js';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';

const known = {
  names: new Set(['petcam.local', 'localhost', 'hub', 'my_hub']),
  isCertified: (name: string) => name.endsWith('.pets.example'),
};

const cases: [host: string, isServed: boolean][] = [
  ['petcam.local', true],
  ['petcam.local:8443', true],
  ['PetCam.Local:8443', true],
  ['petcam.local.', true],
  ['petcam.local.:8080', true],
  ['localhost:80', true],
  ['hub', true],
  ['my_hub:8080', true],
  ['home.pets.example', true],
  ['192.168.1.20', true],
  ['203.0.113.7:8080', true],
  ['[::1]', true],
  ['[fd00::5]:8443', true],
  ['', true],
  ['evil.example', false],
  ['evil.example:8080', false],
  ['petcam.local.evil.example', false],
  ['evil-petcam.local', false],
  ['pets.example', false],
  ['192.168.1.20.evil.example', false],
  ['[evil.example]', false],
  ['[::1', false],
  ['::1', false],
  ['evil.example@petcam.local', false],
  ['petcam.local, evil.example', false],
  ['petcam.local:80:80', false],
  ['petcam.local:port', false],
  ['.', false],
  [':8080', false],
];

for (const [host, isServed] of cases)
  t.test(`Host: ${host}`, async (t) => {
    t.equal(isServedHost(host, known), isServed);
  });

const endpoints = { ...plainEndpoints, isKnownHost: (host: string) => isServedHost(host, known) };

t.test('a foreign name is refused before anything is done or told', async (t) => {
  const { app, signedIn } = await startApi(t, {}, { endpoints });
  const { headers } = await signedIn('owner');
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const answer = await app.inject({
      method,
      url: '/photos',
      headers: { ...headers, host: 'evil.example' },
    });
    t.match(answer.json(), { status: 421, code: 'host-unknown', detail: /PETCAM_ALLOWED_HOSTS/ });
    t.match(answer.headers['content-type'], 'application/problem+json');
  }
  const claimed = { host: 'evil.example', 'x-forwarded-host': 'petcam.local' };
  t.equal((await app.inject({ url: '/setup', headers: claimed })).statusCode, 421, 'nobody can claim a name');
  t.equal((await app.inject({ url: '/setup' })).statusCode, 200);
});

t.test('behind a proxy of our own, names are the business of the proxy', async (t) => {
  const { app } = await startApi(t, { trustProxy: ['127.0.0.1'] }, { endpoints });
  const ask = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/setup', headers })).statusCode;
  const from = { 'x-forwarded-for': '192.168.1.20', host: 'upstream' };
  t.equal(await ask({ ...from, 'x-forwarded-host': 'www.example' }), 200);
  t.equal(await ask(from), 421);
});
