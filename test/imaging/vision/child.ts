import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { visionDefaults } from '../../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock } from '../../support/manual-clock.js';
import { program, programUrl } from '../../support/program.js';
import { alive, bytesOf, pidOf, silence, starterOf } from '../../support/vision-process.js';

const entry = programUrl('test/support/vision-entry');
const start = starterOf(entry);

t.test('the process has the lowest priority and nothing of the environment', async (t) => {
  process.env['PETCAM_SECRET'] = 'not for everyone';
  const { nice } = visionDefaults('models').process;
  const vision = start(t, { process: { nice } });
  const { features } = await vision.run('analyse', bytesOf({ act: 'environment' }));
  t.equal(getPriority(pidOf({ features })), 19);
  t.notOk(JSON.stringify(features).includes('not for everyone'));
});

t.test(
  'a crash is tried twice more, each time in a new process, then refused with its last words',
  async (t) => {
    const startsFile = path.join(temporaryFolder(t), 'startsFile');
    const vision = start(t);
    await t.rejects(vision.run('analyse', bytesOf({ act: 'crash', startsFile })), {
      name: 'Refusal',
      code: 'vision-crashed',
      message: /SIGABRT.*Fatal Error: out of luck/,
    });
    const pids = readFileSync(startsFile, 'utf8').trim().split('\n');
    t.equal(pids.length, 3);
    t.equal(new Set(pids).size, 3);
    t.equal(vision.state().restarts, 3);
    t.ok(await vision.run('analyse', bytesOf({ act: 'answer' })), 'the next image is not affected');
  },
);

t.test('a crash that does not come back is not noticed by the asker', async (t) => {
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t);
  t.ok(await vision.run('analyse', bytesOf({ act: 'crash-once', startsFile })));
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

t.test('a hang is killed and refused: another try would only take as long', async (t) => {
  const clock = new ManualClock();
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t, { silenceMs: silence(60_000) }, clock);
  const onProgress = () => void clock.advance(60_000);
  const asked = vision.run('analyse', bytesOf({ act: 'hang', startsFile }), { onProgress });
  await t.rejects(asked, { name: 'Refusal', code: 'vision-timeout' });
  const pids = readFileSync(startsFile, 'utf8').trim().split('\n').map(Number);
  t.equal(pids.length, 1);
  t.notOk(pids.some(alive));
});

t.test('work without end is refused like a hang', async (t) => {
  const clock = new ManualClock();
  const vision = start(t, { silenceMs: silence(60_000) }, clock);
  const asked = vision.run('analyse', bytesOf({ act: 'spin' }), {
    onProgress: () => void clock.advance(60_000),
  });
  await t.rejects(asked, { name: 'Refusal', code: 'vision-timeout' });
});

t.test('a process that somebody else ends says nothing of the image', async (t) => {
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t);
  const kill = () => process.kill(Number(readFileSync(startsFile, 'utf8')), 'SIGKILL');
  const asked = vision.run('analyse', bytesOf({ act: 'hang', startsFile }), { onProgress: kill });
  await t.rejects(asked, { name: 'Fault', code: 'vision-ended', message: /killed by SIGKILL/ });
  t.ok(await vision.run('analyse', bytesOf({ act: 'answer' })), 'the next image gets a process');
});

t.test('a process that was stopped from outside says nothing of the image either', async (t) => {
  const clock = new ManualClock();
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t, { silenceMs: silence(60_000) }, clock);
  const onProgress = () => {
    const pid = Number(readFileSync(startsFile, 'utf8'));
    process.kill(pid, 'SIGSTOP');
    // The signal takes effect when the process is next run.
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') T ')) {}
    void clock.advance(60_000);
  };
  const asked = vision.run('analyse', bytesOf({ act: 'hang', startsFile }), { onProgress });
  await t.rejects(asked, { name: 'Fault', code: 'vision-ended' });
});

t.test('time in which the hub itself stood still is not held against the image', async (t) => {
  const clock = new ManualClock();
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t, { silenceMs: silence(60_000) }, clock);
  const controller = new AbortController();
  const heard = new Promise<void>((resolve) => {
    const { signal } = controller;
    const asked = vision.run('analyse', bytesOf({ act: 'hang', startsFile }), {
      signal,
      onProgress: () => resolve(),
    });
    t.rejects(asked, { code: 'cancelled' });
  });
  await heard;
  await clock.leap(300_000);
  t.ok(alive(Number(readFileSync(startsFile, 'utf8'))));
  controller.abort();
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

t.test('a process that a task makes too large ends itself: tried alone, then refused', async (t) => {
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t, { maxRssBytes: 220_000_000 });
  const before = pidOf(await vision.run('analyse', bytesOf({ act: 'answer' })));
  await t.rejects(vision.run('analyse', bytesOf({ act: 'eat-memory', startsFile })), {
    name: 'Refusal',
    code: 'vision-crashed',
    message: /220 MB/,
  });
  t.equal(new Set(readFileSync(startsFile, 'utf8').trim().split('\n')).size, 3);
  t.not(pidOf(await vision.run('analyse', bytesOf({ act: 'answer' }))), before);
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
  const startsFile = path.join(folder, 'pid');
  appendFileSync(
    mute,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(startsFile)}, String(process.pid));
     process.on('message', () => {});`,
  );
  const clock = new ManualClock();
  const vision = start(t, { process: { entry: pathToFileURL(mute), startMs: 1000 } }, clock);
  const asked = vision.run('analyse', bytesOf({ act: 'answer' }));
  while (!existsSync(startsFile) || readFileSync(startsFile, 'utf8') === '') await delay(5);
  void clock.advance(1000);
  await t.rejects(asked, {
    code: 'vision-unavailable',
    message: /silent/,
  });
  t.notOk(alive(Number(readFileSync(startsFile, 'utf8'))));
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
  const hub = spawn(
    process.execPath,
    [...process.execArgv, program('test/support/vision-owner'), entry.href],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(hub.stdout, 'data');
  const pid = Number(line);
  t.ok(alive(pid));
  hub.kill('SIGKILL');
  while (alive(pid)) await delay(5);
  t.pass('it is gone');
});
