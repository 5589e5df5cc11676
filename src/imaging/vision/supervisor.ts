import { extname } from 'node:path';
import type { Clock } from '../../core/clock.js';
import { Fault, Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { type ChildOptions, type LossCode, type Outcome, startChild, type VisionChild } from './child.js';
import { revive } from './messages.js';
import type { Vision, VisionTask } from './types.js';

/** Resources and time limits of the vision process. */
export interface VisionOptions {
  /** Folder with manifest.json and the models. */
  modelsFolder: string;
  /** Threads of one inference, 1 or 2. */
  threads: number;
  /** Which upscaler to prefer where the models folder has more than one. */
  upscale: 'auto' | 'best' | 'fast';
  /** The process ends after this long without work, so that an idle hub is small. */
  idleMs: number;
  /** Tasks that may wait, and the image bytes that they may hold together. */
  maxQueued: number;
  maxQueuedBytes: number;
  /** A task that makes the process larger than this is refused. */
  maxRssBytes: number;
  /** Longest time without an answer or a sign of progress, by task. */
  silenceMs: Record<VisionTask, number>;
  process: Omit<ChildOptions, 'args'>;
  /** The service that stands between the hub and the process. */
  service: ServiceProgram;
}

/** How a vision service is started. */
export interface ServiceProgram {
  entry: URL;
  flags: readonly string[];
  environment: Readonly<Record<string, string>>;
}

interface Job {
  task: VisionTask;
  request: { bytes: Uint8Array };
  signal: AbortSignal | undefined;
  onProgress: ((done: number) => void) | undefined;
  resolve: (response: unknown) => void;
  reject: (error: unknown) => void;
}

/** A task during which the process ends itself is tried this often, each time in a new one, before it is given up. */
const TRIES = 3;

/** Flags that are not passed on: the inspector's port is taken, and each process has its own limits. */
const HUB_ONLY_FLAG = /^--(inspect|watch|max-old-space-size|single-threaded-gc|no-incremental-marking)/;
/**
 * Garbage is collected by one thread and all at once. Nobody notices pauses in this process, and doing it in parts
 * beside the work takes a tenth more of the processor: pictures make V8 collect often, and find little.
 */
export const COLLECT_AT_ONCE = ['--single-threaded-gc', '--no-incremental-marking'];

/** Generous: on a small hub at the lowest priority, beside everything else, one frame may take seconds. */
export function visionDefaults(modelsFolder: string): VisionOptions {
  return {
    modelsFolder,
    threads: 2,
    upscale: 'auto',
    idleMs: 60_000,
    maxQueued: 32,
    maxQueuedBytes: 128 * 1024 * 1024,
    maxRssBytes: 700_000_000,
    silenceMs: {
      coarseStats: 60_000,
      detect: 60_000,
      analyse: 60_000,
      thumbnails: 60_000,
      upscale: 120_000,
      highlight: 120_000,
      checkModel: 120_000,
      tryModel: 120_000,
    },
    process: processDefaults(),
    service: serviceDefaults(),
  };
}

function processDefaults(): VisionOptions['process'] {
  return {
    entry: siblingEntry('process-main'),
    flags: [...ownFlags(), ...COLLECT_AT_ONCE],
    // Nothing of the hub's environment, which may hold secrets. Few malloc arenas keep the process small.
    environment: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
    nice: 19,
    heapMegabytes: 192,
    startMs: 60_000,
    graceMs: 3_000,
  };
}

/** It passes messages on and needs little. */
function serviceDefaults(): ServiceProgram {
  return {
    entry: siblingEntry('main'),
    flags: [...ownFlags(), '--max-old-space-size=64'],
    environment: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '1' },
  };
}

function ownFlags(): string[] {
  return process.execArgv.filter((flag) => !HUB_ONLY_FLAG.test(flag));
}

/** An entry next to this room, in TypeScript or as built. */
function siblingEntry(name: string): URL {
  return new URL(`../${name}${extname(import.meta.url)}`, import.meta.url);
}

/** Starts one vision process; rejects as `startChild`, also when the signal aborts before it is ready. */
export type StartVision = (signal: AbortSignal) => Promise<VisionChild>;

/** Starts vision processes as children of this one, with all its rights: for the service, which is confined itself. */
export function startHere(options: VisionOptions, clock: Clock): StartVision {
  const { modelsFolder, threads, upscale, maxRssBytes } = options;
  const args = [JSON.stringify({ modelsFolder, threads, upscale, maxRssBytes })];
  return (signal) => startChild({ ...options.process, args }, clock, signal);
}

/**
 * The hub's handle on the vision process: started when there is work, one task at a time, killed when it hangs,
 * ended when idle. A process that crashes is replaced, and the task tried again alone in the new one.
 */
export function superviseVision(
  options: Pick<VisionOptions, 'idleMs' | 'maxQueued' | 'maxQueuedBytes' | 'silenceMs'>,
  startProcess: StartVision,
  clock: Clock,
  log: Logger,
): Vision {
  const waiting: Job[] = [];
  let child: VisionChild | null = null;
  let starting: AbortController | null = null;
  let working: Promise<void> | null = null;
  let stopped = false;
  let restarts = 0;
  let cancelRest = () => {};
  let ending: Promise<unknown> = Promise.resolve();

  async function work(): Promise<void> {
    cancelRest();
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await perform(job, 1).then(job.resolve, job.reject);
    }
    working = null;
    cancelRest = clock.after(options.idleMs, rest);
  }

  async function perform(job: Job, attempt: number): Promise<unknown> {
    const process = child ?? (await start().catch((error) => failedStart(job, error)));
    if (stopped || job.signal?.aborted) throw cancelled();
    const outcome = await process.perform({ ...job, silenceMs: options.silenceMs[job.task] });
    if (outcome.kind === 'done') return outcome.response;
    if (outcome.kind === 'failed' && job.signal?.aborted) throw cancelled();
    const lost = asLoss(outcome);
    await process.kill();
    if (stopped || job.signal?.aborted) throw cancelled();
    restarts++;
    log.warn({ task: job.task, attempt, reason: lost.code, detail: lost.detail }, 'vision: process lost');
    if (lost.code === 'vision-ended') throw endedFromOutside(lost.detail);
    if (lost.code === 'vision-timeout')
      throw new Refusal(lost.code, `the image takes too long: ${lost.detail}`);
    if (attempt < TRIES) return perform(job, attempt + 1);
    throw new Refusal(lost.code, `the image took the vision process down ${TRIES} times: ${lost.detail}`);
  }

  /** A start that was broken off is no issue. */
  function failedStart({ signal }: Job, error: unknown): never {
    throw stopped || signal?.aborted ? cancelled() : error;
  }

  async function start(): Promise<VisionChild> {
    starting = new AbortController();
    try {
      const started = await startProcess(starting.signal);
      child = started;
      void started.ended.then(() => {
        if (child === started) child = null;
      });
      return started;
    } finally {
      starting = null;
    }
  }

  function rest(): void {
    // A process released earlier may still be ending: the stop waits for all of them.
    if (child) ending = Promise.all([ending, child.end()]);
    child = null;
  }

  function enqueue(job: Job): void {
    const refusal = refusalOf(job);
    if (refusal) {
      job.reject(refusal);
      return;
    }
    waiting.push(job);
    working ??= work();
  }

  function refusalOf({ signal, request }: Job): Refusal | null {
    if (stopped || signal?.aborted) return cancelled();
    const bytes = waiting.reduce((sum, job) => sum + job.request.bytes.byteLength, 0);
    const tooMuch = bytes > 0 && bytes + request.bytes.byteLength > options.maxQueuedBytes;
    if (waiting.length < options.maxQueued && !tooMuch) return null;
    return new Refusal('vision-busy', `${waiting.length} images are waiting already`);
  }

  /** Whoever asked is answered at once; a task in hand frees the process when it stops or is killed. */
  function withdraw(job: Job): void {
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    job.reject(cancelled());
  }

  async function stop(): Promise<void> {
    stopped = true;
    for (const job of waiting.splice(0)) job.reject(cancelled());
    starting?.abort();
    if (working) await child?.kill();
    await working;
    cancelRest();
    rest();
    await ending;
  }

  return {
    run: (task, request, { signal, onProgress } = {}) => {
      let leave = () => {};
      const asked = new Promise<never>((resolve, reject) => {
        const answer = resolve as (response: unknown) => void;
        const job: Job = { task, request, signal, onProgress, resolve: answer, reject };
        leave = () => withdraw(job);
        signal?.addEventListener('abort', leave);
        enqueue(job);
      });
      // A signal may outlive thousands of images; none of them may stay with it.
      return asked.finally(() => signal?.removeEventListener('abort', leave));
    },
    state: () => ({
      process: starting ? 'starting' : child ? 'running' : 'idle',
      queued: waiting.length,
      restarts,
    }),
    stop,
  };
}

/**
 * What went wrong with the process. An answer that was meant, a `Refusal` or a `Fault`, is thrown; an error that
 * nobody meant leaves the process in an unknown state and counts as a crash.
 */
function asLoss(outcome: Exclude<Outcome, { kind: 'done' }>): { code: LossCode; detail: string } {
  if (outcome.kind === 'lost') return outcome;
  const error = revive(outcome.error);
  if (error instanceof Refusal || error instanceof Fault) throw error;
  return { code: 'vision-crashed', detail: error.message };
}

function endedFromOutside(detail: string): Fault {
  return new Fault(
    'vision-ended',
    `the vision process was ended from outside, or kept from its work: ${detail}`,
    'It is tried again. When it happens often, the machine has too little memory or too much to do: dmesg, free, top.',
  );
}

function cancelled(): Refusal {
  return new Refusal('cancelled', 'nobody waits for this image any longer');
}
