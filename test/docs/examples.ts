/** The programs of docs/examples, each run as it is against this version of the hub. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { parse } from 'yaml';
import { createLog } from '../../src/core/log.js';
import { hashPassword } from '../../src/server/api/auth/passwords.js';
import { announceCamera, announceHub } from '../../src/services/home-assistant/discovery.js';
import { bestCutInfo } from '../../src/services/home-assistant/states.js';
import { Topics } from '../../src/services/home-assistant/topics.js';
import { Notifier } from '../../src/services/notify/notifier.js';
import { webhook } from '../../src/services/notify/webhook.js';
import { startApi } from '../support/api/hub.js';
import { temporaryFolder } from '../support/folder.js';
import { repository } from '../support/program.js';

const run = promisify(execFile);
const example = (name: string) => path.join(repository, 'docs/examples', name);
const tool = (name: string) => path.join(repository, 'node_modules/.bin', name);

const PASSWORD = 'correct "horse" battery';
const hub = await startApi(t);
const { app, store, clock } = hub;
const mina = await store.registerFirstOwner({ name: 'mina', passwordHash: await hashPassword(PASSWORD) });
const older = await hub.photo();
await clock.advance(60_000);
const newest = await hub.photo();
const best = store.image(newest, 'original')?.bytes ?? new Uint8Array();
await app.listen({ port: 0, host: '127.0.0.1' });
const HUB = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
const env = { ...process.env, HUB, PETCAM_USER: 'mina', PETCAM_PASSWORD: PASSWORD };

const absent = ['curl', 'jq'].filter((name) => spawnSync(name, ['--version']).error);

t.test(
  'the shell script lists photos and downloads one',
  { skip: absent.length > 0 && `not installed: ${absent}` },
  async (t) => {
    const cwd = temporaryFolder(t);
    const script = example('petcam.sh');
    await run('bash', ['-n', script]);
    const { stdout, stderr } = await run('bash', [script], { cwd, env });
    const lines = stdout.trimEnd().split('\n');
    t.match(lines[0], new RegExp(`^${newest}\t20\\S+Z\tporch\tcat\tsharpest of 3$`));
    t.match(lines[1], new RegExp(`^${older}\t`));
    t.strictSame(lines.slice(2), [`photo-${newest}.jpg: original`]);
    t.ok(readFileSync(path.join(cwd, `photo-${newest}.jpg`)).equals(best));
    t.equal(stderr, '');
    t.strictSame(store.sessions(mina.id), [], 'it has signed out');
    const wrong = run('bash', [script], { cwd, env: { ...env, PETCAM_PASSWORD: 'a wrong one' } });
    const said = await wrong.catch((error: { stdout: string; stderr: string }) => error);
    t.match(said, { code: 22, stdout: '', stderr: /401/ });
  },
);

/** Members of the client that the test uses; its own types are checked where it is compiled. */
interface Client {
  photos(query: { limit: number }): AsyncIterable<{ id: number }>;
  image(photo: number, variant: string): Promise<Uint8Array>;
  signOut(): Promise<void>;
}

/** Makes the types and compiles the client, as docs/examples/README.md says; gives the path of its JavaScript. */
async function compileClient(t: Test): Promise<string> {
  const cwd = temporaryFolder(t);
  copyFileSync(example('petcam.ts'), path.join(cwd, 'petcam.ts'));
  writeFileSync(path.join(cwd, 'package.json'), '{"type":"module"}');
  symlinkSync(path.join(repository, 'node_modules'), path.join(cwd, 'node_modules'));
  await run(tool('openapi-typescript'), [`${HUB}/openapi.json`, '-o', 'petcam-api.d.ts'], { cwd });
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--skipLibCheck', '--types', 'node'];
  await run(tool('tsc'), [...strict, '--module', 'nodenext', '--target', 'es2023', 'petcam.ts'], { cwd });
  return path.join(cwd, 'petcam.js');
}

t.test('the client fits the types of the API, turns pages and renews its token', async (t) => {
  const file = await compileClient(t);
  const cwd = path.dirname(file);
  const { stdout } = await run(process.execPath, [file], { cwd, env });
  t.match(stdout, new RegExp(`^${newest} 20\\S+Z porch sharpest of 3\n${older} `));
  t.ok(readFileSync(path.join(cwd, `photo-${newest}.jpg`)).equals(best));
  t.strictSame(store.sessions(mina.id), [], 'it has signed out');

  const { PetCam } = await import(pathToFileURL(file).href);
  const client: Client = await PetCam.signIn(HUB, 'mina', PASSWORD);
  const ids: number[] = [];
  for await (const { id } of client.photos({ limit: 1 })) ids.push(id);
  t.strictSame(ids, [newest, older]);
  await clock.advance(16 * 60_000);
  const images = await Promise.all([client.image(newest, 'original'), client.image(newest, 'original')]);
  for (const image of images)
    t.ok(Buffer.from(image).equals(best), 'whoever asks meanwhile shares a renewal');
  await t.rejects(client.image(newest, 'upscaled'), { message: /^variant-absent: / });
  await client.signOut();
  await t.rejects(PetCam.signIn(HUB, 'mina', 'a wrong one'), { message: /^credentials-wrong: / });
});

/** The receiver as a process; `next` waits for its next line. */
async function startReceiver(t: Test, secret: string) {
  const file = path.join(temporaryFolder(t), 'secret');
  writeFileSync(file, `${secret}\n`);
  const child = spawn(process.execPath, [example('webhook-receiver.mjs')], {
    env: { ...process.env, PETCAM_WEBHOOK_SECRET_FILE: file, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  t.teardown(async () => {
    child.kill();
    await ended;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  return { url: `http://${(await next()).replace('listening at ', '')}/`, next };
}

t.test('the receiver believes the hub and nobody else', async (t) => {
  const { url, next } = await startReceiver(t, 'between us');
  const notifier = new Notifier({
    store,
    targets: () => [webhook(url, 'between us')],
    isQuiet: () => false,
    areVisitsTold: () => true,
    visitGapMs: 15 * 60_000,
    urlOf: (photo) => `https://hub.test/#/photo/${photo}`,
    clock,
    log: createLog('silent'),
  });
  notifier.start();
  t.teardown(() => notifier.stop());
  await notifier.settled();
  await clock.advance(20 * 60_000);
  const photo = await hub.photo({ pet: 'dog' });
  t.match(await next(), new RegExp(`^20\\S+Z porch: dog, https://hub.test/#/photo/${photo}$`));
  await notifier.settled();
  t.equal(store.nextNoticeAt(), null, 'it was taken');

  const post = async (body: string, signature?: string) =>
    (
      await fetch(url, {
        method: 'POST',
        body,
        headers: signature ? { 'x-petcam-signature': signature } : {},
      })
    ).status;
  const sign = (body: string, secret: string) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  t.equal(await post('{}'), 401);
  t.equal(await post('{}', sign('{}', 'a guess')), 401);
  t.equal(await post('{"photo":2}', sign('{"photo":1}', 'between us')), 401);
  t.equal(await post(' '.repeat(300_000), sign('', 'between us')), 413);
});

t.test('the automation of who is home sets the switch that the hub announces', async (t) => {
  const text = readFileSync(example('home-assistant-presence.yaml'), 'utf8');
  const { triggers, actions } = parse(text);
  const info = { topics: new Topics('0badcafe'), version: '1.0.0', url: HUB };
  const { payload } = announceHub('homeassistant', info, { pets: [], contentType: 'image/jpeg' });
  const { somebody_home } = payload['components'] as Record<string, Record<string, unknown>>;
  const entity = somebody_home?.['default_entity_id'];
  t.equal(actions[0].target.entity_id, entity);
  t.ok(triggers.some(({ entity_id }: { entity_id?: string }) => entity_id === entity));
  t.match(actions[0].action, /^switch\.turn_\{\{ 'on' if .*zone\.home.* else 'off' \}\}$/);
});

t.test('the automation names entities and attributes that the hub announces', async (t) => {
  const text = readFileSync(example('home-assistant.yaml'), 'utf8');
  const { triggers, actions } = parse(text);
  const { payload } = announceCamera(
    'homeassistant',
    { topics: new Topics('0badcafe'), version: '1.0.0', url: HUB },
    { id: 'porch', name: 'Porch', firmware: null, board: null, capabilities: [], contentType: 'image/jpeg' },
  );
  const components = Object.values(payload['components'] as Record<string, Record<string, unknown>>);
  const announced = new Map(components.map((one) => [one['default_entity_id'], one]));
  const named = [...text.matchAll(/\b[a-z]+\.petcam_\w+/g)].map(([name]) => name);
  t.strictSame(new Set(named), new Set(['event.petcam_porch_event', 'image.petcam_porch_best']));
  for (const name of named) t.ok(announced.has(name), name);
  t.ok(String(announced.get(triggers[0].entity_id)?.['event_types']).includes('best_cut'));
  const row = store.photo(newest);
  const attributes = row ? ['event_type', ...Object.keys(bestCutInfo(row))] : [];
  const used = [...text.matchAll(/attributes\.(\w+)/g)].map(([, name = '']) => name);
  t.strictSame([...new Set(used)].sort(), ['event_type', 'pet', 'photo', 'reason']);
  for (const name of used) t.ok(attributes.includes(name), name);
  t.match(actions[0].data.data.url, /#\/photo\/\{\{ trigger\.to_state\.attributes\.photo \}\}$/);
});
