// npm run bench -- vision: what the confinement of the vision process costs at its start. Measures dist/.
import { availableParallelism, cpus, getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { systemClock } from '../../src/core/clock.js';
import type { VisionChild } from '../../src/imaging/vision/child.js';
import { bootstrap, run, tool } from '../dev/bootstrap.mjs';

const ROUNDS = 9;
/** How much later than without confinement a process may be ready. */
const MOST_MORE_MS = 200;

bootstrap();
run(tool('tsc'), ['-p', 'tsconfig.build.json']);
const built = (name: string) => import(new URL(`../../dist/imaging/vision/${name}.js`, import.meta.url).href);
const supervisor: typeof import('../../src/imaging/vision/supervisor.js') = await built('supervisor');
const confinement: typeof import('../../src/imaging/vision/confinement.js') = await built('confinement');

const models = fileURLToPath(new URL('../../models', import.meta.url));
const defaults = supervisor.visionDefaults(models);
// The priority of the caller: on a busy machine a benchmark is run with a high one.
const nice = getPriority();
// The flags of this very process are for TypeScript; the built program needs none.
const process_ = { ...defaults.process, flags: supervisor.COLLECT_AT_ONCE, nice };
const confined = confinement.confineVision(
  {
    socket: '',
    required: false,
    modelsFolder: models,
    secrets: [],
    threads: 1,
    upscale: 'auto',
    maxRssBytes: defaults.maxRssBytes,
    nice,
    program: { ...defaults.service, flags: [] },
    timeouts: defaults.process,
  },
  systemClock,
  pino({ level: 'silent' }),
);
const { signal } = new AbortController();
const { by } = await confined.check(signal);

async function readyAfter(start: () => Promise<VisionChild>): Promise<number> {
  const began = performance.now();
  const child = await start();
  const took = performance.now() - began;
  await child.kill();
  return took;
}

const open: number[] = [];
const closed: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  open.push(
    await readyAfter(() => supervisor.startHere({ ...defaults, process: process_ }, systemClock)(signal)),
  );
  closed.push(await readyAfter(() => confined.start(signal)));
}
const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const result = {
  by,
  openMs: Math.round(median(open)),
  confinedMs: Math.round(median(closed)),
  moreMs: Math.round(median(closed) - median(open)),
  ratio: Number((median(closed) / median(open)).toFixed(2)),
  machine: `${availableParallelism()} x ${cpus()[0]?.model}, Node ${process.version}`,
};
console.log(JSON.stringify(result));
if (result.moreMs > MOST_MORE_MS) process.exitCode = 1;
