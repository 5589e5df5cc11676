import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { visionDefaults } from '../../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { programUrl, repository } from '../../support/program.js';
import { alive, bytesOf, pidOf, starterOf, triesOf } from '../../support/vision-process.js';

const start = starterOf(programUrl('test/support/vision-entry'));

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
  t.equal(triesOf(second), 2);
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
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  writeFileSync(startsFile, '');
  const vision = start(t);
  const first = vision.run('analyse', bytesOf({ act: 'answer' }));
  const controller = new AbortController();
  const { signal } = controller;
  const second = vision.run('analyse', bytesOf({ act: 'answer', startsFile }), { signal });
  t.equal(vision.state().queued, 1);
  controller.abort();
  await t.rejects(second, { code: 'cancelled' });
  t.equal(vision.state().queued, 0);
  await t.rejects(vision.run('analyse', bytesOf({ act: 'answer', startsFile }), { signal }), {
    code: 'cancelled',
  });
  await first;
  t.equal(readFileSync(startsFile, 'utf8'), '');
});

t.test('a task that is cancelled while the process starts is not begun', async (t) => {
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  writeFileSync(startsFile, '');
  const vision = start(t);
  const controller = new AbortController();
  const asked = vision.run('analyse', bytesOf({ act: 'answer', startsFile }), { signal: controller.signal });
  controller.abort();
  await t.rejects(asked, { code: 'cancelled' });
  await vision.run('analyse', bytesOf({ act: 'answer' }));
  t.equal(readFileSync(startsFile, 'utf8'), '');
});

t.test('the queue is bounded by number and by bytes', async (t) => {
  const vision = start(t, { maxQueued: 2, maxQueuedBytes: 100 });
  const large = { bytes: Buffer.from(JSON.stringify({ act: 'answer', startsFile: '' }).padEnd(200)) };
  const small = bytesOf({ act: 'answer' });
  const accepted = [vision.run('analyse', small), vision.run('analyse', small), vision.run('analyse', small)];
  await t.rejects(vision.run('analyse', small), { name: 'Refusal', code: 'vision-busy' });
  await Promise.all(accepted);

  const beside = [vision.run('analyse', small), vision.run('analyse', small)];
  await t.rejects(vision.run('analyse', large), { code: 'vision-busy' });
  await Promise.all(beside);
  t.ok(await vision.run('analyse', large), 'alone, even a large one is taken');
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
  const startsFile = path.join(temporaryFolder(t), 'startsFile');
  const vision = start(t);
  const controller = new AbortController();
  const begun = new Promise<void>((resolve) => {
    const onProgress = () => resolve();
    const asked = vision.run('analyse', bytesOf({ act: 'until-cancelled', startsFile }), { onProgress });
    t.rejects(asked, { code: 'cancelled' });
  });
  const waiting = t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), { code: 'cancelled' });
  await begun;
  await vision.stop();
  await waiting;
  t.notOk(alive(Number(readFileSync(startsFile, 'utf8'))));
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

t.test('stopping breaks off a start that takes long, and leaves no process behind', async (t) => {
  const folder = temporaryFolder(t);
  const startsFile = path.join(folder, 'pid');
  const slow = path.join(folder, 'slow.mjs');
  writeFileSync(
    slow,
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(startsFile)}, String(process.pid));
     process.on('message', () => {});`,
  );
  const vision = start(t, { process: { entry: pathToFileURL(slow) } }, new ManualClock());
  const asked = t.rejects(vision.run('analyse', bytesOf({ act: 'answer' })), { code: 'cancelled' });
  while (!existsSync(startsFile) || readFileSync(startsFile, 'utf8') === '') await delay(5);
  await vision.stop();
  await asked;
  t.notOk(alive(Number(readFileSync(startsFile, 'utf8'))));
});

t.test('as built, the hub forks the built process; from its sources, the source', async (t) => {
  t.match(visionDefaults('models').process.entry.href, /\/src\/imaging\/process-main\.js$/);
  const script = `import { visionDefaults } from './src/imaging/vision/supervisor.ts';
    console.log(visionDefaults('models').process.entry.href);`;
  const loader = ['--import', './scripts/dev/typescript.mjs', '--input-type=module', '-e', script];
  const { stdout } = spawnSync(process.execPath, loader, { cwd: repository, encoding: 'utf8' });
  t.match(stdout, /\/src\/imaging\/process-main\.ts$/m);
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
