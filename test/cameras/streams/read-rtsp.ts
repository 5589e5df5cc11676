/** Video of cameras over RTSP: a real server, a real ffmpeg, in the confinement that it really has. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import t, { type Test } from 'tap';
import type { ReadOptions } from '../../../src/cameras/streams/read-pictures.js';
import { type RtspProcesses, readRtsp } from '../../../src/cameras/streams/read-rtsp.js';
import { type Clock, systemClock } from '../../../src/core/clock.js';
import { createLog } from '../../../src/core/log.js';
import { openRtspProcesses } from '../../../src/hub/rtsp.js';
import { localCertificates } from '../../support/certificates.js';
import { temporaryFolder } from '../../support/folder.js';
import { hurriedClock } from '../../support/hurried-clock.js';
import { makePictures, rtspServerIsHere, startRtspServer } from '../../support/rtsp-server.js';
import { sandboxHere } from '../../support/sandbox.js';

const SETTINGS = { rtspSocket: '', visionSocket: '', visionConfinement: 'where-possible' } as const;
const PASSWORD = "p'ur r:@/%2";

function processesOf(t: Test, settings: object = {}): RtspProcesses {
  return openRtspProcesses(
    { dataDirectory: temporaryFolder(t), ...SETTINGS, ...settings },
    createLog('silent'),
  );
}

interface Reading {
  url: string;
  credentials?: { username: string; password: string };
  certificate?: string;
  clock?: Clock;
  count?: number;
  processes?: RtspProcesses;
  onPicture?: () => void;
}

/** Reads until so many pictures have come; gives them, and what the reading ended with. */
async function read(t: Test, { url, count = 1, processes = processesOf(t), clock, ...more }: Reading) {
  const done = new AbortController();
  const pictures: Buffer[] = [];
  const certificates: (string | null)[] = [];
  const options: ReadOptions = {
    clock: clock ?? systemClock,
    signal: done.signal,
    everyMs: 500,
    onPicture(jpeg, _kind, certificate) {
      certificates.push(certificate);
      more.onPicture?.();
      if (pictures.push(Buffer.from(jpeg)) >= count) done.abort('enough');
    },
  };
  const { credentials = null, certificate = null } = more;
  const source = { url, address: '127.0.0.1', certificate, credentials };
  const reason = await readRtsp(source, options, processes).catch((error: unknown) => error);
  return { pictures, certificates, reason, code: (reason as { code?: string }).code };
}

const isJpeg = (bytes: Buffer) =>
  bytes.readUInt16BE(0) === 0xffd8 && bytes.includes(Buffer.from([0xff, 0xd9]));

/** Command lines of all processes of this machine, as anybody may read them. */
const commandLines = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });

t.test('H.264 behind a password is read as whole pictures', async (t) => {
  if (!rtspServerIsHere(t)) return;
  const pictures = makePictures(temporaryFolder(t), ['cat-turns-head']);
  const user = { username: 'cat', password: PASSWORD };
  const server = await startRtspServer(t, pictures, { user });
  let seen: string[] = [];
  const good = await read(t, {
    url: server.url,
    credentials: user,
    count: 9,
    onPicture() {
      seen = commandLines().filter((line) => line.includes('ffmpeg') && line.includes('mpjpeg'));
    },
  });
  t.equal(good.reason, 'enough');
  t.ok(good.pictures.every(isJpeg));
  t.ok(seen.length > 0, 'ffmpeg is seen by everybody');
  t.notMatch(seen.join(), /cat:|p'ur|p%27ur|live/, 'with neither name, password nor path');

  const codes = await Promise.all(
    [
      { url: server.url },
      { url: server.url, credentials: { username: 'cat', password: 'bark' } },
      { url: server.url.replace('/live', '/nothing'), credentials: user },
    ].map(async (reading) => (await read(t, reading)).code),
  );
  t.same(codes, ['stream-password-needed', 'stream-password-wrong', 'stream-not-found']);
});

t.test('with TLS its own certificate is told, and pinned', async (t) => {
  if (!rtspServerIsHere(t)) return;
  const folder = temporaryFolder(t);
  const pictures = makePictures(folder, ['cat-turns-head']);
  const user = { username: 'cat', password: PASSWORD };
  const { cert, key } = (await localCertificates(t)).current();
  const tls = { certificate: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  writeFileSync(tls.certificate, cert);
  writeFileSync(tls.key, key);
  const server = await startRtspServer(t, pictures, { user, tls });
  const found = await read(t, { url: server.url, credentials: user });
  t.match(found.certificates[0], /^[0-9a-f]{64}$/);
  const certificate = found.certificates[0] as string;
  t.equal((await read(t, { url: server.url, credentials: user, certificate })).reason, 'enough');
  const other = '0'.repeat(64);
  t.equal(
    (await read(t, { url: server.url, credentials: user, certificate: other })).code,
    'stream-certificate',
  );
});

t.test('a server that goes away ends the reading, and nothing is left of it', async (t) => {
  if (!rtspServerIsHere(t)) return;
  const server = await startRtspServer(t, makePictures(temporaryFolder(t), ['cat-turns-head']));
  let stopped = Promise.resolve();
  const { code } = await read(t, {
    url: server.url,
    count: 1000,
    onPicture() {
      stopped = server.stop();
    },
  });
  await stopped;
  t.match(code, /^stream-(ended|unreachable)$/);
  t.equal((await read(t, { url: server.url })).code, 'stream-unreachable');
});

t.test('what is no RTSP server is said in a sentence', async (t) => {
  if (!rtspServerIsHere(t)) return;
  const answers = {
    page: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>',
    // ffmpeg asks on, on a connection that the server has ended.
    oneAnswer: 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n',
    sentOn: 'RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: rtsp://192.0.2.1/live\r\n\r\n',
    silence: '',
  };
  const codes: Record<string, string | undefined> = {};
  for (const [name, answer] of Object.entries(answers)) {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => answer !== '' && socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const clock = name === 'silence' ? hurriedClock(10) : systemClock;
    codes[name] = (await read(t, { url: `rtsp://127.0.0.1:${port}/live`, clock })).code;
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
  t.same(codes, {
    page: 'stream-malformed',
    oneAnswer: 'stream-malformed',
    sentOn: 'stream-redirect',
    silence: 'stream-stalled',
  });
});

t.test('a process that can reach the hub is told nothing where that is required', async (t) => {
  const { kind } = await sandboxHere();
  const confined = processesOf(t, { visionConfinement: 'required' });
  let heard = 0;
  const server = createServer(() => {
    heard += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as { port: number };
  const open: RtspProcesses = {
    ...confined,
    secrets: [path.join(import.meta.dirname, '../../../package.json')],
  };
  const { code } = await read(t, { url: `rtsp://127.0.0.1:${port}/`, processes: open });
  t.equal(code, 'stream-unconfined');
  t.equal(heard, 0, 'nobody was asked');
  t.comment(`the sandbox here is ${kind}`);
});
