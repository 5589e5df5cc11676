import { extname } from 'node:path';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { bareEnvironment, inheritedFlags } from '../../core/rpc/peer.js';
import type { Spool, SpooledBytes } from '../../core/spool.js';
import { type ChildOptions, startChild, type VisionChild } from './child.js';
import { isLoss, type Loss } from './loss.js';
import type { Given, ResponseIn, RunOptions, Vision, VisionTask, VisionTasks } from './types.js';

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
  request: { bytes: Uint8Array | SpooledBytes };
  signal: AbortSignal | undefined;
  into: Spool | undefined;
  onProgress: ((done: number) => void) | undefined;
  resolve: (response: unknown) => void;
  reject: (error: unknown) => void;
}

/** A task during which the process ends itself is tried this often, each time in a new one, before it is given up. */
const TRIES = 3;

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
      motionCells: 10_000,
      contents: 60_000,
      appearances: 60_000,
      coarseStats: 60_000,
      detect: 60_000,
      analyse: 60_000,
      thumbnails: 60_000,
      noticePicture: 60_000,
      upscale: 120_000,
      highlight: 120_000,
      film: 120_000,
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
    flags: [...inheritedFlags, ...COLLECT_AT_ONCE],
    environment: bareEnvironment,
    nice: 19,
    heapMegabytes: 192,
    startMs: 60_000,
    graceMs: 3_000,
  };
}

/** It passes messages on and needs little: what a picture took is given back at once, and not kept for the next. */
function serviceDefaults(): ServiceProgram {
  return {
    entry: siblingEntry('main'),
    flags: [...inheritedFlags, '--max-old-space-size=64', '--max-semi-space-size=1'],
    environment: {
      ...bareEnvironment,
      UV_THREADPOOL_SIZE: '1',
      MALLOC_ARENA_MAX: '1',
      MALLOC_MMAP_THRESHOLD_: '32768',
    },
  };
}

/** An entry next to this module, in TypeScript or as built. */
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

/** Limits of a supervisor's queue and patience. */
type SupervisorOptions = Pick<VisionOptions, 'idleMs' | 'maxQueued' | 'maxQueuedBytes' | 'silenceMs'>;

/**
 * The hub's handle on the vision process: started when there is work, one task at a time, killed when it hangs,
 * ended when idle. A process that crashes is replaced, and the task tried again alone in the new one.
 */
export function superviseVision(
  options: SupervisorOptions,
  startProcess: StartVision,
  clock: Clock,
  log: Logger,
): Vision {
  return new Supervisor(options, startProcess, clock, log);
}

class Supervisor implements Vision {
  readonly #options: SupervisorOptions;
  readonly #startProcess: StartVision;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #waiting: Job[] = [];
  #child: VisionChild | null = null;
  #starting: AbortController | null = null;
  #working: Promise<void> | null = null;
  #stopped = false;
  #restarts = 0;
  #cancelRest = () => {};
  #ending: Promise<unknown> = Promise.resolve();

  constructor(options: SupervisorOptions, startProcess: StartVision, clock: Clock, log: Logger) {
    this.#options = options;
    this.#startProcess = startProcess;
    this.#clock = clock;
    this.#log = log;
  }

  run<T extends VisionTask, Into extends Spool | undefined = undefined>(
    task: T,
    request: Given<VisionTasks[T]['request']>,
    { signal, onProgress, into }: RunOptions<Into> = {},
  ): Promise<ResponseIn<T, Into>> {
    let leave = () => {};
    const asked = new Promise<never>((resolve, reject) => {
      const answer = resolve as (response: unknown) => void;
      const job: Job = { task, request, signal, into, onProgress, resolve: answer, reject };
      leave = () => this.#withdraw(job);
      signal?.addEventListener('abort', leave);
      this.#enqueue(job);
    });
    // A signal may outlive thousands of images; none of them may stay with it.
    return asked.finally(() => signal?.removeEventListener('abort', leave));
  }

  state(): ReturnType<Vision['state']> {
    return {
      process: this.#starting ? 'starting' : this.#child ? 'running' : 'idle',
      queued: this.#waiting.length,
      restarts: this.#restarts,
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#waiting.splice(0)) job.reject(cancelled());
    this.#starting?.abort();
    if (this.#working) await this.#child?.kill();
    await this.#working;
    this.#cancelRest();
    this.#rest();
    await this.#ending;
  }

  async #work(): Promise<void> {
    this.#cancelRest();
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      await this.#perform(job, 1).then(job.resolve, job.reject);
    }
    this.#working = null;
    this.#cancelRest = this.#clock.after(this.#options.idleMs, () => this.#rest());
  }

  async #perform(job: Job, attempt: number): Promise<unknown> {
    const process = this.#child ?? (await this.#start().catch((error) => this.#failedStart(job, error)));
    if (this.#isOver(job)) throw cancelled();
    try {
      return await process.perform({ ...job, silenceMs: this.#options.silenceMs[job.task] });
    } catch (error) {
      if (!isLoss(error)) throw job.signal?.aborted ? cancelled() : error;
      await process.kill();
      return this.#tryAgain(job, attempt, error);
    }
  }

  /** The process took its task down with it, or the other way round. */
  #tryAgain(job: Job, attempt: number, loss: Loss): Promise<unknown> {
    if (this.#isOver(job)) throw cancelled();
    this.#restarts++;
    const { code, message } = loss;
    this.#log.warn({ task: job.task, attempt, reason: code, detail: message }, 'vision: process lost');
    if (code !== 'vision-crashed') throw loss;
    if (attempt < TRIES) return this.#perform(job, attempt + 1);
    throw new Refusal(code, `${message} (${TRIES} times)`);
  }

  #isOver({ signal }: Job): boolean {
    return this.#stopped || signal?.aborted === true;
  }

  /** A start that was broken off is no issue. */
  #failedStart(job: Job, error: unknown): never {
    throw this.#isOver(job) ? cancelled() : error;
  }

  async #start(): Promise<VisionChild> {
    this.#starting = new AbortController();
    try {
      const started = await this.#startProcess(this.#starting.signal);
      this.#child = started;
      void started.ended.then(() => {
        if (this.#child === started) this.#child = null;
      });
      return started;
    } finally {
      this.#starting = null;
    }
  }

  #rest(): void {
    // A process released earlier may still be ending: the stop waits for all of them.
    if (this.#child) this.#ending = Promise.all([this.#ending, this.#child.end()]);
    this.#child = null;
  }

  #enqueue(job: Job): void {
    const refusal = this.#refusalOf(job);
    if (refusal) {
      job.reject(refusal);
      return;
    }
    this.#waiting.push(job);
    this.#working ??= this.#work();
  }

  #refusalOf(job: Job): Refusal | null {
    if (this.#isOver(job)) return cancelled();
    const { maxQueued, maxQueuedBytes } = this.#options;
    const bytes = this.#waiting.reduce((sum, waiting) => sum + bytesInMemory(waiting), 0);
    const tooMuch = bytes > 0 && bytes + bytesInMemory(job) > maxQueuedBytes;
    if (this.#waiting.length < maxQueued && !tooMuch) return null;
    return new Refusal('vision-busy', `${this.#waiting.length} images are waiting already`);
  }

  /** Whoever asked is answered at once; a task in hand frees the process when it stops or is killed. */
  #withdraw(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    job.reject(cancelled());
  }
}

function bytesInMemory({ request: { bytes } }: Job): number {
  return bytes instanceof Uint8Array ? bytes.byteLength : 0;
}

function cancelled(): Refusal {
  return new Refusal('cancelled', 'nobody waits for this image any longer');
}
