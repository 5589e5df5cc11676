import t from 'tap';
import { Fault } from '../../../../src/core/errors.js';
import { stillThere } from '../../../../src/server/api/auth/access.js';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';
import { localCertificates } from '../../../support/certificates.js';

const { app, clock, photo, issues, signedIn } = await startApi(t);

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
      cameras: { known: 1, online: 0, paused: 0 },
      listeners: 0,
    },
  });
});

t.test('a hub with a health issue says so', async (t) => {
  const { headers } = await signedIn('owner');
  issues.push('The models folder is missing.');
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
  const secure = await startApi(t, {}, { endpoints: { ...plainEndpoints, certificates } });
  const owner = await secure.signedIn('owner');
  const { details } = (await secure.app.inject({ url: '/health', headers: owner.headers })).json();
  const expiresAt = certificates.expiresAt();
  t.match(details.certificate, {
    kind: 'local',
    fingerprint: certificates.authority?.fingerprint,
    expiresAt,
  });
});

t.test('a newer version is said, and what brings it', async (t) => {
  const parts = { newerVersion: () => '1.2.0', updateBy: 'add-on' } as const;
  const addOn = await startApi(t, {}, parts);
  const { headers } = await addOn.signedIn('owner');
  t.match((await addOn.app.inject({ url: '/health', headers })).json().details, {
    newerVersion: '1.2.0',
    updateBy: 'add-on',
  });
  const installed = await signedIn('owner');
  t.match((await app.inject({ url: '/health', headers: installed.headers })).json().details, {
    newerVersion: null,
    updateBy: 'apt',
  });
});

t.test('it answers while the database cannot be read, also who is signed in', async (t) => {
  const broken = await startApi(t);
  const { headers } = await broken.signedIn('owner');
  const ask = () => broken.app.inject({ url: '/health', headers });
  const fail = () => {
    throw new Fault('database-damaged', 'the database file is damaged', 'Restore a backup.');
  };
  const { session } = broken.store;
  Object.assign(broken.store, { storageUse: fail, cameras: fail });
  t.match(await ask(), { statusCode: 200 });
  t.match((await ask()).json().details, { storage: null, cameras: null, version: '0.1.0' });
  broken.store.session = fail;
  t.strictSame((await ask()).json(), { status: 'ok' }, 'as a stranger sees it');
  t.equal((await broken.app.inject({ url: '/photos', headers })).statusCode, 500);
  broken.store.session = session;
});

t.test('a stream ends while its session cannot be read', async (t) => {
  const clock = { now: () => 0 };
  const fail = () => {
    throw new Error('the disk');
  };
  const mina = { id: 1, guest: null } as never;
  const sessions = { session: () => ({ revokedAt: null, expiresAt: 1 }) as never, user: () => mina };
  t.equal(stillThere(sessions, 1, clock), mina);
  t.equal(stillThere({ ...sessions, session: fail }, 1, clock), null);
});
