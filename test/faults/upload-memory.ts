/** What uploads cost the hub's own process, measured on a whole hub: whatever is sent, it grows by at most 60 MB. */
import { readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import t from 'tap';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import { hashPassword } from '../../src/server/api/auth/passwords.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../support/folder.js';
import { quietSettings } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import { gradient } from '../support/photos.js';

const GROWTH_MB = 60;
const password = 'a long enough one';
const BOUNDARY = 'petcam-boundary';

const head = (disposition: string) =>
  Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`);
const lineEnd = Buffer.from('\r\n');
const end = Buffer.from(`--${BOUNDARY}--\r\n`);

const settings = quietSettings(temporaryFolder(t));
await addPeople(settings['PETCAM_DATA_DIR'] as string);
const hub = await startHubProcess(t, settings);
const tokens = [await signIn('Mina'), await signIn('Jun')];
await sendChunked('/bestcut', tokens[0] as string, photos(2, 1000));
const before = memory('VmRSS');

async function addPeople(directory: string): Promise<void> {
  const store = await openStore({
    directory,
    clock: systemClock,
    log: createLog('silent'),
    reserveBytes: 0,
    inline: true,
  });
  const passwordHash = await hashPassword(password);
  const owner = await store.registerFirstOwner({ name: 'Mina', passwordHash });
  const expiresAt = Date.now() + 60_000;
  await store.createInvitation({ codeHash: 'code', role: 'member', createdBy: owner.id, expiresAt });
  await store.registerInvited({ name: 'Jun', passwordHash, codeHash: 'code' });
  await store.close();
}

async function signIn(username: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${hub.httpPort}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Sends a body of unknown length; answers the status, or null where the hub hung up before it was read. */
async function sendChunked(route: string, token: string, body: Iterable<Buffer>): Promise<number | null> {
  const request = httpRequest({
    port: hub.httpPort,
    host: '127.0.0.1',
    method: 'POST',
    path: route,
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'transfer-encoding': 'chunked',
    },
  });
  const status = new Promise<number | null>((resolve) => {
    request.once('response', (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode as number);
    });
    request.once('error', () => resolve(null));
    request.once('close', () => resolve(null));
  });
  const source = Readable.from(body);
  source.pipe(request);
  const answered = await status;
  source.destroy();
  request.destroy();
  return answered;
}

function* fields(count: number, bytes: number): Iterable<Buffer> {
  const text = Buffer.alloc(bytes, 'x');
  for (let index = 0; index < count; index += 1) {
    yield head(`name="field${index}"`);
    yield text;
    yield lineEnd;
  }
  yield end;
}

function* photos(count: number, bytes: number): Iterable<Buffer> {
  const piece = Buffer.alloc(64 * 1024, 7);
  for (let index = 0; index < count; index += 1) {
    yield head(`name="photo"; filename="${index}.jpg"`);
    for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left);
    yield lineEnd;
  }
  yield end;
}

function* inPieces(photo: Buffer): Iterable<Buffer> {
  yield head('name="photo"; filename="large.jpg"');
  for (let at = 0; at < photo.length; at += 64 * 1024) yield photo.subarray(at, at + 64 * 1024);
  yield lineEnd;
  yield end;
}

/** One field that goes on for as long as it is read. */
function* endlessField(megabytes: number): Iterable<Buffer> {
  yield head('name="field"');
  const piece = Buffer.alloc(1_000_000, 'x');
  for (let sent = 0; sent < megabytes; sent += 1) yield piece;
}

function memory(line: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${hub.pid}/status`, 'utf8');
  return Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

/** Megabytes by which the hub's process was larger than before the first attack, at its largest during this one. */
async function growthDuring(work: () => Promise<void>): Promise<number> {
  // Lets the kernel measure the peak anew (proc(5), clear_refs).
  writeFileSync(`/proc/${hub.pid}/clear_refs`, '5');
  await work();
  return memory('VmHWM') - before;
}

async function whilePeopleSend(
  bodies: (token: string) => Promise<number | null>[],
): Promise<(number | null)[]> {
  return Promise.all(tokens.flatMap(bodies));
}

t.test('text fields, chunked: refused, and nothing stays of them', async (t) => {
  const answers: (number | null)[] = [];
  const growth = await growthDuring(async () => {
    for (let round = 0; round < 2; round += 1)
      answers.push(
        ...(await whilePeopleSend((token) => [
          sendChunked('/upscale', token, fields(900, 1_000_000)),
          sendChunked('/bestcut', token, endlessField(200)),
        ])),
      );
  });
  t.comment(`grew by ${growth.toFixed(0)} MB`);
  t.ok(growth <= GROWTH_MB, `${growth.toFixed(0)} MB`);
  t.ok(
    answers.includes(413) && answers.every((answer) => answer === 413 || answer === null),
    `${answers.join(' ')}: who goes on for more than two seconds after the answer is cut off`,
  );
});

t.test('photos of 48 MB in each of four uploads at once, one of them a single photo', async (t) => {
  let answers: (number | null)[] = [];
  const growth = await growthDuring(async () => {
    answers = await whilePeopleSend((token) => [
      sendChunked('/upscale', token, photos(1, 48_000_000)),
      sendChunked('/bestcut', token, photos(12, 4_000_000)),
    ]);
  });
  t.comment(`grew by ${growth.toFixed(0)} MB`);
  t.ok(growth <= GROWTH_MB, `${growth.toFixed(0)} MB`);
  t.strictSame(answers, [422, 422, 422, 422], 'they were all looked at, and none is a photo');
});

t.test('a photo of 45 MB that is one, and its enlargement back, twice at once', async (t) => {
  const photo = Buffer.concat([await gradient(1600, 1200).jpeg().toBuffer(), Buffer.alloc(45_000_000)]);
  let answers: (number | null)[] = [];
  const growth = await growthDuring(async () => {
    answers = await Promise.all(tokens.map((token) => sendChunked('/upscale', token, inPieces(photo))));
  });
  t.comment(`grew by ${growth.toFixed(0)} MB`);
  t.ok(growth <= GROWTH_MB, `${growth.toFixed(0)} MB`);
  t.strictSame(answers, [200, 200]);
});

t.test('photos without end, and a body that goes on after its last boundary', async (t) => {
  let answers: (number | null)[] = [];
  function* afterwards() {
    yield* photos(1, 1000);
    for (let sent = 0; sent < 60; sent += 1) yield Buffer.alloc(1_000_000);
  }
  const growth = await growthDuring(async () => {
    answers = await whilePeopleSend((token) => [
      sendChunked('/bestcut', token, photos(20, 15_000_000)),
      sendChunked('/upscale', token, afterwards()),
    ]);
  });
  t.comment(`grew by ${growth.toFixed(0)} MB`);
  t.ok(growth <= GROWTH_MB, `${growth.toFixed(0)} MB`);
  t.comment(answers.join(' '));
  t.strictSame(answers, [413, 413, 413, 413]);
});
