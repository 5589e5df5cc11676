/** JPEGs on a topic of a broker that is not of this project. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import mqtt from 'mqtt';
import t, { type Test } from 'tap';
import { readTopic, topicOf } from '../../../src/cameras/streams/read-topic.js';
import { systemClock } from '../../../src/core/clock.js';
import { temporaryFolder } from '../../support/folder.js';
import { sampleFrames } from '../../support/jpegs.js';
import { mosquittoIsHere, startMosquitto } from '../../support/mosquitto.js';
import { refusalOf } from '../../support/refusals.js';

const [picture = Buffer.alloc(0)] = sampleFrames();

interface Reading {
  url: string;
  credentials?: { username: string; password: string };
  count?: number;
  onPicture?: (jpeg: Uint8Array) => void;
  signal?: AbortSignal;
}

/** Reads until so many pictures have come; gives them, and the code with which the reading ended. */
async function read({ url, credentials, count = 1, onPicture, signal }: Reading) {
  const done = new AbortController();
  const pictures: Buffer[] = [];
  const reason = await readTopic(
    { url, address: '127.0.0.1', certificate: null, credentials: credentials ?? null },
    {
      clock: systemClock,
      signal: signal ? AbortSignal.any([signal, done.signal]) : done.signal,
      everyMs: 500,
      onPicture(jpeg) {
        onPicture?.(jpeg);
        if (pictures.push(Buffer.from(jpeg)) >= count) done.abort('enough');
      },
    },
  ).catch((error: unknown) => error);
  return { pictures, end: (reason as { code?: string }).code ?? reason };
}

async function publisher(t: Test, url: string, login: object = {}) {
  const client = await mqtt.connectAsync(url, { ...login, reconnectPeriod: 0 });
  t.teardown(() => client.end(true));
  return (topic: string, payload: Buffer | string, retain = true) =>
    client.publishAsync(topic, payload, { qos: 1, retain });
}

t.test('the path of an address is one topic', async (t) => {
  const topic = (url: string) => topicOf(new URL(url));
  t.equal(topic('mqtt://broker/frigate/garden/snapshot'), 'frigate/garden/snapshot');
  t.equal(topic('mqtt://broker/a%20b/c'), 'a b/c');
  for (const url of ['mqtt://broker', 'mqtt://broker/', 'mqtt://broker/a/+', 'mqtt://broker/a/%23'])
    t.equal(
      refusalOf(() => topic(url)),
      'stream-not-found',
      url,
    );
});

t.test('pictures come as they are published, the retained one first', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const broker = await startMosquitto(t);
  const publish = await publisher(t, broker.url);
  await publish('cam/image', picture);
  await publish('cam/other', 'not for us');
  const other = sampleFrames()[1] as Buffer;
  let published: Promise<unknown> | undefined;
  const { pictures, end } = await read({
    url: `${broker.url}/cam/image`,
    count: 2,
    onPicture() {
      published ??= publish('cam/image', '').then(() => publish('cam/image', other));
    },
  });
  await published;
  t.equal(end, 'enough');
  t.strictSame(pictures, [picture, other]);
});

t.test('what is no picture, and one that is too large, is said', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const broker = await startMosquitto(t);
  const publish = await publisher(t, broker.url);
  const ending = async (payload: Buffer | string) => {
    await publish('cam/image', payload);
    return (await read({ url: `${broker.url}/cam/image` })).end;
  };
  t.equal(await ending('offline'), 'stream-no-picture');
  t.equal(
    await ending(picture.subarray(0, picture.length / 2)),
    'stream-no-picture',
    'half a picture is none',
  );
  t.equal(await ending(Buffer.alloc(600 * 1024, 1)), 'stream-too-large');
  t.equal(await ending(Buffer.alloc(64 * 1024 * 1024)), 'stream-too-large');
});

t.test('name and password, a broker that goes away and one that is none', async (t) => {
  if (!mosquittoIsHere(t)) return;
  const file = path.join(temporaryFolder(t), 'passwords');
  writeFileSync(file, '', { mode: 0o600 });
  spawnSync('mosquitto_passwd', ['-b', file, 'cat', 'purr']);
  const broker = await startMosquitto(t, [
    'allow_anonymous false',
    `password_file ${file}`,
    // It would become a user that may not read the file.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
  ]);
  const url = `${broker.url}/cam/image`;
  t.equal((await read({ url })).end, 'stream-password-needed');
  t.equal(
    (await read({ url, credentials: { username: 'cat', password: 'bark' } })).end,
    'stream-password-wrong',
  );
  const login = { username: 'cat', password: 'purr' };
  const publish = await publisher(t, broker.url, login);
  await publish('cam/image', picture);
  const cut = await read({ url, credentials: login, count: 2, onPicture: () => void broker.stop() });
  t.match(cut.end, /^stream-(ended|unreachable)$/);
  t.equal((await read({ url, credentials: login })).end, 'stream-unreachable');

  const strange = createServer((socket) => void socket.on('error', () => {}).end('HTTP/1.1 400 Bad\r\n\r\n'));
  await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
  t.teardown(() => strange.close());
  const { port } = strange.address() as { port: number };
  t.match((await read({ url: `mqtt://127.0.0.1:${port}/a` })).end, /^stream-/);
});

t.test('a reading that is taken back ends with its own reason', async (t) => {
  const gone = AbortSignal.abort('the owner went away');
  t.equal((await read({ url: 'mqtt://127.0.0.1:9/a', signal: gone })).end, 'the owner went away');
});
