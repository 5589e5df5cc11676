import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { startApi } from '../../../support/api/hub.js';
import { jpegOf } from '../../../support/frames.js';

const DAY_MS = 86_400_000;

/** Everything that a guest may call; no other route opens for one. */
const FOR_GUESTS = [
  'DELETE /sessions',
  'DELETE /sessions/{id}',
  'GET /cameras',
  'GET /cameras/{id}',
  'GET /cameras/{id}/live',
  'GET /events',
  'GET /me',
  'GET /pets',
  'GET /photos',
  'GET /photos/archive',
  'GET /photos/days',
  'GET /photos/months',
  'GET /photos/movement',
  'GET /moments',
  'GET /moments/{id}',
  'GET /photos/{id}',
  'GET /photos/{id}/image',
  'GET /sessions',
  'POST /logout',
  'PUT /me/password',
];

const FOR_OWNERS = [
  'DELETE /cameras/{id}',
  'DELETE /firmware/{id}',
  'DELETE /firmware/{id}/rollout',
  'DELETE /flash-images/{board}',
  'DELETE /invitations/{id}',
  'DELETE /pairing',
  'DELETE /pets/{id}',
  'DELETE /users/{id}',
  'GET /backups',
  'GET /firmware',
  'GET /flash-images',
  'GET /flash-images/{board}',
  'GET /invitations',
  'GET /cameras/{id}/address',
  'GET /hub/address',
  'GET /pairing',
  'GET /security-events',
  'GET /sync',
  'GET /users',
  'PATCH /cameras/{id}',
  'PATCH /cameras/{id}/address',
  'PATCH /notifications/alerts',
  'PATCH /notifications/visits',
  'PATCH /pets/{id}',
  'POST /backups',
  'POST /cameras',
  'POST /cameras/by-address',
  'POST /cameras/probe',
  'POST /hub/address',
  'PUT /hub/links',
  'POST /pets',
  'POST /cameras/{id}/key',
  'POST /cameras/{id}/restart',
  'POST /cameras/{id}/settings',
  'POST /firmware',
  'POST /firmware/{id}/rollout',
  'POST /flash-images',
  'POST /invitations',
  'POST /pairing',
  'POST /pairing/camera',
  'POST /pairing/wifi',
  'PUT /cameras/{id}/timetable',
  'PUT /movement',
  'PUT /pets/{id}/alarm',
  'PUT /quiet-hours',
  'PUT /users/{id}/guest',
];

/** Routes that everybody reaches, signed in or not; `/health` says more to the people of the home. */
const OPEN = [
  'GET /health',
  'GET /metrics',
  'GET /setup',
  'GET /shared/photos/{number}',
  'GET /trust',
  'GET /trust/petcam-hub.crt',
  'GET /trust/petcam-hub.pem',
  'POST /register',
  'POST /shared',
  'POST /token',
  'POST /token/move',
  'POST /token/refresh',
];

const hub = await startApi(t);
const { app, store, clock, live } = hub;
const owner = await hub.signedIn('owner');
const member = await hub.signedIn('member');
const mine = await hub.photo({ camera: 'porch' });
const others = await hub.photo({ camera: 'hall' });
const guest = await hub.signedIn('guest', { cameras: ['porch'], until: clock.now() + DAY_MS });
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;

/** Names of all operations, as the description of the API lists them. */
function operations(): string[] {
  const { paths = {} } = app.swagger() as { paths?: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

const ask = (operation: string, headers: Record<string, string>, id = '1') => {
  const [method, path = ''] = operation.split(' ');
  return app.inject({ method: method as 'GET', url: path.replace('{id}', id), headers });
};

const read = async (url: string, headers = guest.headers) => app.inject({ url, headers });

t.test('every route and every role', async (t) => {
  const closed = operations().filter((operation) => !OPEN.includes(operation));
  t.strictSame(
    [...FOR_GUESTS, ...FOR_OWNERS].filter((operation) => !closed.includes(operation)),
    [],
    'the lists name routes that there are',
  );
  t.ok(closed.length > 60);
  for (const operation of closed.filter((name) => !FOR_GUESTS.includes(name))) {
    const ownerOnly = FOR_OWNERS.includes(operation);
    const refused = await ask(operation, guest.headers);
    t.match(refused.json(), { status: 403, code: ownerOnly ? 'owner-only' : 'not-for-guests' }, operation);
    const asMember = await ask(operation, member.headers, '999');
    t.equal(asMember.json().code === 'owner-only', ownerOnly, `a member: ${operation}`);
  }
});

t.test('every route by which a guest sees something, and each of two cameras', async (t) => {
  const seen = [
    ['/cameras/porch', '/cameras/hall', 'camera-unknown'],
    [`/photos/${mine}`, `/photos/${others}`, 'photo-unknown'],
    ...['original', 'thumb', 'preview'].map((variant) => [
      `/photos/${mine}/image?variant=${variant}`,
      `/photos/${others}/image?variant=${variant}`,
      'photo-unknown',
    ]),
  ] as [string, string, string][];
  for (const [chosen, other, code] of seen) {
    t.equal((await read(chosen)).statusCode, 200, chosen);
    const missing = await read(other);
    t.match(missing.json(), { status: 404, code }, other);
    for (const { headers } of [owner, member])
      t.equal((await read(other, headers)).statusCode, 200, `the home: ${other}`);
  }
  t.match((await read('/photos/999/image')).json(), { code: 'photo-unknown' });
  t.match((await read('/cameras/hall/live')).json(), { code: 'camera-unknown' });
});

t.test('lists and searches give a guest what is of the chosen cameras', async (t) => {
  const idsOf = async (query: string) =>
    (await read(`/photos${query}`)).json().photos.map(({ id }: { id: number }) => id);
  t.strictSame(await idsOf(''), [mine]);
  t.strictSame(await idsOf('?camera=porch'), [mine]);
  t.strictSame(await idsOf('?camera=hall'), []);
  t.strictSame(await idsOf('?pet=cat&order=asc&limit=200'), [mine]);
  const count = async (query: string) =>
    (await read(`/photos/months${query}`)).json().months.map(({ photos }: { photos: number }) => photos);
  t.strictSame(await count(''), [1]);
  t.strictSame(await count('?camera=hall'), []);
  const month = new Date(clock.now()).toISOString().slice(0, 7);
  const days = async (query: string) =>
    (await read(`/photos/days?tz=UTC&month=${month}${query}`)).json().days;
  t.equal((await days('')).length, 1);
  t.strictSame(await days('&camera=hall'), []);
  const { cameras } = (await read('/cameras')).json();
  t.match(cameras, [
    { id: 'porch', state: null, refused: null, update: null, connection: { addresses: [] } },
  ]);
  t.equal(cameras.length, 1);
  t.strictSame((await read('/health')).json(), { status: 'ok' }, 'the hub is no business of a guest');
});

/** A page that follows a stream over a real connection. */
async function follow(path: string, headers: Record<string, string>) {
  const [response] = (await once(get({ port, path, headers }), 'response')) as [IncomingMessage];
  response.setEncoding('latin1');
  response.on('error', () => {});
  let text = '';
  response.on('data', (chunk) => {
    text += chunk;
  });
  const until = async (pattern: RegExp) => {
    while (!pattern.test(text)) await once(response, 'data');
    return text;
  };
  return { response, until, ended: once(response, 'end') };
}

t.test('a guest hears of the chosen cameras, and of nothing else', async (t) => {
  const before = store.lastEventId();
  const kept = await hub.photo({ camera: 'porch' });
  const secret = await hub.photo({ camera: 'hall' });
  for (const id of [kept, secret]) {
    await store.setFavourite(id, true);
    await store.deletePhoto(id);
  }
  const last = await hub.photo({ camera: 'porch' });
  await store.touchCamera('hall', { at: clock.now(), online: true });
  await store.touchCamera('porch', { at: clock.now(), online: true });
  const page = await follow(`/events?after=${before}`, guest.headers);
  const text = await page.until(/camera\.updated/);
  const heard = [...text.matchAll(/^event: (\S+)\ndata: (.*)$/gm)].map(([, type, data]) => {
    const { photoId, camera } = JSON.parse(data ?? '').data ?? {};
    return [type, photoId ?? camera];
  });
  t.strictSame(heard, [
    ['hello', undefined],
    ['photo.new', kept],
    ['photo.deleted', kept],
    ['photo.new', last],
    ['camera.updated', 'porch'],
  ]);
  hub.progress(secret, 0.5);
  hub.progress(others, 0.5);
  hub.progress(last, 0.25);
  t.notMatch(await page.until(/"done":0\.25/), /"done":0\.5/);
  page.response.destroy();
});

/** A guest who listens to events and watches the porch. */
async function twoStreams(t: Test, until = clock.now() + DAY_MS) {
  const visitor = await hub.signedIn('guest', { cameras: ['porch'], until });
  const events = await follow('/events', visitor.headers);
  const pictures = await follow('/cameras/porch/live', visitor.headers);
  t.equal(pictures.response.statusCode, 200);
  live.show('porch', jpegOf(1));
  await pictures.until(/image\/jpeg/);
  return { visitor, events, pictures };
}

const put = (id: number, rights: object) =>
  app.inject({ method: 'PUT', url: `/users/${id}/guest`, headers: owner.headers, payload: rights });

t.test('at its end a guest is out, streams included', async (t) => {
  const { visitor, events, pictures } = await twoStreams(t, clock.now() + 5000);
  await clock.advance(4999);
  t.equal((await read('/photos', visitor.headers)).statusCode, 200);
  await clock.advance(1);
  await Promise.all([events.ended, pictures.ended]);
  const refused = await read('/photos', visitor.headers);
  t.match(refused.json(), { status: 401, code: 'not-signed-in' });
});

t.test('an end that an owner brings forward', async (t) => {
  const { visitor, events, pictures } = await twoStreams(t);
  await put(visitor.user.id, { cameras: ['porch'], until: clock.now() + 1500 });
  await clock.advance(10_000);
  await Promise.all([events.ended, pictures.ended]);
});

t.test('an end that an owner puts off, and the end of it', async (t) => {
  const { visitor, events, pictures } = await twoStreams(t);
  t.match((await put(visitor.user.id, { cameras: ['porch'], until: clock.now() + 2 * DAY_MS })).json(), {
    role: 'guest',
    guest: { cameras: ['porch'] },
  });
  await clock.advance(20_000);
  t.notOk(events.response.readableEnded);
  await app.inject({ method: 'DELETE', url: `/users/${visitor.user.id}`, headers: owner.headers });
  await Promise.all([events.ended, pictures.ended]);
  t.match((await put(visitor.user.id, { cameras: [], until: clock.now() + 1 })).json(), {
    code: 'user-unknown',
  });
});

t.test('a camera that is taken from a guest is gone at once', async (t) => {
  const { visitor, events, pictures } = await twoStreams(t);
  const rights = { cameras: ['hall'], until: clock.now() + DAY_MS };
  t.equal((await put(visitor.user.id, rights)).statusCode, 200);
  await pictures.ended;
  await hub.photo({ camera: 'porch' });
  const now = await hub.photo({ camera: 'hall' });
  t.match(await events.until(/photo\.new/), `"photoId":${now}`);
  t.match((await read(`/photos/${mine}`, visitor.headers)).json(), { code: 'photo-unknown' });
  events.response.destroy();
  for (const [body, code] of [
    [{ cameras: ['attic'], until: clock.now() + DAY_MS }, 'camera-unknown'],
    [{ cameras: ['hall'], until: clock.now() }, 'request-invalid'],
  ] as const)
    t.match((await put(visitor.user.id, body)).json(), { code });
});
