import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import t, { type Test } from 'tap';
import type { Visit } from '../../../src/services/notify/message.js';
import { type NtfyOptions, ntfy } from '../../../src/services/notify/ntfy.js';
import { webhook } from '../../../src/services/notify/webhook.js';
import type { Alert } from '../../../src/store/alerts.js';

const visit: Visit = {
  photo: 7,
  camera: 'living-room',
  cameraName: '거실',
  pet: 'dog',
  names: [],
  takenAt: 1_763_867_000_000,
  url: 'https://petcam.local:8443/#/photo/7',
};
const thumbnail = { bytes: Buffer.from('a small picture'), mime: 'image/webp' };
const never = new AbortController().signal;
const HOUR = 3_600_000;

const toTopic = (url: string, more: Partial<NtfyOptions> = {}) =>
  ntfy({ url, token: null, language: 'en', clock: { now: () => 0 }, onPictureRefused: () => {}, ...more });

/** A server on the net that keeps what it is sent; `status` may depend on whether there is a file. */
async function receiver(
  t: Test,
  status: number | ((file: boolean) => number) = 200,
  headers: Record<string, string> = {},
) {
  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, answer) => {
    const parts = await request.toArray();
    got.push({ headers: request.headers, body: Buffer.concat(parts) });
    const code = typeof status === 'number' ? status : status(parts.length > 0);
    answer.writeHead(code, headers).end('noted');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => new Promise((done) => server.close(done)));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/pets`, got };
}

t.test('a webhook gets JSON that it can trust', async (t) => {
  const { url, got } = await receiver(t);
  await webhook(url, 'between us').tell(visit, thumbnail, never);
  await webhook(url, null).tell(visit, null, never);
  const [signed, plain] = got;
  const body = JSON.parse(String(signed?.body));
  t.match(body, { type: 'visit', ...visit });
  t.equal(body.thumbnail, `data:image/webp;base64,${thumbnail.bytes.toString('base64')}`);
  const signature = createHmac('sha256', 'between us')
    .update(signed?.body ?? '')
    .digest('hex');
  t.equal(signed?.headers['x-petcam-signature'], `sha256=${signature}`);
  t.notOk(plain?.headers['x-petcam-signature']);
  t.equal(JSON.parse(String(plain?.body)).thumbnail, null);
});

t.test('an ntfy topic gets the picture, with words beside it', async (t) => {
  const { url, got } = await receiver(t);
  await toTopic(url, { token: 'tk_secret', language: 'ko' }).tell(visit, thumbnail, never);
  await toTopic(url).tell({ ...visit, cameraName: 'Hall' }, null, never);
  await toTopic(url).tell({ ...visit, pet: null }, null, never);
  const [first, second, unknown] = got;
  t.strictSame(first?.body, thumbnail.bytes);
  const decoded = (text: unknown) =>
    Buffer.from(/=\?UTF-8\?B\?(.*)\?=/.exec(String(text))?.[1] ?? '', 'base64').toString();
  t.equal(decoded(first?.headers['title']), '거실');
  t.equal(decoded(first?.headers['message']), '강아지가 왔어요.');
  t.match(first?.headers, {
    authorization: 'Bearer tk_secret',
    filename: '7.webp',
    click: visit.url,
    tags: 'dog',
  });
  t.match(second?.headers, { title: 'Hall', message: 'A dog is here.' });
  t.notOk(second?.headers.authorization);
  t.match(unknown?.headers, { message: 'A pet is here.', tags: 'paw_prints' });
});

t.test('what a target answers decides whether it is asked again', async (t) => {
  const tell = async (status: number, headers = {}) =>
    webhook((await receiver(t, status, headers)).url, null).tell(visit, null, never);
  await t.rejects(tell(400), { code: 'notify-refused' });
  await t.rejects(
    tell(302, { location: 'http://127.0.0.1:1/' }),
    { code: 'notify-refused' },
    'nobody is led astray',
  );
  await t.rejects(tell(503), { message: /answers 503/ });
  await t.rejects(tell(429), { message: /answers 429/ });
});

t.test(
  'an ntfy server without attachments is told without the picture, and offered one a day later',
  async (t) => {
    const { url, got } = await receiver(t, (file) => (file ? 400 : 200));
    let now = 0;
    const refused: number[] = [];
    const target = toTopic(url, {
      clock: { now: () => now },
      onPictureRefused: (code) => refused.push(code),
    });
    const files = () => got.map(({ body }) => body.length > 0);
    await target.tell(visit, thumbnail, never);
    t.strictSame(files(), [true, false]);
    t.match(got[1]?.headers, { click: visit.url, filename: undefined });
    now = 23 * HOUR;
    await target.tell(visit, thumbnail, never);
    t.strictSame(files(), [true, false, false], 'it is remembered');
    now = 25 * HOUR;
    await target.tell(visit, thumbnail, never);
    t.strictSame(files(), [true, false, false, true, false]);
    t.strictSame(refused, [400, 400]);
  },
);

t.test('an ntfy server that refuses the words too is not said to dislike pictures', async (t) => {
  const { url, got } = await receiver(t, 400);
  const refused: number[] = [];
  const target = toTopic(url, { onPictureRefused: (code) => refused.push(code) });
  await t.rejects(target.tell(visit, thumbnail, never), { code: 'notify-refused', message: /answers 400/ });
  await t.rejects(target.tell(visit, null, never), { code: 'notify-refused' });
  t.equal(got.length, 3);
  const denied = await receiver(t, 403);
  await t.rejects(toTopic(denied.url).tell(visit, thumbnail, never), { code: 'notify-refused' });
  t.equal(denied.got.length, 1, 'a wrong token has nothing to do with the picture');
  t.strictSame(refused, []);
});

t.test('an alert is told in words where people read, and as it is where programs do', async (t) => {
  const alert: Alert = {
    type: 'hub-trouble',
    camera: null,
    cameraName: null,
    since: 1_763_867_000_000,
    issues: [{ code: 'storage-full', text: 'the disk is full' }],
    url: 'https://petcam.local:8443/#/settings',
  };
  const { url, got } = await receiver(t);
  await webhook(url, 'between us').alert(alert, never);
  await toTopic(url, { token: 'tk_secret' }).alert(alert, never);
  await toTopic(url).alert({ ...alert, type: 'hub-recovered', issues: [] }, never);
  await toTopic(url).alert(
    { ...alert, type: 'camera-offline', camera: 'hall', cameraName: 'Hall', issues: [] },
    never,
  );
  const unseen = { ...alert, type: 'pet-unseen' as const, issues: [], pet: 1, petName: 'Nabi' };
  await toTopic(url).alert({ ...unseen, hours: 9 }, never);
  await toTopic(url).alert({ ...unseen, hours: 1 }, never);
  const [hook, ...topic] = got;
  t.strictSame(JSON.parse(String(hook?.body)), alert);
  t.match(hook?.headers['x-petcam-signature'], /^sha256=[0-9a-f]{64}$/);
  t.match(
    topic.map(({ headers }) => headers),
    [
      {
        title: 'PetCam',
        message: 'The hub needs a look. the disk is full',
        click: alert.url,
        tags: 'warning',
        authorization: 'Bearer tk_secret',
      },
      { message: 'The hub is well again.', tags: 'white_check_mark' },
      { title: 'Hall', message: 'The camera is offline. Look at its power and its Wi-Fi.' },
      { title: 'Nabi', message: 'Nabi has not been seen for 9 hours.', click: unseen.url },
      { message: 'Nabi has not been seen for an hour.' },
    ],
  );
  const refusing = (await receiver(t, 403)).url;
  await t.rejects(toTopic(refusing).alert(alert, never), { code: 'notify-refused' });
});
