import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import type { Clock } from '../../core/clock.js';
import { Fault, messageOf, Refusal } from '../../core/errors.js';
import { RpcClient, ServiceEnded } from '../../core/rpc/client.js';
import { type Ending, type ForkOptions, forkService, processPeer } from '../../core/rpc/peer.js';
import type { Spool, SpooledBytes } from '../../core/spool.js';
import { activityOf, isHeldUp } from './held-up.js';
import { type LossCode, lossOf } from './loss.js';
import type { VisionTask, VisionTasks } from './types.js';

/** How a vision process, a script that calls `serveTasks`, is started and how long the hub waits for it. */
export interface ChildOptions extends ForkOptions {
  /** Its niceness, 0..19; 19 is what the rest of the machine notices least. */
  nice: number;
  /** From the fork to its first word. */
  startMs: number;
  /** From a cancellation, or from being told to end, to the kill. */
  graceMs: number;
}

/**
 * A task for the process. `silenceMs` is the longest time without an answer or a sign of progress. Only a process behind
 * a service takes bytes out of files and puts them there.
 */
export interface Assignment {
  task: VisionTask;
  request: { bytes: Uint8Array | SpooledBytes };
  silenceMs: number;
  signal: AbortSignal | undefined;
  /** File that the bytes of the answer go into; into memory unless given. */
  into?: Spool | undefined;
  onProgress: ((done: number) => void) | undefined;
}

/** One running vision process, with one assignment at a time. */
export interface VisionChild {
  /**
   * Has one assignment done; only one at a time.
   * @throws the `Refusal` or `Fault` of the task, a `Loss` when the process is gone without an answer, or anything for
   * an assignment that was cancelled.
   */
  perform(assignment: Assignment): Promise<unknown>;
  /** Lets it end by itself, or kills it after the grace time. Resolves when it is gone. */
  end(): Promise<void>;
  /** Ends it now. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it is gone, for whatever reason, with what is known of the reason. */
  ended: Promise<Ending>;
}

/** Taken before everything else when the machine runs out of memory. */
const FIRST_TO_GO = '900';

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
  const process = forkService(options);
  process.once('spawn', () => stepBack(process.pid as number, options.nice));
  const child = new Child(process.pid as number, processPeer(process), options.graceMs, clock);
  const giveUp = () => void child.kill();
  signal.addEventListener('abort', giveUp);
  try {
    await child.ready(options.startMs);
    return child;
  } catch (thrown) {
    await child.kill();
    throw new Fault(
      'vision-unavailable',
      `the vision process does not start: ${messageOf(thrown)}`,
      'install the hub again if a module is missing or was built for another machine',
    );
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Done from outside and at once, because threads take over the priority of the thread that starts them. */
function stepBack(pid: number, nice: number): void {
  setPriority(pid, nice);
  writeFile(`/proc/${pid}/oom_score_adj`, FIRST_TO_GO).catch(() => {}); // only Linux has it
}

class Child implements VisionChild {
  readonly #pid: number;
  readonly #clock: Clock;
  readonly #rpc: RpcClient<VisionTasks>;

  constructor(pid: number, peer: ReturnType<typeof processPeer>, graceMs: number, clock: Clock) {
    this.#pid = pid;
    this.#clock = clock;
    this.#rpc = new RpcClient(peer, { clock, graceMs });
  }

  get ended(): Promise<Ending> {
    return this.#rpc.ended;
  }

  ready(withinMs: number): Promise<void> {
    return this.#rpc.ready(withinMs);
  }

  async perform({ task, request, ...limits }: Assignment): Promise<unknown> {
    const begun = { activity: activityOf(this.#pid), at: this.#clock.monotonic() };
    let killed: LossCode | null = null;
    const onSilence = () => {
      const held = isHeldUp(this.#pid, begun.activity, this.#clock.monotonic() - begun.at);
      killed = held ? 'vision-ended' : 'vision-timeout';
    };
    try {
      return await this.#rpc.call(task, request as never, { ...limits, onSilence });
    } catch (error) {
      if (error instanceof ServiceEnded)
        throw lossOf(killed ?? lossBy(error.ending.signal), error.ending.detail);
      if (limits.signal?.aborted || error instanceof Refusal || error instanceof Fault) throw error;
      // An error that nobody meant leaves the process in an unknown state: it is not trusted any longer.
      await this.kill();
      throw lossOf('vision-crashed', messageOf(error));
    }
  }

  end(): Promise<void> {
    return this.#rpc.end();
  }

  kill(): Promise<void> {
    return this.#rpc.kill();
  }
}

function lossBy(signal: NodeJS.Signals | null): LossCode {
  return signal === null || OWN_SIGNALS.has(signal) ? 'vision-crashed' : 'vision-ended';
}
