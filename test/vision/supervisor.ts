import { spawn } from 'node:child_process';
import { EventEmitter, getEventListeners, once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { systemClock } from '../../src/clock.js';
import { superviseVision, type VisionOptions, visionDefaults } from '../../src/vision/supervisor.js';
import type { FrameAnalysis, Vision } from '../../src/vision/types.js';
import { compiled } from '../rig/compiled.js';
import { temporaryFolder } from '../rig/folder.js';
import { ManualClock, settled } from '../rig/manual-clock.js';
import type { Behaviour } from '../rig/vision-entry.js';

const quiet = pino({ level: 'silent' });
const entry = compiled(temporaryFolder(t), 'test/rig/vision-entry.ts');

interface Change extends Partial<Omit<VisionOptions, 'process'>> {
  process?: Partial<VisionOptions['process']>;
}

/** The supervisor over the rig's process; stopped when the test ends. */
function start(t: Test, change: Change = {}, clock = systemClock): Vision {
  const defaults = visionDefaults(temporaryFolder(t));
  const vision = superviseVision(
    {
      ...defaults,
      ...change,
      process: { ...defaults.process, entry, flags: [], nice: 0, ...change.process },
    },
    clock,
    quiet,
  );
  t.teardown(() => vision.stop());
  return vision;
}

const bytesOf = (behaviour: Behaviour) => ({ bytes: new TextEncoder().encode(JSON.stringify(behaviour)) });
const pidOf = ({ features }: FrameAnalysis) => features.pid as number;
const alive = (pid: number) => existsSync(`/proc/${pid}`);
const silence = (ms: number) => ({ analyse: ms, thumbnails: ms, upscale: ms });

t.test('a task is answered, with its progress, and the process is shared by the next', async (t) => {
  const vision = start(t);
  t.strictSame(vision.state(), { process: 'idle', queued: 0, restarts: 0 });
  const heard: number[] = [];
  const asked = vision.run('analyse', bytesOf({ act: 'answer' }), { onProgress: (done) => heard.push(done) });
  t.equal(vision.state().process, 'starting');
  const first = await asked;
  t.strictSame(heard, [0.5, 1]);
  t.equal(vision.state().process, 'running');
  const second = await vision.run('analyse', bytesOf({ act: 'answer' }));
  t.equal(pidOf(second), pidOf(first));
  t.equal(second.features.tries, 2);
});

t.test('the process has the lowest priority and nothing of the environment', async (t) => {
  process.env.PETCAM_SECRET = 'not for everyone';
  const { nice } = visionDefaults('models').process;
  const vision = start(t, { process: { nice } });
  const { features } = await vision.run('analyse', bytesOf({ act: 'environment' }));
  t.equal(getPriority(features.pid as number), 19);
  t.notOk(JSON.stringify(features).includes('not for everyone'));
});

t.test('a refusal and a fault reach the asker as what they are', async (t) => {
  const vision = start(t);
  await t.rejects(vision.run('analyse', bytesOf({ act: 'refuse' })), {
    name: 'Refusal',
    code: 'image-undecodable',
    message: 'no picture in it',
  });
  await t.rejects(vision.run('analyse', bytesOf({ act: 'fault' })), {
    name: 'Fault',
    code: 'model-hash',
    hint: 'put it back',
  });
  t.equal(vision.state().restarts, 0);
});

t.test('a crash is tried once more in a new process, then refused with its last words', async (t) => {
  const diary = path.join(temporaryFolder(t), 'diary');
  const vision = start(t);
  await t.rejects(vision.run('analyse', bytesOf({ act: 'crash', diary })), {
    name: 'Refusal',
    code: 'vision-crashed',
    message: /SIGABRT.*Fatal Error: out of luck/,
  });
  const pids = readFileSync(diary, 'utf8').trim().split('\n');
  t.equal(pids.length, 2);
  t.not(pids[0], pids[1]);
  t.equal(vision.state().restarts, 2);
  t.ok(await vision.run('analyse', bytesOf({ act: 'answer' })), 'the next image is not affected');
});

t.test('a crash that does not come back is not noticed by the asker', async (t) => {
  const diary = path.join(temporaryFolder(t), 'diary');
  const vision = start(t);
  t.ok(await vision.run('analyse', bytesOf({ act: 'crash-once', diary })));
  t.equal(vision.state().restarts, 1);
});

t.test('an error that nobody meant counts as a crash: the process is replaced', async (t) => {
  const vision = start(t);
  const before = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  await t.rejects(vision.run('analyse', bytesOf({ act: 'throw' })), {
    code: 'vision-crashed',
    message: /nobody thought of this/,
  });
  t.notOk(alive(before));
});

t.test('a hang is killed, tried once more, then refused', async (t) => {
  const clock = new ManualClock();
  const diary = path.join(temporaryFolder(t), 'diary');
  const vision = start(t, { silenceMs: silence(1000) }, clock);
  const onProgress = () => void clock.advance(1000);
  const asked = vision.run('analyse', bytesOf({ act: 'hang', diary }), { onProgress });
  await t.rejects(asked, { name: 'Refusal', code: 'vision-timeout' });
  const pids = readFileSync(diary, 'utf8').trim().split('\n').map(Number);
  t.equal(pids.length, 2);
  t.notOk(pids.some(alive));
});

t.test(
  'a task that makes progress is given its time, and is killed when it ignores a cancellation',
  async (t) => {
    const clock = new ManualClock();
    const vision = start(t, { silenceMs: silence(1000), process: { graceMs: 20 } }, clock);
    const controller = new AbortController();
    const progress = new EventEmitter();
    const asked = vision.run('analyse', bytesOf({ act: 'progress-forever' }), {
      signal: controller.signal,
      onProgress: () => progress.emit('heard'),
    });
    for (let i = 0; i < 5; i++) {
      await once(progress, 'heard');
      await clock.advance(900);
    }
    t.equal(vision.state().restarts, 0);
    controller.abort();
    await t.rejects(asked, { name: 'Refusal', code: 'cancelled' });
    await clock.advance(20);
    t.ok(await vision.run('analyse', bytesOf({ act: 'answer' })), 'the next task gets a process');
  },
);

t.test('a cancelled task that stops by itself leaves the process in place', async (t) => {
  const vision = start(t);
  const before = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = () => controller.abort();
  await t.rejects(vision.run('analyse', bytesOf({ act: 'until-cancelled' }), { signal, onProgress }), {
    code: 'cancelled',
  });
  t.equal(pidOf(await vision.run('analyse', bytesOf({ act: 'answer' }))), before);
  t.equal(vision.state().restarts, 0);
});

t.test('a waiting task is withdrawn, and one that is already cancelled never starts', async (t) => {
  const diary = path.join(temporaryFolder(t), 'diary');
  writeFileSync(diary, '');
  const vision = start(t);
  const first = vision.run('analyse', bytesOf({ act: 'answer' }));
  const controller = new AbortController();
  const { signal } = controller;
  const second = vision.run('analyse', bytesOf({ act: 'answer', diary }), { signal });
  t.equal(vision.state().queued, 1);
  controller.abort();
  await t.rejects(second, { code: 'cancelled' });
  t.equal(vision.state().queued, 0);
  await t.rejects(vision.run('analyse', bytesOf({ act: 'answer', diary }), { signal }), {
    code: 'cancelled',
  });
  await first;
  t.equal(readFileSync(diary, 'utf8'), '');
});

t.test('a task that is cancelled while the process starts is not begun', async (t) => {
  const diary = path.join(temporaryFolder(t), 'diary');
  writeFileSync(diary, '');
  const vision = start(t);
  const controller = new AbortController();
  const asked = vision.run('analyse', bytesOf({ act: 'answer', diary }), { signal: controller.signal });
  controller.abort();
  await t.rejects(asked, { code: 'cancelled' });
  await vision.run('analyse', bytesOf({ act: 'answer' }));
  t.equal(readFileSync(diary, 'utf8'), '');
});

t.test('the queue is bounded by number and by bytes', async (t) => {
  const vision = start(t, { maxQueued: 2, maxQueuedBytes: 100 });
  const large = { bytes: Buffer.from(JSON.stringify({ act: 'answer', diary: '' }).padEnd(200)) };
  const small = bytesOf({ act: 'answer' });
  const accepted = [vision.run('analyse', small), vision.run('analyse', small), vision.run('analyse', small)];
  await t.rejects(vision.run('analyse', small), { name: 'Refusal', code: 'vision-busy' });
  await Promise.all(accepted);

  const beside = [vision.run('analyse', small), vision.run('analyse', small)];
  await t.rejects(vision.run('analyse', large), { code: 'vision-busy' });
  await Promise.all(beside);
  t.ok(await vision.run('analyse', large), 'alone, even a large one is taken');
});

t.test('a task that needs too much memory is refused and takes the process along', async (t) => {
  const vision = start(t, { maxRssBytes: 220_000_000 });
  const before = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  await t.rejects(vision.run('analyse', bytesOf({ act: 'eat-memory' })), {
    name: 'Refusal',
    code: 'image-too-large',
    message: /220 MB/,
  });
  t.not(pidOf(await vision.run('analyse', bytesOf({ act: 'answer' }))), before);
});

t.test('an idle process ends after its time and not before, and starts again when needed', async (t) => {
  const clock = new ManualClock();
  const vision = start(t, { idleMs: 60_000 }, clock);
  const pid = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  await settled();
  await clock.advance(59_999);
  t.ok(alive(pid));
  await vision.run('analyse', bytesOf({ act: 'answer' }));
  await settled();
  await clock.advance(59_999);
  t.equal(vision.state().process, 'running');
  await clock.advance(1);
  t.equal(vision.state().process, 'idle');
  const next = await vision.run('analyse', bytesOf({ act: 'answer' }));
  t.not(pidOf(next), pid);
  await vision.stop();
  t.notOk(alive(pid));
  t.notOk(alive(pidOf(next)));
});

t.test('a process that was killed while idle is replaced', async (t) => {
  const vision = start(t);
  const pid = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  process.kill(pid, 'SIGKILL');
  while (vision.state().process !== 'idle') await delay(5);
  t.not(pidOf(await vision.run('analyse', bytesOf({ act: 'answer' }))), pid);
});

t.test('stopping answers everyone, ends the process and takes no more work', async (t) => {
  const diary = path.join(temporaryFolder(t), 'diary');
  const vision = start(t);
  const controller = new AbortController();
  const begun = new Promise<void>((resolve) => {
    const onProgress = () => resolve();
    const asked = vision.run('analyse', bytesOf({ act: 'until-cancelled', diary }), { onProgress });
    t.rejects(asked, { code: 'cancelled' });
  });
  const waiting = t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), { code: 'cancelled' });
  await begun;
  await vision.stop();
  await waiting;
  t.notOk(alive(Number(readFileSync(diary, 'utf8'))));
  await t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), { code: 'cancelled' });
  controller.abort();
  t.equal(vision.state().process, 'idle');
});

t.test('stopping while the process starts', async (t) => {
  const vision = start(t);
  const asked = t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), { code: 'cancelled' });
  await vision.stop();
  await asked;
  t.equal(vision.state().process, 'idle');
});

t.test('a process that cannot start is a fault with its reason', async (t) => {
  const folder = temporaryFolder(t);
  const broken = path.join(folder, 'broken.mjs');
  writeFileSync(broken, 'import "a-module-that-nobody-installed";');
  const vision = start(t, { process: { entry: pathToFileURL(broken) } });
  await t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), {
    name: 'Fault',
    code: 'vision-unavailable',
    message: /a-module-that-nobody-installed/,
  });
  t.equal(vision.state().process, 'idle');
});

t.test('a process that never gets ready is a fault, and is not left behind', async (t) => {
  const folder = temporaryFolder(t);
  const mute = path.join(folder, 'mute.mjs');
  const diary = path.join(folder, 'pid');
  appendFileSync(
    mute,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(diary)}, String(process.pid));
     process.on('message', () => {});`,
  );
  const clock = new ManualClock();
  const vision = start(t, { process: { entry: pathToFileURL(mute), startMs: 1000 } }, clock);
  const asked = vision.run('analyse', bytesOf({ act: 'answer' }));
  while (!existsSync(diary) || readFileSync(diary, 'utf8') === '') await delay(5);
  void clock.advance(1000);
  await t.rejects(asked, {
    code: 'vision-unavailable',
    message: /silent/,
  });
  t.notOk(alive(Number(readFileSync(diary, 'utf8'))));
});

t.test('a process that does not end when told is killed', async (t) => {
  const folder = temporaryFolder(t);
  const stubborn = path.join(folder, 'stubborn.mjs');
  writeFileSync(
    stubborn,
    `process.on('message', ({ id }) => {
       const features = { pid: process.pid };
       process.send({ kind: 'done', id, response: { width: 1, height: 1, pets: [], others: [], features } });
     });
     process.send({ kind: 'ready' });
     setInterval(() => {}, 1000);`,
  );
  const vision = start(t, { idleMs: 1, process: { entry: pathToFileURL(stubborn), graceMs: 30 } });
  const pid = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  while (vision.state().process !== 'idle') await delay(5);
  await vision.stop();
  t.notOk(alive(pid));
});

t.test('when the hub is killed, its vision process ends in the middle of a task', async (t) => {
  const owner = compiled(temporaryFolder(t), 'test/rig/vision-owner.ts');
  const hub = spawn(process.execPath, [fileURLToPath(owner), entry.href], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(hub.stdout, 'data');
  const pid = Number(line);
  t.ok(alive(pid));
  hub.kill('SIGKILL');
  while (alive(pid)) await delay(5);
  t.pass('it is gone');
});

t.test('as built, the hub forks the built process', async (t) => {
  const built = await import(compiled(temporaryFolder(t), 'src/vision/supervisor.ts').href);
  t.match(visionDefaults('models').process.entry.href, /\/src\/vision-main\.ts$/);
  t.match(built.visionDefaults('models').process.entry.href, /\/src\/vision-main\.js$/);
});

t.test('a signal that outlives its images keeps none of them', async (t) => {
  const vision = start(t);
  const { signal } = new AbortController();
  for (const _ of [1, 2, 3]) await vision.run('analyse', bytesOf({ act: 'answer' }), { signal });
  await t.rejects(vision.run('analyse', bytesOf({ act: 'refuse' }), { signal }), {
    code: 'image-undecodable',
  });
  t.strictSame(getEventListeners(signal, 'abort'), []);
});
