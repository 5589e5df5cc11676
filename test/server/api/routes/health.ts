import t from 'tap';
import { plainEntrance, startApi } from '../../../support/api/hub.js';
import { localCertificates } from '../../../support/certificates.js';

const { app, clock, photo, troubles, signedIn } = await startApi(t);

t.test('anybody may ask whether the hub lives, and learns no more', async (t) => {
  t.strictSame((await app.inject('/health')).json(), { status: 'ok' });
  const forged = await app.inject({ url: '/health', headers: { authorization: 'Bearer x' } });
  t.strictSame(forged.json(), { status: 'ok' });
});

t.test('who is signed in sees how it is', async (t) => {
  const { headers } = await signedIn('member');
  await photo();
  await clock.advance(5000);
  t.match((await app.inject({ url: '/health', headers })).json(), {
    status: 'ok',
    details: {
      version: '0.1.0',
      troubles: [],
      uptimeSeconds: 5,
      storage: { photos: 1, frames: 3 },
      vision: { process: 'idle', queued: 0, restarts: 0 },
      cameras: { known: 1, online: 0 },
      listeners: 0,
    },
  });
});

t.test('a hub in trouble says so', async (t) => {
  const { headers } = await signedIn('owner');
  troubles.push('The models folder is missing.');
  t.strictSame((await app.inject('/health')).json(), { status: 'degraded' });
  const { details } = (await app.inject({ url: '/health', headers })).json();
  t.strictSame(details.troubles, ['The models folder is missing.']);
  t.strictSame(details.causes, [{ code: 'test', text: 'The models folder is missing.', since: clock.now() }]);
});

t.test('it says how phones reach it, and what certificate they see', async (t) => {
  const { headers } = await signedIn('member');
  const plain = (await app.inject({ url: '/health', headers })).json().details;
  t.match(plain, {
    address: 'https://hub.test:8443',
    certificate: null,
    build: { node: process.versions.node },
  });
  const certificates = await localCertificates(t);
  const secure = await startApi(t, {}, { entrance: { ...plainEntrance, certificates } });
  const owner = await secure.signedIn('owner');
  const { details } = (await secure.app.inject({ url: '/health', headers: owner.headers })).json();
  const expiresAt = certificates.expiresAt();
  t.match(details.certificate, {
    kind: 'local',
    fingerprint: certificates.authority?.fingerprint,
    expiresAt,
  });
});
