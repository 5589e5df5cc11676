import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const text = 'petcam_photos 0\n';
const read = async () => ({ contentType: 'text/plain; version=0.0.4', text });

t.test('without a token only this machine may ask', async (t) => {
  const { app } = await startApi(t, {}, { metrics: { token: null, read } });
  const own = await app.inject('/metrics');
  t.equal(own.body, text);
  t.match(own.headers['content-type'], 'text/plain; version=0.0.4');
  const other = await app.inject({ url: '/metrics', remoteAddress: '192.168.1.7' });
  t.match(other.json(), { status: 401, code: 'not-signed-in' });
  const proxied = await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.7' } });
  t.equal(proxied.statusCode, 401, 'behind a proxy everybody seems to be this machine');
});

t.test('with a token whoever has it', async (t) => {
  const { app, signedIn } = await startApi(t, {}, { metrics: { token: 'of the scraper', read } });
  const ask = (headers: Record<string, string>) =>
    app.inject({ url: '/metrics', headers, remoteAddress: '192.168.1.7' });
  t.equal((await ask({ authorization: 'Bearer of the scraper' })).statusCode, 200);
  t.equal((await ask({ authorization: 'Bearer of somebody' })).statusCode, 401);
  t.equal((await ask((await signedIn('owner')).headers)).statusCode, 401, 'people read /health');
  t.equal((await app.inject('/metrics')).statusCode, 401);
});
