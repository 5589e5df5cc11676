import { createHash } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import t from 'tap';
import { readPictures, STALLED_MS } from '../../../src/cameras/streams/read-pictures.js';
import type { StreamSource } from '../../../src/cameras/streams/source.js';
import { type Clock, systemClock } from '../../../src/core/clock.js';
import { Refusal } from '../../../src/core/errors.js';
import {
  behindPassword,
  cameraWebServer,
  esphomeSnapshot,
  esphomeStream,
  tasmota,
} from '../../support/camera-firmware.js';
import { localCertificates } from '../../support/certificates.js';
import { sampleFrames, tinyJpeg } from '../../support/jpegs.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { type Serve, startRawServer } from '../../support/raw-server.js';

const frames = sampleFrames();
const ENOUGH = 'enough';

function sourceOf(url: string, more: Partial<StreamSource> = {}): StreamSource {
  return { url, address: '127.0.0.1', certificate: null, credentials: null, ...more };
}

/** Reads until `count` pictures have come; gives them with how they came, or the refusal. */
async function read(
  source: StreamSource,
  count = 3,
  clock: Clock = systemClock,
  onPicture: () => void = () => {},
) {
  const pictures: Buffer[] = [];
  const kinds = new Set<string>();
  const certificates = new Set<string | null>();
  const controller = new AbortController();
  const ended = readPictures(source, {
    clock,
    signal: controller.signal,
    everyMs: 1,
    onPicture(jpeg, kind, certificate) {
      onPicture();
      kinds.add(kind);
      certificates.add(certificate);
      if (pictures.push(Buffer.from(jpeg)) === count) controller.abort(ENOUGH);
    },
  });
  const why = await ended.catch((error: unknown) => error);
  if (why !== ENOUGH && !(why instanceof Refusal)) throw why;
  const code = why instanceof Refusal ? why.code : ENOUGH;
  const text = why instanceof Refusal ? why.message : '';
  return { pictures, kind: [...kinds].join(), certificate: [...certificates][0], code, text };
}

/** Promise that the test resolves. */
function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** Resolves when the hub has closed every connection. */
async function untilGone(sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of [...sockets])
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
}

/** Streams in one go, with the content types that some servers send. */
const streamWith =
  (types: string): Serve =>
  (_request, socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${types}\r\n`);
    for (const frame of frames) {
      socket.write('--ffmpeg\r\nContent-type: image/jpeg\r\n\r\n');
      socket.write(frame);
      socket.write('\r\n');
    }
  };
const unnamed = streamWith('Content-Type: application/octet-stream\r\n');
const twoTypes = streamWith(
  'Content-Type: application/octet-stream\r\nContent-Type: multipart/x-mixed-replace;boundary=ffmpeg\r\n',
);

const isOneOf = (jpeg: Buffer) => frames.some((frame) => frame.equals(jpeg));

t.test('every firmware is read in its own manner', async (t) => {
  const web = cameraWebServer(frames);
  const easytarget = cameraWebServer(frames, false);
  const manners: [string, Serve, string, string][] = [
    ['CameraWebServer, stream', web.stream, '/stream', 'stream'],
    ['CameraWebServer, snapshot', web.main, '/capture', 'snapshot'],
    ['esp32-cam-webserver', easytarget.stream, '/stream', 'stream'],
    ['ESPHome, stream', esphomeStream(frames), '/', 'stream'],
    ['ESPHome, snapshot', esphomeSnapshot(frames), '/', 'snapshot'],
    ['two content types', twoTypes, '/', 'stream'],
    ['a stream that calls itself bytes', unnamed, '/', 'stream'],
    ['Tasmota, stream behind a redirect', tasmota(frames).stream, '/', 'stream'],
    ['Tasmota, snapshot that ends with its connection', tasmota(frames).main, '/wc.jpg', 'snapshot'],
  ];
  for (const [name, serve, path, kind] of manners) {
    const server = await startRawServer(t, serve);
    const answer = await read(sourceOf(server.url + path));
    t.equal(answer.code, ENOUGH, `${name}: ${answer.text}`);
    t.equal(answer.kind, kind, name);
    t.ok(answer.pictures.every(isOneOf), `${name}: whole pictures`);
    await untilGone(server.sockets);
  }
});

const html =
  (body: string, status = '200 OK', more = ''): Serve =>
  (_request, socket) =>
    socket.write(
      `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`,
    );

t.test('a camera that gives no pictures is refused with one sentence', async (t) => {
  const half = frames[0]?.subarray(0, 5000) as Buffer;
  const cases: [string, Serve, string, RegExp][] = [
    [
      'a login page',
      html('<form><input type="password" name="p"></form>'),
      'stream-login-page',
      /login page/,
    ],
    ['a page', html('<!DOCTYPE html><html>hello</html>'), 'stream-web-page', /web page/],
    ['a compressed page', cameraWebServer(frames).main, 'stream-web-page', /web page/],
    [
      'a page that calls itself a picture',
      (_r, s) => s.end('HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n<html></html>'),
      'stream-web-page',
      /web page/,
    ],
    ['a 404', html('no', '404 Not Found'), 'stream-not-found', /nothing at this path/],
    [
      'a 401',
      html('no', '401 Unauthorized', 'WWW-Authenticate: Basic realm="cam"\r\n'),
      'stream-password-needed',
      /asks for a user name/,
    ],
    ['a 503', html('no', '503 Busy'), 'stream-answer', /status 503/],
    [
      'a redirect to another host',
      html('', '302 Found', 'Location: http://192.0.2.1/stream\r\n'),
      'stream-redirect',
      /http:\/\/192\.0\.2\.1/,
    ],
    [
      'a redirect to another port',
      html('', '302 Found', 'Location: http://127.0.0.1:1/\r\n'),
      'stream-redirect',
      /127\.0\.0\.1:1/,
    ],
    ['a redirect in a circle', html('', '302 Found', 'Location: /again\r\n'), 'stream-redirect', /circle/],
    ['a redirect to nowhere', html('', '302 Found', 'Location: http://[\r\n'), 'stream-redirect', /circle/],
    [
      'text',
      (_r, s) => s.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello'),
      'stream-no-picture',
      /no JPEG/,
    ],
    [
      'a PNG',
      (_r, s) => s.end('HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG....'),
      'stream-no-picture',
      /no JPEG/,
    ],
    [
      'half a picture',
      (_r, s) => {
        s.write(`HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 9000\r\n\r\n`);
        s.end(half);
      },
      'stream-ended',
      /half way/,
    ],
    [
      'a picture without end',
      (_r, s) => {
        s.write('HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n');
        s.write(tinyJpeg(1, 2_000_000));
      },
      'stream-too-large',
      /512 KiB/,
    ],
    [
      'a stream that ends',
      (_r, s) =>
        s.end('HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a\r\n\r\n--a\r\n'),
      'stream-ended',
      /ended its stream/,
    ],
    [
      'a stream that breaks off',
      (_r, s) => {
        s.write(
          'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a\r\nContent-Length: 900\r\n\r\n--a\r\n',
          () => s.destroy(),
        );
      },
      'stream-ended',
      /ended its stream/,
    ],
    ['no HTTP', (_r, s) => s.end('SSH-2.0-OpenSSH\r\n'), 'stream-answer', /does not speak HTTP/],
    [
      'a head without end',
      (_r, s) => s.write(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(5000)}`),
      'stream-answer',
      /HTTP/,
    ],
    ['nothing at all', (_r, s) => s.destroy(), 'stream-unreachable', /broke off/],
  ];
  for (const [name, serve, code, text] of cases) {
    const server = await startRawServer(t, serve);
    const answer = await read(sourceOf(`${server.url}/`));
    t.equal(answer.code, code, `${name}: ${answer.text}`);
    t.match(answer.text, text, name);
    t.match(answer.text, /^[^.!?]+[.]$|^[^\n]+\.$/, `${name}: one sentence`);
  }
  const gone = await startRawServer(t, html(''));
  gone.close();
  t.match(await read(sourceOf(gone.url)), { code: 'stream-unreachable', text: /Nothing answers/ });
});

t.test('name and password are proved by Digest or Basic, and only when asked for', async (t) => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const first = md5('cat:cam:purr');
  const isRight = (header: string) => {
    const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(header)?.[1];
    const second = md5(`GET:${field('uri')}`);
    return field('response') === md5(`${first}:n1:${field('nc')}:${field('cnonce')}:auth:${second}`);
  };
  const digest = await startRawServer(
    t,
    behindPassword('Digest realm="cam", nonce="n1", qop="auth"', isRight, esphomeSnapshot(frames)),
  );
  const credentials = { username: 'cat', password: 'purr' };
  t.equal((await read(sourceOf(`${digest.url}/`, { credentials }))).code, ENOUGH);
  t.equal(digest.requests[0]?.headers['authorization'], undefined, 'not before it is asked');
  t.equal(digest.requests.length, 4, 'asked once for three pictures');
  const wrong = { ...credentials, password: 'bark' };
  t.match(await read(sourceOf(`${digest.url}/`, { credentials: wrong })), {
    code: 'stream-password-wrong',
    text: /does not take/,
  });
  const basic = await startRawServer(
    t,
    behindPassword(
      'Basic realm="cam"',
      (header) => header === `Basic ${btoa('cat:purr')}`,
      esphomeStream(frames),
    ),
  );
  t.equal((await read(sourceOf(`${basic.url}/`, { credentials }))).code, ENOUGH);
  const unknown = await startRawServer(
    t,
    behindPassword('Negotiate', () => false, esphomeStream(frames)),
  );
  t.equal((await read(sourceOf(`${unknown.url}/`, { credentials }))).code, 'stream-password-wrong');
});

t.test('a nonce that has grown old is replaced, without another question to the owner', async (t) => {
  let nonce = 0;
  let uses = 0;
  const server = await startRawServer(t, (request, socket) => {
    const known = uses > 0 && request.headers['authorization']?.includes(`nonce="n${nonce}"`) === true;
    [nonce, uses] = known ? [nonce, uses - 1] : [nonce + 1, 2];
    const challenge = `Digest realm="cam", nonce="n${nonce}", stale=true`;
    behindPassword(challenge, () => known, esphomeSnapshot(frames))(request, socket);
  });
  const credentials = { username: 'cat', password: 'purr' };
  t.equal((await read(sourceOf(`${server.url}/`, { credentials }), 5)).code, ENOUGH);
});

t.test('a camera that says nothing is given up', async (t) => {
  const clock = new ManualClock();
  const asked = signal();
  const server = await startRawServer(t, () => asked.resolve());
  const ended = read(sourceOf(server.url), 1, clock);
  await asked.promise;
  await clock.advance(STALLED_MS);
  t.match(await ended, { code: /stream-(slow|stalled)/, text: /10 s/ });
});

t.test('a stream that stalls, and one that drips, are noticed within ten seconds', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a\r\n\r\n--a\r\n\r\n';
  for (const [drips, code, text] of [
    [false, 'stream-stalled', /sent nothing for 10 s/],
    [true, 'stream-slow', /too slowly/],
  ] as const) {
    const clock = new ManualClock();
    const server = await startRawServer(t, (_request, socket) => {
      socket.write(head);
      socket.write(tinyJpeg(1));
      socket.write('\r\n--a\r\n\r\n');
    });
    const first = signal();
    const ended = read(sourceOf(server.url), 1000, clock, () => first.resolve());
    await first.promise;
    const [socket] = [...server.sockets];
    for (let second = 0; second < 10; second += 1) {
      if (drips) await new Promise((resolve) => socket?.write(Buffer.from([7]), resolve));
      await settled();
      await clock.advance(1000);
    }
    t.match(await ended, { code, text, pictures: { length: 1 } }, `drips: ${drips}`);
  }
});

t.test('over TLS the certificate that was there first is the one that counts', async (t) => {
  const certificates = await localCertificates(t);
  const server = createTlsServer(certificates.current(), (request, response) => {
    t.equal(request.headers.host, `localhost:${port}`);
    response.setHeader('content-type', 'image/jpeg');
    response.end(frames[0]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const source = sourceOf(`https://localhost:${port}/`);
  const first = await read(source);
  t.equal(first.code, ENOUGH, first.text);
  t.match(first.certificate, /^[0-9a-f]{64}$/);
  const pinned = { ...source, certificate: first.certificate as string };
  t.equal((await read(pinned)).code, ENOUGH);
  t.match(await read({ ...source, certificate: '0'.repeat(64) }), {
    code: 'stream-certificate',
    text: /another certificate/,
  });
});
