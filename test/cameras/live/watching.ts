/** Live view from a camera to phones, over everything that lies between them. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import mqtt from 'mqtt';
import t from 'tap';
import { newCameraKey } from '../../../src/cameras/protocol/identity.js';
import { make, missingTools, startCamera } from '../../support/firmware.js';
import { jpegOf } from '../../support/frames.js';
import { personAt, plugIn, registerOwner, SAMPLE_BURSTS, startHub } from '../../support/hub.js';
import { untilStored } from '../../support/until.js';
import { picturesIn } from './fixtures/pictures.js';

type Hub = Awaited<ReturnType<typeof startHub>>;

const isOnline = (hub: Hub, camera: string) => () => hub.store.camera(camera)?.online === true;

const isClosed = (hub: Hub) => () => (hub.store.burst(1)?.closedAt ?? null) !== null;

/** A phone that watches; `more` resolves when so many further pictures have come. */
async function watch(hub: Hub, token: string, camera: string) {
  const headers = { authorization: `Bearer ${token}` };
  const request = get(`${hub.url}/cameras/${camera}/live`, { headers, agent: false });
  request.on('error', () => {});
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.on('error', () => {});
  const stream = answer[Symbol.asyncIterator]();
  let seen = Buffer.alloc(0);
  let over = false;
  const read = async () => {
    const { done, value } = await stream.next();
    over = done === true;
    if (value) seen = Buffer.concat([seen, value]);
  };
  return {
    status: answer.statusCode,
    pictures: () => picturesIn(seen),
    async more(count: number) {
      const goal = picturesIn(seen).length + count;
      while (!over && picturesIn(seen).length < goal) await read();
    },
    async toTheEnd() {
      while (!over) await read();
    },
    leave: () => request.destroy(),
  };
}

/** The token of somebody who lives there. */
async function signIn(hub: Hub): Promise<string> {
  await registerOwner(hub);
  const body = JSON.stringify({ username: 'Mina', password: 'a long enough one' });
  const answer = await fetch(`${hub.url}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A camera whose every request the test sees; it sends previews only when the test says so. */
async function listeningCamera(t: { teardown(end: () => unknown): void }, hub: Hub, camera: string) {
  const key = newCameraKey();
  await hub.store.addCamera(camera, camera, Buffer.from(key, 'hex'));
  const topic = (below: string) => `petcam/${camera}/${below}`;
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${hub.mqttPort}`, {
    clientId: camera,
    username: camera,
    password: key,
    protocolVersion: 4,
    reconnectPeriod: 0,
    will: { topic: topic('availability'), payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
  });
  t.teardown(() => client.endAsync(true));
  const asked: number[] = [];
  let heard = () => {};
  client.on('message', (name, payload) => {
    const verb = name.split('/').at(-1) as string;
    const { transaction, data } = JSON.parse(payload.toString());
    if (verb === 'preview') asked.push(data.seconds);
    client.publish(topic(`response/${verb}`), JSON.stringify({ transaction, status: 'ok', data: {} }));
    heard();
  });
  await client.subscribeAsync(topic('request/+'), { qos: 1 });
  await client.publishAsync(topic('availability'), '{"state":"online"}', { qos: 1, retain: true });
  return {
    asked,
    show: (picture: Buffer) => client.publishAsync(topic('preview'), picture),
    async until(holds: () => boolean) {
      while (!holds()) await new Promise<void>((resolve) => (heard = resolve));
    },
    vanish: () => client.stream.destroy(),
  };
}

t.test('two phones share one stream, which ends with the last of them or with the camera', async (t) => {
  const hub = await startHub(t);
  const token = await signIn(hub);
  const camera = await listeningCamera(t, hub, 'porch');
  await untilStored(hub.store, isOnline(hub, 'porch'));

  const mine = await watch(hub, token, 'porch');
  const theirs = await watch(hub, token, 'porch');
  const asleep = await watch(hub, token, 'porch');
  t.strictSame(camera.asked, [30]);
  const large = jpegOf(7, 60_000);
  for (let count = 1; count <= 30; count += 1) {
    await camera.show(large);
    await Promise.all([mine.more(1), theirs.more(1)]);
  }
  t.same(mine.pictures().at(-1), large);
  t.equal(asleep.pictures().length, 0, 'the one that does not read kept nobody waiting');
  await camera.show(Buffer.alloc(70_000, 1));
  await camera.show(Buffer.from('no picture'));
  await camera.show(jpegOf(8));
  await mine.more(1);
  t.same(mine.pictures().at(-1), jpegOf(8), 'what is too large or no JPEG goes to nobody');

  mine.leave();
  asleep.leave();
  theirs.leave();
  await camera.until(() => camera.asked.at(-1) === 0);
  t.strictSame(camera.asked, [30, 0]);

  const again = await watch(hub, token, 'porch');
  camera.vanish();
  await again.toTheEnd();
  t.equal((await watch(hub, token, 'porch')).status, 409, 'and it says that it is not there');
});

t.test('a burst arrives whole while somebody watches', async (t) => {
  const hub = await startHub(t);
  const token = await signIn(hub);
  await plugIn(t, hub);
  await untilStored(hub.store, isOnline(hub, 'simulated'));
  const phone = await watch(hub, token, 'simulated');
  await phone.more(2);
  await personAt(hub.url, token).send('POST', '/cameras/simulated/capture');
  await untilStored(hub.store, isClosed(hub));
  const burst = hub.store.burst(1);
  t.equal(burst?.closedBy, 'manifest');
  t.strictSame([burst?.missing, burst?.rejected], [[], []]);
  t.ok((burst?.frames.length ?? 0) > 1);
  await phone.more(2);
  t.ok(phone.pictures().every((picture) => picture[0] === 0xff && picture[1] === 0xd8));
  phone.leave();
});

t.test(
  'the firmware shows its view, goes on after a burst, and the burst is whole',
  { skip: missingTools('mosquitto.h') },
  async (t) => {
    t.match(await make('host'), { code: 0 });
    const hub = await startHub(t);
    const token = await signIn(hub);
    const key = newCameraKey();
    await hub.store.addCamera('porch', 'Porch', Buffer.from(key, 'hex'));
    startCamera(t, key, [
      ...['--url', `mqtt://127.0.0.1:${hub.mqttPort}`, '--camera', 'porch'],
      ...['--bursts', `${SAMPLE_BURSTS}/cat-focus`, '--every', '0', '--interval', '100'],
    ]);
    await untilStored(hub.store, isOnline(hub, 'porch'));
    const phone = await watch(hub, token, 'porch');
    await phone.more(3);
    await personAt(hub.url, token).send('POST', '/cameras/porch/capture');
    await untilStored(hub.store, isClosed(hub));
    await phone.more(3);
    const burst = hub.store.burst(1);
    t.equal(burst?.closedBy, 'manifest');
    t.strictSame(burst?.missing, []);
    phone.leave();
  },
);
