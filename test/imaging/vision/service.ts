/** The service between the hub and the vision process, with real processes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { type Clock, systemClock } from '../../../src/core/clock.js';
import { Fault } from '../../../src/core/errors.js';
import { startBehind } from '../../../src/imaging/vision/client.js';
import { serveVision } from '../../../src/imaging/vision/service.js';
import type { Hello } from '../../../src/imaging/vision/service-messages.js';
import { startHere, visionDefaults } from '../../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../../support/folder.js';
import { ManualClock } from '../../support/manual-clock.js';
import { programUrl } from '../../support/program.js';
import { socketPair } from '../../support/socket-pair.js';
import type { Behaviour } from '../../support/vision-entry.js';
import { alive, bytesOf, pidOf } from '../../support/vision-process.js';

const entry = programUrl('test/support/vision-entry');

const HELLO: Hello = {
  kind: 'hello',
  threads: 1,
  upscale: 'auto',
  maxRssBytes: 900_000_000,
  nice: 0,
  probe: { files: ['/secret'], port: 1 },
};

/** A hub and a service at the two ends of a stream; the service has `clock`. */
async function open(t: Test, clock: Clock = systemClock) {
  const [near, far] = await socketPair(t);
  const defaults = visionDefaults('models');
  const options = { ...defaults, process: { ...defaults.process, entry, flags: [], nice: 0 } };
  const served = serveVision(far, {
    start: (_, signal) => startHere(options, clock)(signal),
    reach: async ({ files }) => files,
  });
  const line = { stream: near, ended: served.then(() => ''), kill: () => void far.destroy() };
  const { signal } = new AbortController();
  const timeouts = { startMs: 60_000, graceMs: 10_000 };
  const { child, reached } = await startBehind(line, HELLO, timeouts, systemClock, signal);
  t.teardown(() => child.kill());
  const perform = (behaviour: Behaviour, rest: Partial<Parameters<typeof child.perform>[0]> = {}) =>
    child.perform({
      task: 'analyse',
      request: bytesOf(behaviour),
      silenceMs: 60_000,
      signal: undefined,
      onProgress: undefined,
      ...rest,
    });
  return { near, child, perform, reached, served };
}

const pidIn = (startsFile: string) => Number(readFileSync(startsFile, 'utf8').trim().split('\n').at(-1));

t.test('it says what it reached, passes tasks on and their progress back', async (t) => {
  const { perform, reached, child, served } = await open(t);
  t.strictSame(reached, ['/secret']);
  const heard: number[] = [];
  const outcome = await perform({ act: 'answer' }, { onProgress: (done) => heard.push(done) });
  t.strictSame(heard, [0.5, 1]);
  t.equal(outcome.kind, 'done');
  const pid = outcome.kind === 'done' ? pidOf(outcome.response as never) : 0;
  t.match(await perform({ act: 'refuse' }), { kind: 'failed', error: { code: 'image-undecodable' } });
  t.ok(alive(pid));
  await child.end();
  await served;
  t.notOk(alive(pid));
});

t.test('it says how a process ended, before it ends itself', async (t) => {
  const crashed = await open(t);
  t.match(await crashed.perform({ act: 'crash' }), {
    kind: 'lost',
    code: 'vision-crashed',
    detail: /SIGABRT.*out of luck/,
  });
  await crashed.served;
  const startsFile = path.join(temporaryFolder(t), 'pids');
  const killed = await open(t);
  const kill = () => process.kill(pidIn(startsFile), 'SIGKILL');
  t.match(await killed.perform({ act: 'hang', startsFile }, { onProgress: kill }), {
    kind: 'lost',
    code: 'vision-ended',
  });
});

t.test('it kills a process that hangs', async (t) => {
  const clock = new ManualClock();
  const startsFile = path.join(temporaryFolder(t), 'pids');
  const { perform } = await open(t, clock);
  const onProgress = () => void clock.advance(60_000);
  t.match(await perform({ act: 'hang', startsFile }, { onProgress }), {
    kind: 'lost',
    code: 'vision-timeout',
  });
  t.notOk(alive(pidIn(startsFile)));
});

t.test('a task that the hub gives up is given up', async (t) => {
  const { perform, child } = await open(t);
  const controller = new AbortController();
  const { signal } = controller;
  const outcome = await perform({ act: 'until-cancelled' }, { signal, onProgress: () => controller.abort() });
  t.equal(outcome.kind, 'failed');
  t.match(await perform({ act: 'answer' }), { kind: 'done' }, 'the process goes on');
  await child.end();
});

for (const way of ['its end', 'its death'])
  t.test(`the process is gone with the hub: ${way}`, async (t) => {
    const startsFile = path.join(temporaryFolder(t), 'pids');
    const { near, perform, served } = await open(t);
    await new Promise<void>((resolve) => {
      void perform({ act: 'hang', startsFile }, { onProgress: () => resolve() });
    });
    if (way === 'its end') near.end();
    else near.destroy();
    await served;
    t.notOk(alive(pidIn(startsFile)));
  });

t.test('a process that does not start is a fault of its own words; nothing else is said', async (t) => {
  const [near, far] = await socketPair(t);
  const served = serveVision(far, {
    start: async () => {
      throw new Fault('vision-unavailable', 'no module', 'install it');
    },
    reach: async () => [],
  });
  const line = { stream: near, ended: served.then(() => ''), kill: () => {} };
  const timeouts = { startMs: 60_000, graceMs: 10_000 };
  const { signal } = new AbortController();
  await t.rejects(startBehind(line, HELLO, timeouts, systemClock, signal), { message: 'no module' });
});

t.test('tasks that come although no process started are answered by nothing', async (t) => {
  const [near, far] = await socketPair(t);
  const served = serveVision(far, {
    start: () => Promise.reject(new Error('never')),
    reach: async () => [],
  });
  near.resume();
  near.end();
  await served;
  await delay(0);
  t.pass('it ends with the connection');
});
