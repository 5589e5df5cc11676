import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../../src/cameras/protocol/settings.js';
import { startApi } from '../../../support/api/hub.js';
import { KEY } from '../../../support/store.js';

t.test('an owner says where the hub will be, and sees which cameras know it', async (t) => {
  const { app, store, clock, link, signedIn } = await startApi(t);
  const owner = await signedIn('owner');
  const member = await signedIn('member');
  const call = async (method: 'GET' | 'POST', payload?: object, who = owner) => {
    const headers = who.headers;
    const response = await app.inject({ method, url: '/hub/address', headers, ...(payload && { payload }) });
    return { status: response.statusCode, body: response.json() };
  };
  await store.addCamera('porch', 'Porch', KEY);
  await store.addCamera('old', 'Old', KEY);
  const state = {
    ...{ firmware: '1.1.0', board: 'ai-thinker', rssi: -60, uptimeMs: 1, resetReason: 'power-on' },
    bursts: { queued: 0, sent: 0, lost: 0, framesLost: 0 },
    settings: DEFAULT_SETTINGS,
    capabilities: ['move'],
  };
  await store.touchCamera('porch', { at: clock.now(), online: true, state });

  t.match(await call('GET', undefined, member), { status: 403, body: { code: 'owner-only' } });
  t.match(await call('POST', { host: 'x' }, member), { status: 403, body: { code: 'owner-only' } });
  for (const host of ['', 'a b', 'fe80::1', 'h'.repeat(64)])
    t.match(await call('POST', { host }), { status: 400, body: { code: 'request-invalid' } }, host);
  t.strictSame((await call('GET')).body, { host: 'hub.test', next: null });
  t.strictSame((await call('POST', { host: '192.168.1.20' })).body, {
    host: 'hub.test',
    next: '192.168.1.20',
    cameras: [
      { camera: 'porch', outcome: 'told' },
      { camera: 'old', outcome: 'away' },
    ],
  });
  t.strictSame(link.asked, [['porch', 'move', { host: '192.168.1.20', port: 8883 }]]);
  t.match((await call('GET')).body, { next: '192.168.1.20' });
});
