/** Whether there is a vision process, by what is around it: real services, and real pictures through them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { systemClock } from '../../../src/core/clock.js';
import { readConfig } from '../../../src/core/config/config.js';
import { openVision } from '../../../src/hub/vision.js';
import { type ConfinementOptions, confineVision } from '../../../src/imaging/vision/confinement.js';
import { visionDefaults } from '../../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../../support/folder.js';
import { fixture } from '../../support/photos.js';
import { program, repository } from '../../support/program.js';
import { sandboxHere } from '../../support/sandbox.js';

const models = path.join(repository, 'models');
const defaults = visionDefaults(models);
const SILENT = pino({ level: 'silent' });

/** Confinement of one vision process, with a hub's secret in a folder of its own, and what it logged. */
function confine(t: Test, change: Partial<ConfinementOptions> = {}) {
  const secret = path.join(temporaryFolder(t), 'secret.key');
  writeFileSync(secret, 'secret');
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  const options: ConfinementOptions = {
    socket: '',
    required: true,
    modelsFolder: models,
    secrets: [secret],
    threads: 1,
    upscale: 'auto',
    maxRssBytes: defaults.maxRssBytes,
    nice: 0,
    program: defaults.service,
    timeouts: defaults.process,
    ...change,
  };
  return { confinement: confineVision(options, systemClock, log), secret, warnings };
}

const { signal } = new AbortController();

/** A vision service that listens, as in a container of its own, but with everything in reach. */
async function startService(t: Test): Promise<{ socket: string; service: ChildProcess }> {
  const socket = path.join(temporaryFolder(t), 'socket');
  const service = spawn(
    process.execPath,
    [...process.execArgv, program('src/imaging/main'), '--socket', socket, '--models', models],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  t.teardown(async () => {
    if (service.exitCode === null && service.kill('SIGTERM')) await once(service, 'exit');
  });
  // It is open to all only once it listens; before that a connection is refused.
  while (!existsSync(socket) || (statSync(socket).mode & 0o777) !== 0o666) await delay(10);
  return { socket, service };
}

t.test('over a socket: a picture goes in and thumbnails come out, one process a connection', async (t) => {
  const { socket } = await startService(t);
  const { confinement } = confine(t, { socket, required: false });
  const child = await confinement.start(signal);
  const ask = { silenceMs: 60_000, signal: undefined, onProgress: undefined };
  const request = { bytes: fixture('cat-focus', 3) };
  const answer = await child.perform({ ...ask, task: 'thumbnails', request });
  t.match(answer, { small: { width: 320, mime: 'image/webp' } });
  await child.end();
  const next = await confinement.start(signal);
  const noPicture = { bytes: Buffer.from('no picture') };
  await t.rejects(next.perform({ ...ask, task: 'thumbnails', request: noPicture }), {
    code: 'image-undecodable',
  });
  await next.kill();
});

t.test('a service that is not confined gets no picture where that is required; health says so', async (t) => {
  const { socket } = await startService(t);
  const { confinement, secret } = confine(t, { socket });
  t.strictSame(confinement.issues(), []);
  await t.rejects(confinement.start(signal), { code: 'vision-unconfined', hint: /bubblewrap.*SECURITY\.md/ });
  const [issue] = confinement.issues();
  t.match(issue, { code: 'vision-unconfined', text: /no picture is looked at since \d{4}-/ });
  t.match(issue?.text, `${secret} and the ports of this machine`);
  await t.rejects(confinement.check(signal), { code: 'vision-unconfined' });
  t.strictSame(confinement.issues(), [issue], 'since the first time');
});

t.test('where it is not required it is taken all the same, with one warning', async (t) => {
  const { socket } = await startService(t);
  const { confinement, warnings } = confine(t, { socket, required: false });
  await (await confinement.start(signal)).end();
  t.match(await confinement.check(signal), { by: 'socket', reached: [/secret\.key$/] });
  t.equal(warnings.length, 1);
  t.match(warnings[0], /not confined/);
  t.strictSame(confinement.issues(), []);
});

t.test('a service that is not there is a fault with what to do', async (t) => {
  const { confinement } = confine(t, { socket: path.join(temporaryFolder(t), 'nobody') });
  await t.rejects(confinement.start(signal), {
    code: 'vision-unavailable',
    hint: /petcam-hub-vision\.socket/,
  });
  t.match(confinement.issues(), [{ code: 'vision-unavailable', text: /since/ }]);
});

t.test('a service that ends at its start is a fault with its last words', async (t) => {
  const folder = path.join(temporaryFolder(t), 'dist', 'imaging');
  mkdirSync(folder, { recursive: true });
  const entry = new URL(`file://${folder}/main.mjs`);
  writeFileSync(entry, 'import "a-module-that-nobody-installed";');
  const { confinement } = confine(t, { program: { ...defaults.service, entry } });
  await t.rejects(confinement.start(signal), {
    code: 'vision-unavailable',
    message: /a-module-that-nobody-installed/,
  });
});

t.test('a start that is broken off is no failure', async (t) => {
  const { socket } = await startService(t);
  const { confinement } = confine(t, { socket, required: false });
  const controller = new AbortController();
  controller.abort();
  await t.rejects(confinement.start(controller.signal));
  t.strictSame(confinement.issues(), []);
});

t.test('in a sandbox of this machine the whole hub-side handle works, confined', async (t) => {
  const { kind, why } = await sandboxHere();
  if (kind !== 'bubblewrap') return t.comment(`skipped: ${why}`);
  const config = readConfig({
    PETCAM_DATA_DIR: temporaryFolder(t),
    PETCAM_VISION_CONFINEMENT: 'required',
    PETCAM_VISION_THREADS: '1',
  });
  const { vision, confinement, confinementRequired } = openVision(config, models, systemClock, SILENT, 0);
  t.teardown(() => vision.stop());
  t.ok(confinementRequired);
  t.strictSame(await confinement.check(signal), { by: 'bubblewrap', reached: [] });
  const { small } = await vision.run('thumbnails', { bytes: fixture('cat-focus', 3) });
  t.equal(small.width, 320);
  const { pets } = await vision.run('detect', { bytes: fixture('cat-focus', 3) });
  t.match(pets, [{ label: 'cat' }]);
});
