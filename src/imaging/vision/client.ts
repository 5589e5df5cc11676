import type { Duplex } from 'node:stream';
import type { Clock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import { checkFromService } from './answers.js';
import type { Assignment, LossCode, Outcome, VisionChild } from './child.js';
import { type Connection, openConnection } from './connection.js';
import { revive } from './messages.js';
import { type FromService, type Hello, MOST_RESPONSE_BYTES, type ToService } from './service-messages.js';
import { waitAwake } from './wait-awake.js';

/** A stream to a vision service, and the end of what is at its other end. */
export interface Line {
  stream: Duplex;
  /** Resolves with the last words of the service when it is gone: as a process, or as a connection. */
  ended: Promise<string>;
  /** Ends a service that does not end with its connection. */
  kill(): void;
}

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
/** A task that says at every moment that it goes on is ended as well. */
const MOST_PROGRESS = 2_000;

/**
 * Has a vision process started by the service at the other end of `line`, which is closed when `signal` aborts
 * before that.
 *
 * @throws Fault `vision-unavailable` when it ends or stays silent, or the Fault that the service gives.
 */
export async function startBehind(
  line: Line,
  hello: Hello,
  timeouts: VisionTimeouts,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConfinedChild> {
  const client = new Client(line, timeouts, clock);
  const giveUp = () => client.destroy();
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    const reached = await client.begin(hello);
    return { child: client, reached };
  } catch (error) {
    await client.kill();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** One connection to a vision service: one process, one task at a time. */
class Client implements VisionChild {
  readonly ended: VisionChild['ended'];
  readonly #line: Line;
  readonly #timeouts: VisionTimeouts;
  readonly #clock: Clock;
  readonly #connection: Connection;
  #lastId = 0;
  #task: string | null = null;
  #lossCode: LossCode = 'vision-ended';
  #listener: (message: FromService) => void = () => {};
  /** Tells the task in hand that the process is gone. One at a time: reactions of `ended` itself would keep each task. */
  #lose: (detail: string) => void = () => {};
  /** Last words of the process once it is gone. */
  #hasEnded: string | null = null;

  constructor(line: Line, timeouts: VisionTimeouts, clock: Clock) {
    this.#line = line;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#connection = openConnection(line.stream, MOST_RESPONSE_BYTES, (message) =>
      this.#listener(checkFromService(message, this.#task)),
    );
    this.ended = this.#end();
    void this.ended.then(({ detail }) => {
      this.#hasEnded = detail;
      this.#lose(detail);
    });
  }

  /** A service that ends without a word was ended from outside; one that says what cannot be is not believed. */
  async #end() {
    const why = await this.#connection.closed;
    if (why !== '') this.#lossCode = 'vision-crashed';
    const words = await this.#line.ended;
    return { signal: null, detail: [why, words].filter(Boolean).join(', ') || 'the connection was closed' };
  }

  destroy(): void {
    this.#connection.destroy();
  }

  /** Says hello; answers what of the probe is open to the service. */
  async begin(hello: Hello): Promise<string[]> {
    const heard = new Promise<FromService>((resolve) => {
      this.#listener = resolve;
    });
    this.#say(hello);
    let stopWaiting = () => {};
    const silent = new Promise<string>((resolve) => {
      const ms = ALLOWANCE * this.#timeouts.startMs;
      stopWaiting = this.#clock.after(ms, () => resolve(`silent for ${ms} ms`));
    });
    const lost = this.ended.then(({ detail }) => detail);
    const first = await Promise.race([heard, silent, lost]);
    stopWaiting();
    if (typeof first === 'string') throw unavailable(first);
    if (first.kind === 'unavailable') throw revive(first.error);
    if (first.kind !== 'ready') throw unavailable('it spoke before it was asked');
    return first.reached;
  }

  perform({ task, request, silenceMs, signal, onProgress }: Assignment): Promise<Outcome> {
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      let heard = 0;
      let killed: LossCode | null = null;
      const wait = waitAwake(this.#clock, () => {
        killed = 'vision-timeout';
        this.destroy();
      });
      const finish = (outcome: Outcome) => {
        wait.stop();
        this.#listener = () => {};
        this.#lose = () => {};
        this.#task = null;
        signal?.removeEventListener('abort', cancel);
        resolve(outcome);
      };
      const cancel = () => {
        this.#say({ kind: 'cancel', id });
        wait.start(ALLOWANCE * this.#timeouts.graceMs);
      };
      this.#task = task;
      this.#listener = (message) => {
        if (!('id' in message) || message.id !== id) return;
        if (message.kind !== 'progress') return finish(outcomeOf(message));
        if (++heard > MOST_PROGRESS) throw new Error('it says without end that it goes on');
        if (!signal?.aborted) wait.start(ALLOWANCE * silenceMs);
        onProgress?.(message.done);
      };
      signal?.addEventListener('abort', cancel);
      this.#lose = (detail) => finish({ kind: 'lost', code: killed ?? this.#lossCode, detail });
      if (this.#hasEnded !== null) return this.#lose(this.#hasEnded);
      wait.start(ALLOWANCE * silenceMs);
      this.#say({ kind: 'run', id, task, request, silenceMs });
    });
  }

  async end(): Promise<void> {
    this.#say({ kind: 'end' });
    await this.#endWithin();
  }

  /** The service kills the process when the hub ends its half. */
  async kill(): Promise<void> {
    this.#connection.end();
    await this.#endWithin();
  }

  async #endWithin(): Promise<void> {
    const giveUp = this.#clock.after(ALLOWANCE * this.#timeouts.graceMs, () => {
      this.destroy();
      this.#line.kill();
    });
    await this.ended;
    giveUp();
  }

  #say(message: ToService): void {
    this.#connection.send(message);
  }
}

function outcomeOf({ id, ...outcome }: Exclude<Extract<FromService, { id: number }>, { kind: 'progress' }>) {
  return outcome satisfies Outcome;
}

function unavailable(why: string): Fault {
  return new Fault(
    'vision-unavailable',
    `the vision process does not start: ${why}`,
    'install the hub again if a module is missing or was built for another machine; petcam-hub doctor says more',
  );
}
