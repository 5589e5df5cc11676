import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import t from 'tap';
import { startApi } from '../../../support/api/hub.js';

const lines = new PassThrough();
const log = pino({ level: 'info' }, lines);
const { app, store, clock, vision, signedIn } = await startApi(t, {}, { log });
const { headers } = await signedIn('member');
const logged = () => String(lines.read() ?? '');

t.test('a problem names the request, as the log does', async (t) => {
  logged();
  const response = await app.inject({ url: '/photos/99', headers });
  const problem = response.json();
  t.match(response.headers['content-type'], 'application/problem+json');
  t.equal(problem.requestId, response.headers['x-request-id']);
  t.match(logged(), `"reqId":"${problem.requestId}"`);
});

t.test('what fails inside is logged and not told', async (t) => {
  logged();
  const { photos } = store;
  store.photos = () => {
    throw new Error('no such table: photo in /var/lib/petcam/hub.db');
  };
  const response = await app.inject({ url: '/photos', headers });
  store.photos = photos;
  t.equal(response.statusCode, 500);
  t.notMatch(response.body, /table|hub\.db|at /);
  t.match(logged(), /no such table/);
});

t.test('the log holds no token, cookie, password or photo', async (t) => {
  logged();
  await app.inject({ url: '/photos', headers: { ...headers, cookie: 'petcam_access=cookie-secret' } });
  await app.inject({
    method: 'POST',
    url: '/token',
    payload: { username: 'mina', password: 'password-secret' },
  });
  await app.inject({
    method: 'POST',
    url: '/upscale',
    headers: { ...headers, 'content-type': 'image/jpeg' },
    payload: 'photo-secret',
  });
  t.equal(vision.asked.length, 0);
  t.notMatch(logged(), /secret|Bearer|eyJ/);
});

t.test('a wrong method is told which ones are right', async (t) => {
  const response = await app.inject({ method: 'PUT', url: '/photos/1' });
  t.match(response.json(), { status: 405, code: 'method-not-allowed' });
  t.equal(response.headers.allow, 'DELETE, GET, HEAD, PATCH');
  t.match((await app.inject('/photos/1/2/3')).json(), { status: 404, code: 'not-found' });
});

t.test('bodies that are none', async (t) => {
  const post = async (payload: string, type: string) =>
    (await app.inject({ method: 'POST', url: '/token', headers: { 'content-type': type }, payload })).json();
  t.match(await post('{', 'application/json'), { status: 400, code: 'body-invalid' });
  t.match(await post('', 'application/json'), { status: 400, code: 'body-invalid' });
  t.match(await post('<a/>', 'application/xml'), { status: 415, code: 'media-type' });
  t.match(await post(JSON.stringify({ username: 'x'.repeat(40_000) }), 'application/json'), {
    status: 413,
    code: 'body-too-large',
  });
  t.match(await post('{"__proto__":{"a":1}}', 'application/json'), { status: 400 });
  t.match(await post('"text"', 'application/json'), { status: 400, code: 'request-invalid' });
});

t.test('an upload that is refused does not keep its connection', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => {});
  socket.write(
    'POST /upscale HTTP/1.1\r\nhost: hub\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\n\r\n--x',
  );
  const [answer] = await once(socket, 'data');
  t.match(answer, /^HTTP\/1.1 401 /);
  t.match(answer, /connection: close/i);
  socket.destroy();
});

/** Five megabytes as a photo of a phone. */
const MEGABYTES = Buffer.alloc(5_000_000, 7);

/** Sends a whole body before it reads a byte, as clients do that block; then the answer up to its end. */
async function sendAll(port: number, line: string, type: string, bearer = 'none') {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.pause();
  socket.write(
    `${line} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${bearer}\r\naccept-encoding: gzip\r\ncontent-type: ${type}\r\ncontent-length: ${MEGABYTES.length}\r\n\r\n`,
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).write(MEGABYTES, (error) => (error ? reject(error) : resolve()));
  });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket.resume(), 'close');
  return text;
}

t.test('an upload that is refused early gets its answer, whatever refused it', async (t) => {
  const { port } = app.server.address() as AddressInfo;
  const strict = await startApi(t, { limits: { callsPerSecond: 1, callsBurst: 1 } });
  await strict.app.listen({ port: 0, host: '127.0.0.1' });
  await strict.app.inject('/setup');
  const strictPort = (strict.app.server.address() as AddressInfo).port;
  const form = 'multipart/form-data; boundary=x';
  t.match(await sendAll(port, 'POST /upscale', form), /^HTTP\/1.1 401 .*"code":"not-signed-in"/s);
  t.match(await sendAll(port, 'POST /nowhere', form), /^HTTP\/1.1 404 .*"code":"not-found"/s);
  t.match(
    await sendAll(port, 'POST /token', 'application/json'),
    /^HTTP\/1.1 413 .*"code":"body-too-large"/s,
  );
  t.match(await sendAll(strictPort, 'POST /upscale', form), /^HTTP\/1.1 429 .*"code":"too-many-requests"/s);
  const answer = await fetch(`http://127.0.0.1:${port}/upscale`, {
    method: 'POST',
    headers: { 'content-type': form },
    body: MEGABYTES,
  });
  t.match(await answer.json(), { code: 'not-signed-in' });
});

/** Begins an upload that is refused, and has read the answer. */
async function refusedUpload() {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.on('error', () => {});
  socket.write(
    'POST /upscale HTTP/1.1\r\nhost: hub\r\ncontent-type: a/b\r\ncontent-length: 900000000\r\n\r\nx',
  );
  await once(socket, 'data');
  return socket;
}

t.test('the rest of a refused upload is read for half a minute, and not without end', async (t) => {
  const silent = await refusedUpload();
  await clock.advance(29_000);
  t.equal(silent.closed, false);
  await Promise.all([once(silent, 'close'), clock.advance(1000)]);

  const endless = await refusedUpload();
  let sent = 0;
  while (!endless.destroyed && sent < 900_000_000) {
    await new Promise((resolve) => endless.write(MEGABYTES, resolve));
    sent += MEGABYTES.length;
  }
  t.ok(sent >= 100_000_000 && sent < 200_000_000, `${sent} bytes`);
});

t.test('an address that is none is not found, and no fault of the hub', async (t) => {
  for (const url of ['//', '///', '/%', '//x:y@z/', '/?//'])
    t.ok([400, 404].includes((await app.inject({ url })).statusCode), url);
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  socket.write('GET // HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  const [text] = await once(socket, 'data');
  t.match(text, /^HTTP\/1.1 404 /);
});
