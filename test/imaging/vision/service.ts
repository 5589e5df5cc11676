/** The service between the hub and the vision process, with real processes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { type Clock, systemClock } from '../../../src/core/clock.js';
import { Fault } from '../../../src/core/errors.js';
import { openConnection } from '../../../src/core/rpc/connection.js';
import { startBehind } from '../../../src/imaging/vision/client.js';
import { IMAGE_LIMITS, type ImageLimits } from '../../../src/imaging/vision/image-limits.js';
import { serveVision } from '../../../src/imaging/vision/service.js';
import type { StartRequest } from '../../../src/imaging/vision/service-calls.js';
import { startHere, visionDefaults } from '../../../src/imaging/vision/supervisor.js';
import { temporaryFolder } from '../../support/folder.js';
import { sampleFrames } from '../../support/jpegs.js';
import { ManualClock } from '../../support/manual-clock.js';
import { programUrl } from '../../support/program.js';
import { socketPair } from '../../support/socket-pair.js';
import type { Behaviour } from '../../support/vision-entry.js';
import { alive, bytesOf, pidOf } from '../../support/vision-process.js';

const entry = programUrl('test/support/vision-entry');

const REQUEST: StartRequest = {
  threads: 1,
  upscale: 'auto',
  maxRssBytes: 900_000_000,
  nice: 0,
  probe: { files: ['/secret'], port: 1 },
};

/** A hub and a service at the two ends of a stream; the service has `clock`. */
async function open(t: Test, clock: Clock = systemClock, more: Partial<StartRequest> = {}) {
  const [near, far] = await socketPair(t);
  const defaults = visionDefaults('models');
  const options = { ...defaults, process: { ...defaults.process, entry, flags: [], nice: 0 } };
  let starts = 0;
  const served = serveVision(far, {
    start: (_, signal) => {
      starts += 1;
      return startHere(options, clock)(signal);
    },
    reach: async ({ files }) => files,
  });
  const line = { stream: near, ended: served.then(() => ''), kill: () => void far.destroy() };
  const { signal } = new AbortController();
  const timeouts = { startMs: 60_000, graceMs: 10_000 };
  const { child, reached } = await startBehind(line, { ...REQUEST, ...more }, timeouts, systemClock, signal);
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
  return { near, child, perform, reached, served, starts: () => starts };
}

const pidIn = (startsFile: string) => Number(readFileSync(startsFile, 'utf8').trim().split('\n').at(-1));

t.test('it says what it reached, passes tasks on and their progress back', async (t) => {
  const { perform, reached, child, served } = await open(t);
  t.strictSame(reached, ['/secret']);
  const heard: number[] = [];
  const answer = await perform({ act: 'answer' }, { onProgress: (done) => heard.push(done) });
  t.strictSame(heard, [0.5, 1]);
  const pid = pidOf(answer as never);
  await t.rejects(perform({ act: 'refuse' }), { name: 'Refusal', code: 'image-undecodable' });
  t.ok(alive(pid));
  await child.end();
  await served;
  t.notOk(alive(pid));
});

t.test('it looks for motion itself, and starts a process only for what needs one', async (t) => {
  const { perform, reached, child, served, starts } = await open(t, systemClock, { whenNeeded: true });
  t.strictSame(reached, ['/secret'], 'what is in reach is said before any picture comes');
  const [bytes] = sampleFrames() as [Buffer];
  const look = (limits: ImageLimits) =>
    perform({ act: 'answer' }, { task: 'motionCells', request: { bytes, limits } as { bytes: Buffer } });
  t.match(await look(IMAGE_LIMITS), { width: 800, height: 600, cells: { length: 192 } });
  await t.rejects(look({ ...IMAGE_LIMITS, maxPixels: 1000 }), { code: 'image-too-large' });
  t.equal(starts(), 0);
  const pid = pidOf((await perform({ act: 'answer' })) as never);
  await perform({ act: 'answer' });
  t.equal(starts(), 1);
  await child.end();
  await served;
  t.notOk(alive(pid));
  const unused = await open(t, systemClock, { whenNeeded: true });
  await unused.child.end();
  await unused.served;
  t.equal(unused.starts(), 0, 'it ends as well when it never started one');
});

t.test('it says how a process ended, before it ends itself', async (t) => {
  const crashed = await open(t);
  await t.rejects(crashed.perform({ act: 'crash' }), {
    code: 'vision-crashed',
    message: /SIGABRT.*out of luck/,
  });
  await crashed.served;
  const startsFile = path.join(temporaryFolder(t), 'pids');
  const killed = await open(t);
  const kill = () => process.kill(pidIn(startsFile), 'SIGKILL');
  await t.rejects(killed.perform({ act: 'hang', startsFile }, { onProgress: kill }), {
    code: 'vision-ended',
  });
});

t.test('it kills a process that hangs', async (t) => {
  const clock = new ManualClock();
  const startsFile = path.join(temporaryFolder(t), 'pids');
  const { perform } = await open(t, clock);
  const onProgress = () => void clock.advance(60_000);
  await t.rejects(perform({ act: 'hang', startsFile }, { onProgress }), {
    code: 'vision-timeout',
  });
  t.notOk(alive(pidIn(startsFile)));
});

t.test('a task that the hub gives up is given up', async (t) => {
  const { perform, child } = await open(t);
  const controller = new AbortController();
  const { signal } = controller;
  await t.rejects(perform({ act: 'until-cancelled' }, { signal, onProgress: () => controller.abort() }));
  t.ok(await perform({ act: 'answer' }), 'the process goes on');
  await child.end();
});

for (const way of ['its end', 'its death'])
  t.test(`the process is gone with the hub: ${way}`, async (t) => {
    const startsFile = path.join(temporaryFolder(t), 'pids');
    const { near, perform, served } = await open(t);
    let lost: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      lost = t.rejects(perform({ act: 'hang', startsFile }, { onProgress: () => resolve() }));
    });
    if (way === 'its end') near.end();
    else near.destroy();
    await Promise.all([served, lost]);
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
  await t.rejects(startBehind(line, REQUEST, timeouts, systemClock, signal), {
    message: 'no module',
  });
});

t.test(
  'a task that comes although no process was started fails, and the service ends when told',
  async (t) => {
    const [near, far] = await socketPair(t);
    const served = serveVision(far, {
      start: () => Promise.reject(new Error('never')),
      reach: async () => [],
    });
    const heard: object[] = [];
    const connection = openConnection(near, 1000, (message) => {
      heard.push(message as object);
      if (heard.length === 2) connection.send({ kind: 'end' });
    });
    near.once('end', () => connection.end());
    connection.send({ kind: 'call', id: 1, name: 'detect', request: { request: {}, silenceMs: 1 } });
    await served;
    t.match(heard, [{ kind: 'ready' }, { kind: 'failed', id: 1, error: { family: 'unexpected' } }]);
  },
);
