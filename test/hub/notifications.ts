import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from '../support/folder.js';
import { plugIn, registerOwner, startHub } from '../support/hub.js';
import { untilStored } from '../support/until.js';

t.test('a cat comes by, and the owner hears of it once, with a picture', async (t) => {
  const told: { body: string; signature: unknown }[] = [];
  let heard = () => {};
  const first = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = createServer(async (request, answer) => {
    told.push({
      body: String(Buffer.concat(await request.toArray())),
      signature: request.headers['x-petcam-signature'],
    });
    answer.end();
    heard();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.teardown(() => new Promise((done) => server.close(done)));
  const { port } = server.address() as { port: number };
  const secret = path.join(temporaryFolder(t), 'secret');
  writeFileSync(secret, 'between us\n');
  const hub = await startHub(t, {
    PETCAM_NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${port}/visits`,
    PETCAM_NOTIFY_WEBHOOK_SECRET_FILE: secret,
    PETCAM_NOTIFY_WEBHOOK_PICTURE: 'large',
    PETCAM_NOTIFY_NTFY_URL: `http://127.0.0.1:${port}/ntfy`,
  });
  const person = await registerOwner(hub);
  t.match(await person.get('/notifications'), { publicKey: /^B[\w-]{86}$/, places: ['webhook', 'ntfy'] });
  const alerts = { 'camera-offline': true, 'hub-trouble': true, 'hub-recovered': true };
  t.match(await person.get('/notifications'), { alerts });
  const changed = await person.send('PATCH', '/notifications/alerts', { 'hub-recovered': false });
  t.strictSame(changed, { ...alerts, 'hub-recovered': false });
  t.match(await person.get('/notifications'), { alerts: changed });
  t.match(await person.send('PATCH', '/notifications/alerts', { 'hub-recovered': true }), alerts);
  t.match(await person.send('PATCH', '/notifications/alerts', {}), { status: 400 });
  t.match(await person.get('/notifications'), { visits: { onlyWhenAway: false, presence: null } });
  t.strictSame(await person.send('PATCH', '/notifications/visits', { onlyWhenAway: true }), {
    onlyWhenAway: true,
    presence: null,
  });
  t.match(
    await person.get('/notifications'),
    { visits: { onlyWhenAway: true } },
    'what nobody knows holds nothing back',
  );
  const subscribe = (endpoint: string) =>
    person.send('POST', '/notifications/subscriptions', {
      endpoint,
      keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
    });
  t.match(await subscribe('https://192.168.1.1/'), { status: 422, code: 'push-service-unknown' });
  const endpoint = 'https://fcm.googleapis.com/fcm/send/nobody';
  t.equal(await subscribe(endpoint), null);
  t.equal(hub.store.pushSubscriptions().length, 1);
  t.equal(await person.send('POST', '/notifications/subscriptions/end', { endpoint }), null);
  t.equal(hub.store.pushSubscriptions().length, 0);

  await plugIn(t, hub, { camera: 'porch' });
  await untilStored(hub.store, () => hub.store.camera('porch')?.online === true);
  await person.send('POST', '/cameras/porch/capture');
  await first;
  const [visit] = told.filter(({ signature }) => signature);
  const body = JSON.parse(visit?.body ?? '{}');
  t.match(body, { type: 'visit', camera: 'porch', pet: 'cat', thumbnail: /^data:image\/webp;base64,/ });
  const large = Buffer.from(hub.store.image(body.photo, 'preview')?.bytes ?? []).toString('base64');
  t.ok(body.thumbnail.endsWith(`,${large}`), 'the large picture, as the owner has it');
  t.match(visit?.signature, /^sha256=[0-9a-f]{64}$/);
  t.match(await person.get('/sync'), { enabled: false, issue: null });
});

t.test('a secret that is not there is said at the start', async (t) => {
  const settings = {
    PETCAM_NOTIFY_NTFY_URL: 'https://ntfy.example/pets',
    PETCAM_NOTIFY_NTFY_TOKEN_FILE: '/no/such/file',
  };
  await t.rejects(startHub(t, settings), { code: 'file-missing' });
});
