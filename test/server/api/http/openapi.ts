import type { InjectOptions } from 'fastify';
import t from 'tap';
import { Compile } from 'typebox/schema';
import { EVENTS } from '../../../../src/core/events.js';
import { digest, plainCode } from '../../../../src/server/api/auth/secrets.js';
import { SETUP_CODE } from '../../../../src/server/api/routes/accounts.js';
import { TRANSIENT } from '../../../../src/server/api/schemas/events.js';
import { dereferenced } from '../../../support/api/described.js';
import { multipart, startApi } from '../../../support/api/hub.js';

const { app, store, clock, link, photo, signedIn } = await startApi(t);
const owner = await signedIn('owner');
const described = (await app.inject('/openapi.json')).json();
const document = dereferenced(described);

interface Described {
  summary: string;
  tags: string[];
}

t.test('the description is OpenAPI 3.1 and names every route', async (t) => {
  t.equal(document.openapi, '3.1.0');
  t.equal(document.info.version, '0.1.0');
  const operations = Object.values<Record<string, Described>>(document.paths).flatMap((methods) =>
    Object.values(methods),
  );
  t.ok(operations.length >= 34);
  for (const { summary, tags } of operations) t.ok(summary !== '' && tags.length === 1, summary);
});

t.test('shapes have names, so that a generated client has them too', async (t) => {
  const answer = (path: string, method: string) =>
    described.paths[path][method].responses['200'].content['application/json'].schema;
  t.same(answer('/photos/{id}', 'get'), { $ref: '#/components/schemas/Photo' });
  t.same(described.components.schemas.PhotosPage.properties.photos.items, {
    $ref: '#/components/schemas/Photo',
  });
  t.same(described.paths['/me'].get.responses['4XX'].content['application/problem+json'].schema, {
    $ref: '#/components/schemas/Problem',
  });
  const named = (union: string) =>
    described.components.schemas[union].anyOf.map(
      (event: { properties: { type: { const: string } } }) => event.properties.type.const,
    );
  t.same(named('HubEvent').sort(), Object.keys(EVENTS).sort(), 'what the events carry, too');
  t.same(named('TransientEvent').sort(), Object.keys(TRANSIENT).sort());
});

t.test('the page to browse it works under its own strict policy', async (t) => {
  const page = await app.inject('/docs/');
  t.equal(page.statusCode, 200);
  t.notMatch(page.body, /<script(?![^>]*src=)/, 'no inline script');
  t.notMatch(page.body, /<style| style=/, 'no inline style');
  t.match(
    String(page.headers['content-security-policy']),
    /script-src 'self'; style-src 'self' 'sha256-[^ ]+';/,
  );
  t.notMatch(page.headers['content-security-policy'], 'unsafe');
  for (const [, file] of page.body.matchAll(/(?:src|href)="\.\/(static\/[^"]+)"/g))
    t.equal((await app.inject(`/docs/${file}`)).statusCode, 200, String(file));
  t.match((await app.inject('/docs/static/swagger-initializer.js')).body, '/openapi.json');
});

/** Checks an answer against what the description says of it. */
async function contract(operation: string, call: InjectOptions, expected: number) {
  const [method = '', path = ''] = operation.split(' ');
  const response = await app.inject({ headers: owner.headers, method: method as 'GET', ...call });
  const answers = document.paths[path]?.[method.toLowerCase()]?.responses;
  const answer = answers?.[String(response.statusCode)] ?? answers?.[`${String(response.statusCode)[0]}XX`];
  const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
  const schema = answer?.content?.[type]?.schema;
  const fits = schema && /json/.test(type) ? Compile(schema).Check(response.json()) : undefined;
  return {
    status: response.statusCode,
    expected,
    described: answer !== undefined,
    type,
    schema,
    fits,
    response,
  };
}

t.test('every operation answers as it is described', async (t) => {
  await store.setSetting(SETUP_CODE, digest(plainCode('AAAA')));
  const id = await photo();
  for (const hours of [1, 2]) await photo({ at: clock.now() - hours * 3_600_000 });
  const highlight = { kind: 'day', day: new Date(clock.now()).toISOString().slice(0, 10) };
  const { burstId = 0, frameId } = store.photo(id) ?? {};
  const loser = store.burst(burstId)?.frames.find((frame) => frame.id !== frameId)?.id;
  const image = { bytes: new Uint8Array(4), mime: 'image/jpeg', width: 1600, height: 1200 } as const;
  await store.saveUpscale(id, frameId ?? 0, image, 'x2');
  const two = multipart([{ bytes: Buffer.alloc(10, 1) }, { bytes: Buffer.alloc(20, 1) }]);
  const one = multipart([{ bytes: Buffer.alloc(10, 1) }]);
  const form = (body: typeof one) => ({
    payload: body.payload,
    headers: { ...owner.headers, ...body.headers },
  });
  const settings = {
    frameSize: 'vga',
    quality: 12,
    burstFrames: 6,
    burstIntervalMs: 500,
    warmupFrames: 2,
    motion: false,
    motionSensitivity: 3,
    cooldownMs: 5000,
    flash: 'auto',
    scheduleSeconds: 0,
  };
  link.answer = () => ({ ...settings, burst: 'b-1' });
  const invitation = await contract('POST /invitations', { url: '/invitations', payload: {} }, 201);
  const newcomer = { username: 'Jun', password: 'a long password' };
  const join = { url: '/register', payload: { ...newcomer, code: invitation.response.json().code } };
  const joined = await contract('POST /register', join, 201);
  const token = await contract('POST /token', { url: '/token', payload: newcomer }, 200);
  const refresh = { refresh_token: token.response.json().refresh_token };
  const other = (await signedIn('member')).user.id;
  const own = store.sessions(owner.user.id)[0]?.id;
  const second = await store.createSession({
    userId: owner.user.id,
    refreshHash: 'r',
    device: 'd',
    expiresAt: clock.now() + 9e6,
  });
  const jun = { authorization: `Bearer ${joined.response.json().access_token}` };
  const password = { current: newcomer.password, next: 'another password' };
  t.ok(own);
  const answers = [
    invitation,
    joined,
    token,
    await contract('GET /setup', { url: '/setup' }, 200),
    await contract('POST /register', { url: '/register', payload: {} }, 400),
    await contract('POST /token', { url: '/token', payload: { ...newcomer, password: 'x' } }, 401),
    await contract('POST /token/refresh', { url: '/token/refresh', payload: refresh }, 200),
    await contract('PUT /me/password', { url: '/me/password', headers: jun, payload: password }, 204),
    await contract('GET /me', { url: '/me' }, 200),
    await contract('GET /me', { url: '/me', headers: {} }, 401),
    await contract('GET /sessions', { url: '/sessions' }, 200),
    await contract('DELETE /sessions/{id}', { url: `/sessions/${second.id}` }, 204),
    await contract('DELETE /sessions', { url: '/sessions' }, 200),
    await contract('GET /users', { url: '/users' }, 200),
    await contract('DELETE /users/{id}', { url: `/users/${other}` }, 204),
    await contract('GET /invitations', { url: '/invitations' }, 200),
    await contract('DELETE /invitations/{id}', { url: '/invitations/99' }, 204),
    await contract('GET /photos', { url: '/photos' }, 200),
    await contract('GET /photos', { url: '/photos?limit=x' }, 400),
    await contract('GET /photos/months', { url: '/photos/months' }, 200),
    await contract('GET /photos/{id}', { url: `/photos/${id}` }, 200),
    await contract('GET /photos/{id}', { url: '/photos/99' }, 404),
    await contract('PATCH /photos/{id}', { url: `/photos/${id}`, payload: { chosenFrame: loser } }, 200),
    await contract('DELETE /photos/{id}', { url: `/photos/${id}` }, 204),
    await contract('POST /photos/{id}/restore', { url: `/photos/${id}/restore` }, 200),
    await contract('GET /photos/{id}/image', { url: `/photos/${id}/image` }, 200),
    await contract('GET /photos/{id}/image', { url: `/photos/${id}/image?variant=thumb` }, 200),
    await contract(
      'GET /photos/{id}/image',
      { url: `/photos/${id}/image`, headers: { ...owner.headers, range: 'bytes=0-1' } },
      206,
    ),
    await contract('GET /highlights', { url: '/highlights' }, 200),
    await contract(
      'POST /highlights',
      { url: '/highlights', payload: { kind: 'day', day: '2020-01-01' } },
      409,
    ),
    await contract('POST /highlights', { url: '/highlights', payload: highlight }, 202),
    await contract('GET /highlights/{id}/image', { url: '/highlights/99/image' }, 404),
    await contract('GET /bursts/{id}', { url: `/bursts/${burstId}` }, 200),
    await contract('GET /frames/{id}/image', { url: `/frames/${frameId}/image` }, 200),
    await contract('GET /cameras', { url: '/cameras' }, 200),
    await contract('POST /cameras', { url: '/cameras', payload: { id: 'new', name: 'New' } }, 201),
    await contract('POST /cameras', { url: '/cameras', payload: { id: 'new', name: 'New' } }, 409),
    await contract('PATCH /cameras/{id}', { url: '/cameras/new', payload: { name: 'Newer' } }, 200),
    await contract('POST /cameras/{id}/capture', { url: '/cameras/new/capture' }, 202),
    await contract(
      'POST /cameras/{id}/settings',
      { url: '/cameras/new/settings', payload: { quality: 12 } },
      200,
    ),
    await contract('GET /cameras/{id}', { url: '/cameras/new' }, 200),
    await contract('POST /cameras/{id}/restart', { url: '/cameras/new/restart' }, 204),
    await contract('POST /cameras/{id}/key', { url: '/cameras/new/key' }, 200),
    await contract('DELETE /cameras/{id}', { url: '/cameras/new' }, 204),
    await contract('GET /pairing', { url: '/pairing' }, 200),
    await contract('POST /pairing', { url: '/pairing', payload: { name: 'Hall' } }, 201),
    await contract('POST /pairing', { url: '/pairing', payload: { name: 'Hall' } }, 409),
    await contract(
      'POST /pairing/camera',
      { url: '/pairing/camera', payload: { device: 'x', code: '12345678' } },
      409,
    ),
    await contract('POST /pairing/wifi', { url: '/pairing/wifi', payload: { ssid: 'x', password: '' } }, 409),
    await contract('DELETE /pairing', { url: '/pairing' }, 200),
    await contract('POST /upscale', { url: '/upscale', ...form(one) }, 200),
    await contract('POST /bestcut', { url: '/bestcut', ...form(two) }, 200),
    await contract('POST /bestcut', { url: '/bestcut', ...form(one) }, 400),
    await contract('GET /health', { url: '/health' }, 200),
    await contract('GET /health', { url: '/health', headers: {} }, 200),
    await contract('POST /logout', { url: '/logout' }, 204),
  ];
  for (const { status, expected, described, type, schema, fits, response } of answers) {
    const name = `${response.raw.req.method} ${response.raw.req.url} ${status}`;
    t.equal(status, expected, name);
    t.ok(described, `${name} is described`);
    if (status === 204) continue;
    t.ok(schema, `${name} describes ${type}`);
    t.not(fits, false, `${name} fits`);
  }
});
