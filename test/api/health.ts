import t from 'tap';
import { startApi } from './fixtures/hub.js';

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
});
