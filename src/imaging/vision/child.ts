import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import { activityOf, isHeldUp } from './held-up.js';
import type { CarriedError, FromProcess, ToProcess } from './messages.js';
import { waitAwake } from './wait-awake.js';

/** How a vision process is started and how long the hub waits for it. */
export interface ChildOptions {
  /** The script to run: a process entry that calls `serve`. */
  entry: URL;
  args: readonly string[];
  /** Flags of Node itself. */
  flags: readonly string[];
  /** All of the environment that it gets. */
  environment: Readonly<Record<string, string>>;
  /** Its niceness, 0..19; 19 is what the rest of the machine notices least. */
  nice: number;
  /** Limit of its JavaScript heap; pixels and models live outside it. */
  heapMegabytes: number;
  /** From the fork to its first word. */
  startMs: number;
  /** From a cancellation, or from being told to end, to the kill. */
  graceMs: number;
}

/** A task for the process. `silenceMs` is the longest time without an answer or a sign of progress. */
export interface Assignment {
  task: string;
  request: unknown;
  silenceMs: number;
  signal: AbortSignal | undefined;
  onProgress: ((done: number) => void) | undefined;
}

/**
 * Why a process is gone without an answer. `vision-crashed`: it ended itself. `vision-timeout`: it was killed because
 * its work took too long. `vision-ended`: somebody else ended it, or the machine kept it from its work.
 */
export type LossCode = 'vision-crashed' | 'vision-timeout' | 'vision-ended';

/** How one assignment ended. `lost`: the process is gone without an answer. */
export type Outcome =
  | { kind: 'done'; response: unknown }
  | { kind: 'failed'; error: CarriedError }
  | { kind: 'lost'; code: LossCode; detail: string };

/** How a process ended: the signal that ended it, if one did, and a sentence with its last words. */
export interface Ending {
  signal: NodeJS.Signals | null;
  detail: string;
}

/** One running vision process, with one assignment at a time. */
export interface VisionChild {
  /** Has one assignment done; never rejects. Only one at a time. */
  perform(assignment: Assignment): Promise<Outcome>;
  /** Lets it end by itself, or kills it after the grace time. Resolves when it is gone. */
  end(): Promise<void>;
  /** Ends it now. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it is gone, for whatever reason, with what is known of the reason. */
  ended: Promise<Ending>;
}

/** Taken before everything else when the machine runs out of memory. */
const FIRST_TO_GO = '900';
const LAST_WORDS = 2000;

/** Signals that a process brings upon itself; any other was sent by somebody. */
const OWN_SIGNALS = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS']);

/**
 * Starts a vision process with a priority, an environment and a heap of its own. It is killed at once when `signal`
 * aborts before it is ready.
 *
 * @throws Fault `vision-unavailable` when it ends or stays silent instead of getting ready, with its last words.
 */
export async function startChild(
  options: ChildOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<VisionChild> {
  const child = spawnEntry(options);
  const ended = endOf(child);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const giveUp = () => child.kill('SIGKILL');
  signal.addEventListener('abort', giveUp);
  const end = ended.then(({ detail }) => detail);
  const failure = await Promise.race([end, firstWord(child, options.startMs, clock)]);
  signal.removeEventListener('abort', giveUp);
  if (failure !== null) {
    await kill();
    throw new Fault(
      'vision-unavailable',
      `the vision process does not start: ${failure}`,
      'install the hub again if a module is missing or was built for another machine',
    );
  }
  return {
    ended,
    kill,
    perform: createPerformer(child, ended, options.graceMs, clock),
    end: async () => {
      say(child, { kind: 'end' });
      const giveUp = clock.after(options.graceMs, () => child.kill('SIGKILL'));
      await ended;
      giveUp();
    },
  };
}

function spawnEntry(options: ChildOptions): ChildProcess {
  const { flags, heapMegabytes } = options;
  const child = fork(fileURLToPath(options.entry), [...options.args], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: options.environment,
    execArgv: [...flags, `--max-old-space-size=${heapMegabytes}`],
  });
  child.once('spawn', () => stepBack(child.pid as number, options.nice));
  return child;
}

/** Done from outside and at once, because threads take over the priority of the thread that starts them. */
function stepBack(pid: number, nice: number): void {
  setPriority(pid, nice);
  writeFile(`/proc/${pid}/oom_score_adj`, FIRST_TO_GO).catch(() => {}); // only Linux has it
}

/** Resolves with null when the process has said something, or with the complaint that it has not. */
function firstWord(child: ChildProcess, ms: number, clock: Clock): Promise<string | null> {
  return new Promise((resolve) => {
    const stopWaiting = clock.after(ms, () => resolve(`silent for ${ms} ms`));
    child.once('message', () => {
      stopWaiting();
      resolve(null);
    });
  });
}

/** After `close` and not after `exit`: by then everything that the process said has been heard. */
function endOf(child: ChildProcess): Promise<Ending> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ signal: null, detail: error.message }));
    child.once('close', (code, signal) => {
      const how = signal ? `killed by ${signal}` : `exit code ${code}`;
      resolve({ signal, detail: [how, reasonIn(words)].filter(Boolean).join(', ') });
    });
  });
}

/** The line of a stack trace or warning that a person wants to read. */
export function reasonIn(words: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? lines.findLast((line) => line !== '') ?? '';
}

function createPerformer(child: ChildProcess, ended: Promise<Ending>, graceMs: number, clock: Clock) {
  const pid = child.pid as number;
  let lastId = 0;

  return ({ task, request, silenceMs, signal, onProgress }: Assignment): Promise<Outcome> =>
    new Promise((resolve) => {
      const id = ++lastId;
      const begun = { activity: activityOf(pid), at: clock.monotonic() };
      let killed: LossCode | null = null;

      const wait = waitAwake(clock, () => {
        const held = isHeldUp(pid, begun.activity, clock.monotonic() - begun.at);
        killed = held ? 'vision-ended' : 'vision-timeout';
        child.kill('SIGKILL');
      });
      const hear = (message: Exclude<FromProcess, { kind: 'ready' }>) => {
        if (message.id !== id) return;
        if (message.kind !== 'progress') return finish(outcomeOf(message));
        if (!signal?.aborted) wait.start(silenceMs);
        onProgress?.(message.done);
      };
      const cancel = () => {
        say(child, { kind: 'cancel', id });
        wait.start(graceMs);
      };
      const lose = async () => {
        const { signal: by, detail } = await ended;
        finish({ kind: 'lost', code: killed ?? lossBy(by), detail });
      };
      // Listeners are removed again: the process outlives thousands of images and must not collect them.
      const finish = (outcome: Outcome) => {
        wait.stop();
        child.off('message', hear);
        child.off('close', lose);
        signal?.removeEventListener('abort', cancel);
        resolve(outcome);
      };

      child.on('message', hear);
      signal?.addEventListener('abort', cancel);
      child.once('close', lose);
      wait.start(silenceMs);
      say(child, { kind: 'run', id, task, request });
    });
}

function lossBy(signal: NodeJS.Signals | null): LossCode {
  return signal === null || OWN_SIGNALS.has(signal) ? 'vision-crashed' : 'vision-ended';
}

function outcomeOf(message: Extract<FromProcess, { kind: 'done' | 'failed' }>): Outcome {
  return message.kind === 'done'
    ? { kind: 'done', response: message.response }
    : { kind: 'failed', error: message.error };
}

/** A process that cannot hear any more is known by its end, so the error here says nothing new. */
function say(child: ChildProcess, message: ToProcess): void {
  child.send(message, () => {});
}
