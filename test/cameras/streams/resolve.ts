import t from 'tap';
import { resolveHost } from '../../../src/cameras/streams/resolve.js';

const rules = { own: ['192.168.1.5'], ownPorts: [8443], allowed: [] as string[] };
const book: Record<string, string[]> = {
  'cam.lan': ['192.168.1.20'],
  'both.lan': ['203.0.113.7', '192.168.1.21'],
  'away.lan': ['203.0.113.7'],
  'hub.lan': ['192.168.1.5'],
  'link.lan': ['fe80::1', '169.254.1.1'],
  'none.lan': [],
};
const resolve = async (host: string) => {
  const found = book[host];
  if (!found) throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  return found;
};
const resolved = (url: string, more = {}) =>
  resolveHost(new URL(url), { ...rules, ...more }, resolve).catch(({ code }: { code: string }) => code);

t.test('a name leads to the first of its addresses at which a camera may be', async (t) => {
  t.equal(await resolved('http://cam.lan/'), '192.168.1.20');
  t.equal(await resolved('http://both.lan/'), '192.168.1.21');
  t.equal(await resolved('http://away.lan/'), 'stream-address');
  t.equal(await resolved('http://away.lan/', { allowed: ['203.0.113.0/24'] }), '203.0.113.7');
  t.equal(await resolved('http://link.lan/'), 'stream-address');
  t.equal(await resolved('http://hub.lan/', { allowed: ['192.168.1.5'] }), '192.168.1.5');
  t.equal(await resolved('https://hub.lan:8443/', { allowed: ['192.168.1.5'] }), 'stream-address');
});

t.test('an address is itself, in every scheme, and its port counts', async (t) => {
  t.equal(await resolved('http://10.0.0.9/'), '10.0.0.9');
  t.equal(await resolved('rtsp://10.0.0.9/live'), '10.0.0.9');
  t.equal(await resolved('http://[fd00::9]:81/stream'), 'fd00::9');
  t.equal(
    await resolved('mqtts://192.168.1.5/a', { allowed: ['192.168.1.5'], ownPorts: [8883] }),
    'stream-address',
  );
  t.equal(
    await resolved('rtsp://192.168.1.5/a', { allowed: ['192.168.1.5'], ownPorts: [554] }),
    'stream-address',
  );
});

t.test('a name that nobody has is said', async (t) => {
  t.equal(await resolved('http://gone.lan/'), 'stream-unknown-host');
  t.equal(await resolved('http://none.lan/'), 'stream-unknown-host');
});

t.test('the names of this machine are asked of the system', async (t) => {
  const here = { own: [], ownPorts: [], allowed: ['127.0.0.0/8', '::1'] };
  t.match(await resolveHost(new URL('http://localhost/'), here), /^(127\.0\.0\.1|::1)$/);
});
