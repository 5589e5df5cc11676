import t from 'tap';
import { probeAddress, readAddress } from '../../../src/cameras/streams/probe.js';
import { readPictures } from '../../../src/cameras/streams/read-pictures.js';
import { systemClock } from '../../../src/core/clock.js';
import { cameraWebServer } from '../../support/camera-firmware.js';
import { hurriedClock } from '../../support/hurried-clock.js';
import { sampleFrames } from '../../support/jpegs.js';
import { type Serve, startRawServer } from '../../support/raw-server.js';
import { refusalOf } from '../../support/refusals.js';

const rules = { own: [], ownPorts: [1883], allowed: ['127.0.0.0/8'] };
const resolve = async (host: string) => {
  if (host === 'cam.test') return ['203.0.113.1', '127.0.0.1'];
  if (host === 'empty.test') return [];
  throw new Error('ENOTFOUND');
};

async function probe(text: string, clock = systemClock) {
  const { url, credentials } = readAddress(text, null);
  return probeAddress(url, credentials, { rules, read: readPictures, clock, resolve }).catch(
    (error) => error,
  );
}

t.test('addresses are read as people type them', async (t) => {
  const given = { username: 'a', password: 'b' };
  t.match(readAddress('192.168.1.20', null), { url: { href: 'http://192.168.1.20/' }, credentials: null });
  const inside = readAddress('http://c%40t:50%@cam.test/x?y=1#z', null);
  t.match(inside, {
    url: { href: 'http://cam.test/x?y=1' },
    credentials: { username: 'c@t', password: '50%' },
  });
  t.same(readAddress('http://c:d@cam.test/', given).credentials, given);
  for (const text of ['gopher://cam.test/', 'rtsp://', 'http://', 'file:///etc/passwd', 'http://a b'])
    t.equal(
      refusalOf(() => readAddress(text, null)),
      'request-invalid',
      text,
    );
});

t.test('a camera is found behind its name at a well-known place, one request after the other', async (t) => {
  const server = await startRawServer(t, cameraWebServer(sampleFrames()).main);
  const found = await probe(`cam.test:${server.port}`);
  t.match(found, {
    kind: 'snapshot',
    source: { url: `http://cam.test:${server.port}/capture`, address: '127.0.0.1', certificate: null },
  });
  t.same(
    server.requests.map(({ path }) => path),
    ['/', '/stream', '/capture'],
  );
});

t.test('when nothing is found the most telling reason is said', async (t) => {
  const login: Serve = ({ path }, socket) => {
    const page = path === '/' ? '<input type=password>' : 'no';
    const status = path === '/' ? '200 OK' : '404 Not Found';
    socket.write(
      `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
    );
  };
  const server = await startRawServer(t, login);
  t.match(await probe(`127.0.0.1:${server.port}`), { code: 'stream-login-page' });
  t.match(await probe(`127.0.0.1:${server.port}/x`), { code: 'stream-not-found' });
  t.match(await probe('nobody.test/x'), { code: 'stream-unknown-host', message: /nobody\.test/ });
  t.match(await probe('empty.test/x'), { code: 'stream-unknown-host' });
  t.match(await probe('169.254.1.1'), { code: 'stream-address' });
  t.match(await probe('127.0.0.1:1883'), { code: 'stream-address', message: /hub itself/ });
});

t.test('a camera that keeps silent does not hold the search up for ever', async (t) => {
  const server = await startRawServer(t, () => {});
  t.match(await probe(`127.0.0.1:${server.port}`, hurriedClock(100)), { code: 'stream-slow' });
  t.ok(server.requests.length < 8, 'not every place was tried');
});
