import t from 'tap';
import { plainEndpoints, startApi } from '../../../support/api/hub.js';

const { app, signedIn } = await startApi(t);
const member = await signedIn('member');

t.test('the page says how the hub is reached, and by which way it was asked', async (t) => {
  const ask = async (remoteAddress: string) =>
    (await app.inject({ url: '/hub/reach', headers: member.headers, remoteAddress })).json();
  t.match(await ask('192.168.1.7'), {
    address: plainEndpoints.address(),
    links: 'home',
    tailscale: { step: 'off' },
    way: 'home',
  });
  t.match(await ask('100.101.102.103'), { way: 'tailscale' });
  t.match(await ask('203.0.113.9'), { way: 'elsewhere' });
  const answer = await app.inject({ url: '/hub/reach', remoteAddress: '192.168.1.7' });
  t.equal(answer.statusCode, 401);
});

t.test('a member does not choose where links lead', async (t) => {
  const put = (headers: Record<string, string>) =>
    app.inject({ method: 'PUT', url: '/hub/links', headers, payload: { links: 'home' } });
  t.equal((await put(member.headers)).statusCode, 403);
  const owner = await signedIn('owner');
  t.equal((await put(owner.headers)).statusCode, 200);
});
