import type { Clock } from '../clock.js';
import { decodeError } from './errors.js';
import type { CallTypes, FromService } from './messages.js';
import type { Ending, Peer } from './peer.js';

/** Rejection of calls to a service that is gone, or goes before it answers. */
export class ServiceEnded extends Error {
  override readonly name = 'ServiceEnded';
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(ending.detail, { cause: ending.cause });
    this.ending = ending;
  }
}

/** Limits of a client, and where its news goes. */
export interface RpcOptions {
  clock: Clock;
  /**
   * Milliseconds from a cancellation, or from being told to end, to the kill. 0 kills at once, without a word; never
   * killed unless given.
   */
  graceMs?: number;
  /** Hears the events of the service. */
  onEvent?: (event: unknown) => void;
}

/** Time limits of one call, and what is told of it before its end. */
export interface CallOptions {
  /** Longest time without an answer or a sign of progress, after which the service is killed; no limit unless given. */
  silenceMs?: number;
  /** Called before the service is killed for its silence. */
  onSilence?: () => void;
  /** Signal that nobody waits any longer. The call still ends with an answer, or with the end of the service. */
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0..1. */
  onProgress?: ((done: number) => void) | undefined;
  /** Memory that moves to the service with the request, where that is a thread. */
  transfer?: readonly ArrayBuffer[];
}

interface Pending {
  hear: (message: Extract<FromService, { id: number }>) => void;
  lose: (ending: Ending) => void;
}

/** A timer that fires this much later than asked says that the hub itself stood still meanwhile. */
const STOOD_STILL = 1.5;

/** Client of one service in another thread or process. Calls may overlap; each is known by its id. */
export class RpcClient<Calls extends CallTypes<Calls>> {
  readonly #peer: Peer;
  readonly #options: RpcOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #ready: Promise<void>;
  #lastId = 0;
  #ending: Ending | null = null;

  constructor(peer: Peer, options: RpcOptions) {
    this.#peer = peer;
    this.#options = options;
    this.#ready = this.#listen();
    // Keeps the rejection handled: not every caller awaits it, and the end is reported elsewhere too.
    this.#ready.catch(() => {});
  }

  /** Resolves when the service is gone, for whatever reason. */
  get ended(): Promise<Ending> {
    return this.#peer.ended;
  }

  /**
   * Resolves when the service can be called.
   * @throws what keeps it from working; `ServiceEnded` when it ends instead, `Error` when it is silent for `withinMs`.
   */
  async ready(withinMs?: number): Promise<void> {
    if (withinMs === undefined) return this.#ready;
    let stopWaiting = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      const giveUp = () => reject(new Error(`silent for ${withinMs} ms`));
      stopWaiting = this.#options.clock.after(withinMs, giveUp);
    });
    await Promise.race([this.#ready, late]).finally(() => stopWaiting());
  }

  /** Resolves with the answer. Rejects with what the handler threw, or with `ServiceEnded`. */
  call<Name extends keyof Calls & string>(
    name: Name,
    request: Calls[Name]['request'],
    options: CallOptions = {},
  ): Promise<Calls[Name]['response']> {
    if (this.#ending) return Promise.reject(new ServiceEnded(this.#ending));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = this.#begin(id, options, resolve, reject);
      this.#peer.send({ kind: 'call', id, name, request }, options.transfer ?? []);
      if (options.signal?.aborted) cancel();
    });
  }

  /** Lets the service end by itself, or kills it after the grace time. Resolves when it is gone. */
  async end(): Promise<void> {
    const { clock, graceMs } = this.#options;
    if (graceMs === 0) return this.kill();
    if (!this.#ending) this.#peer.send({ kind: 'end' }, []);
    const stopWaiting = graceMs === undefined ? () => {} : clock.after(graceMs, () => this.#peer.kill());
    await this.ended;
    stopWaiting();
  }

  /** Ends the service now. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#peer.kill();
    await this.ended;
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#peer.onMessage((message) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'unusable') reject(decodeError(message.error));
        else if (message.kind === 'event') this.#options.onEvent?.(message.event);
        else this.#pending.get(message.id)?.hear(message);
      });
      void this.ended.then((ending) => {
        this.#ending = ending;
        reject(new ServiceEnded(ending));
        for (const { lose } of [...this.#pending.values()]) lose(ending);
      });
    });
  }

  /** Takes note of a call; gives what cancels it. */
  #begin(
    id: number,
    { silenceMs, onSilence, signal, onProgress }: CallOptions,
    resolve: (response: unknown) => void,
    reject: (error: Error) => void,
  ): () => void {
    const { graceMs } = this.#options;
    const silence = new Silence(this.#options.clock, () => {
      onSilence?.();
      this.#peer.kill();
    });
    const cancel = () => {
      if (graceMs === 0) return this.#peer.kill();
      this.#peer.send({ kind: 'cancel', id }, []);
      silence.limit(graceMs);
    };
    // Listeners are removed again: a service outlives thousands of calls and must not collect them.
    const finish = () => {
      silence.end();
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    };
    this.#pending.set(id, {
      hear: (message) => {
        if (message.kind === 'progress') {
          if (!signal?.aborted) silence.limit(silenceMs);
          return onProgress?.(message.done);
        }
        finish();
        if (message.kind === 'done') resolve(message.response);
        else reject(decodeError(message.error));
      },
      lose: (ending) => {
        finish();
        reject(new ServiceEnded(ending));
      },
    });
    signal?.addEventListener('abort', cancel);
    silence.limit(silenceMs);
    return cancel;
  }
}

/** Limit of the time in which nothing is heard, begun anew by each `limit`. Time in which the hub itself stood still does not count. */
class Silence {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #stopWaiting = () => {};

  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  limit(ms: number | undefined): void {
    this.#stopWaiting();
    if (ms === undefined) return;
    const asked = this.#clock.monotonic();
    this.#stopWaiting = this.#clock.after(ms, () => {
      if (this.#clock.monotonic() - asked > STOOD_STILL * ms) this.limit(ms);
      else this.#onOver();
    });
  }

  end(): void {
    this.#stopWaiting();
  }
}
