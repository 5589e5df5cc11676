import type { Clock } from '../../core/clock.js';
import { Fault, messageOf, Refusal } from '../../core/errors.js';
import { RpcClient, ServiceEnded } from '../../core/rpc/client.js';
import type { Line } from '../../core/rpc/confined.js';
import type { Ending } from '../../core/rpc/peer.js';
import { Spool, SpooledBytes } from '../../core/spool.js';
import type { Assignment, VisionChild } from './child.js';
import { type LossCode, lossOf } from './loss.js';
import type { ServiceCalls, StartRequest } from './service-calls.js';
import { ServicePeer } from './service-peer.js';

/** How patient the hub is with a vision service, in milliseconds. */
export interface VisionTimeouts {
  startMs: number;
  graceMs: number;
}

/** A vision process behind a service, and what of the probe is open to it. */
export interface ConfinedChild {
  child: VisionChild;
  reached: string[];
}

/** The service itself keeps the times; the hub allows it more, and ends it when it is silent all the same. */
const ALLOWANCE = 2;

/**
 * Has a vision process started by the service at the other end of `line`, which is closed when `signal` aborts
 * before that.
 *
 * @throws Fault `vision-unavailable` when it ends or stays silent, or the Fault that the service gives.
 */
export async function startBehind(
  line: Line,
  request: StartRequest,
  timeouts: VisionTimeouts,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConfinedChild> {
  const child = new ServedChild(line, timeouts, clock);
  const giveUp = () => void child.kill();
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return { child, reached: await child.start(request, ALLOWANCE * timeouts.startMs) };
  } catch (error) {
    await child.kill();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** One connection to a vision service: one process, one task at a time. */
class ServedChild implements VisionChild {
  readonly #peer: ServicePeer;
  readonly #rpc: RpcClient<ServiceCalls>;

  constructor(line: Line, timeouts: VisionTimeouts, clock: Clock) {
    const graceMs = ALLOWANCE * timeouts.graceMs;
    this.#peer = new ServicePeer(line, clock, graceMs);
    this.#rpc = new RpcClient(this.#peer, { clock, graceMs });
  }

  get ended(): Promise<Ending> {
    return this.#rpc.ended;
  }

  /** Says what to start; answers what of the probe is open to the service. */
  async start(request: StartRequest, silenceMs: number): Promise<string[]> {
    let silent: string | null = null;
    const onSilence = () => {
      silent = `silent for ${silenceMs} ms`;
    };
    try {
      const { reached } = await this.#rpc.call('start', request, { silenceMs, onSilence });
      return reached;
    } catch (error) {
      throw error instanceof Fault ? error : unavailable(silent ?? messageOf(error));
    }
  }

  /** The files stay for as long as they are read or written, whoever lets go of them meanwhile. */
  async perform(assignment: Assignment): Promise<unknown> {
    const { request, into } = assignment;
    const files = [request.bytes, into].filter((one) => one instanceof SpooledBytes || one instanceof Spool);
    for (const file of files) file.hold();
    this.#peer.into = into ?? null;
    try {
      return await this.#ask(assignment);
    } finally {
      this.#peer.into = null;
      for (const file of files) await file.release();
    }
  }

  async #ask({ task, request, silenceMs, signal, onProgress }: Assignment): Promise<unknown> {
    let isKilled = false;
    const onSilence = () => {
      isKilled = true;
    };
    const limits = { silenceMs: ALLOWANCE * silenceMs, onSilence, signal, onProgress };
    try {
      return await this.#rpc.call(task, { request: request as never, silenceMs }, limits);
    } catch (error) {
      if (error instanceof ServiceEnded && isOwn(error.ending.cause)) throw error.ending.cause;
      if (error instanceof ServiceEnded)
        throw lossOf(isKilled ? 'vision-timeout' : lossBy(error.ending), error.ending.detail);
      if (signal?.aborted || error instanceof Refusal || error instanceof Fault) throw error;
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

/** True for what the hub's own disk said: the connection ended in the middle of a file. */
function isOwn(cause: unknown): boolean {
  return cause instanceof Refusal || cause instanceof Fault;
}

/** A service that ends without a word was ended from outside; one that says what cannot be is not believed. */
function lossBy({ cause }: Ending): LossCode {
  return cause === undefined ? 'vision-ended' : 'vision-crashed';
}

function unavailable(why: string): Fault {
  return new Fault(
    'vision-unavailable',
    `the vision process does not start: ${why}`,
    'install the hub again if a module is missing or was built for another machine; petcam-hub doctor says more',
  );
}
