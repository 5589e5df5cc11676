import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Clock } from '../core/clock.js';
import { Fault, Refusal } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import { RpcClient, ServiceEnded } from '../core/rpc/client.js';
import { decodeError } from '../core/rpc/errors.js';
import { type Peer, portPeer, threadPeer } from '../core/rpc/peer.js';
import type { Job } from './commit-group.js';
import { faultOf } from './database.js';
import { type Committed, ownBytes, type WriteCalls } from './wire.js';
import { serveWrites } from './write-service.js';
import type { OperationName, Operations } from './writes/operations.js';

/** Every write as a function. */
export type Writes = {
  [K in OperationName]: (...args: Parameters<Operations[K]>) => Promise<Awaited<ReturnType<Operations[K]>>>;
};

/** Durable writes by the name of their operation. */
export interface Writing {
  /** Resolves after the durable commit. Refusal `hub-busy` when too much is waiting already. */
  run<K extends OperationName>(
    name: K,
    ...args: Parameters<Operations[K]>
  ): Promise<Awaited<ReturnType<Operations[K]>>>;
  /** Finishes what was asked for, then closes the file. */
  close(): Promise<void>;
}

/** The main thread's end of the writing thread. */
export interface WriteClient extends Writing {
  /** Names of everything that can be written, as the writing thread knows them. */
  names(): Promise<readonly OperationName[]>;
}

interface WriteClientOptions {
  clock: Clock;
  /** Called after each commit, before its writes resolve. */
  onEvents: (events: StoredEvent[]) => void;
  /** Called after each commit with why the write-ahead log could not be folded into the file; null when all is well. */
  onCheckpoint?: (fault: Fault | Refusal | null) => void;
  /** Called once if the thread dies. */
  onFault: (fault: Fault) => void;
}

interface Waiting {
  job: Job;
  transfer: ArrayBuffer[];
  bytes: number;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** Jobs in one commit. More would make the first one wait for the last without saving much. */
const GROUP_JOBS = 20;

const MAX_WAITING_JOBS = 1_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/**
 * Starts the writing thread, or with `inline` the same service in this thread.
 * @throws {Fault} when the database cannot be used.
 */
export async function startWriteClient(
  options: WriteClientOptions & { file: string; inline?: boolean },
): Promise<WriteClient> {
  const { file, inline, clock } = options;
  const rpc = new RpcClient<WriteCalls>(inline ? writeHere(file) : startThread(file), { clock });
  await rpc.ready();
  return new WriteQueue(rpc, options);
}

/** Every write of `names`, done by `writer`. */
export function writesBy(writer: Writing, names: readonly OperationName[]): Writes {
  const write = <K extends OperationName>(name: K, args: Parameters<Operations[K]>) =>
    writer.run(name, ...args);
  const entries = names.map((name) => [name, (...args: never) => write(name, args)]);
  return Object.fromEntries(entries) as Writes;
}

/** Client of a writer that is ready. */
export function attachWriter(writer: Peer, options: WriteClientOptions): WriteClient {
  return new WriteQueue(new RpcClient<WriteCalls>(writer, options), options);
}

function startThread(file: string): Peer {
  const entry = new URL(`./writer${path.extname(import.meta.url)}`, import.meta.url);
  return threadPeer(new Worker(entry, { workerData: { file } }));
}

function writeHere(file: string): Peer {
  const { port1, port2 } = new MessageChannel();
  serveWrites(port2, file);
  return portPeer(port1);
}

/** Queue in front of the writer: bounded, and sent in groups that share a commit. One group is under way at a time. */
class WriteQueue implements WriteClient {
  readonly #rpc: RpcClient<WriteCalls>;
  readonly #options: WriteClientOptions;
  readonly #queue: Waiting[] = [];
  #underWay: Waiting[] = [];
  #waitingBytes = 0;
  #ended: Error | null = null;
  #closing: Promise<void> | null = null;
  #onDrained = () => {};

  constructor(rpc: RpcClient<WriteCalls>, options: WriteClientOptions) {
    this.#rpc = rpc;
    this.#options = options;
    void rpc.ended.then((ending) => this.#die(new ServiceEnded(ending)));
  }

  run<K extends OperationName>(
    name: K,
    ...args: Parameters<Operations[K]>
  ): Promise<Awaited<ReturnType<Operations[K]>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const transfer: ArrayBuffer[] = [];
    const at = this.#options.clock.now();
    const job: Job = { name, args: args.map((value) => ownBytes(value, transfer)), at };
    const bytes = transfer.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (this.#queue.length >= MAX_WAITING_JOBS || this.#waitingBytes + bytes > MAX_WAITING_BYTES)
      return Promise.reject(new Refusal('hub-busy', 'too much is waiting to be written'));
    this.#waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, transfer, bytes, resolve, reject });
      // Further writes of this turn go into the same commit.
      queueMicrotask(() => this.#pump());
    });
  }

  names(): Promise<readonly OperationName[]> {
    return this.#rpc.call('names', undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.#ended && this.#queue.length + this.#underWay.length > 0)
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    if (this.#ended) return;
    this.#ended = new Fault('storage-failed', 'the store is closed', 'Start the hub again.');
    await this.#rpc.end();
  }

  #pump(): void {
    if (this.#underWay.length > 0 || this.#ended) return;
    this.#underWay = this.#queue.splice(0, GROUP_JOBS);
    if (this.#underWay.length === 0) this.#onDrained();
    else void this.#commit(this.#underWay);
  }

  async #commit(group: Waiting[]): Promise<void> {
    const transfer = group.flatMap((each) => each.transfer);
    const jobs = group.map(({ job }) => job);
    const committed = await this.#rpc.call('commit', jobs, { transfer }).catch((error) => this.#die(error));
    if (committed) this.#settle(committed);
  }

  #settle({ outcomes, events, checkpoint }: Committed): void {
    const { onEvents, onCheckpoint } = this.#options;
    const group = this.#underWay;
    this.#underWay = [];
    for (const { bytes } of group) this.#waitingBytes -= bytes;
    this.#pump();
    onCheckpoint?.(checkpoint && faultOf(decodeError(checkpoint)));
    if (events.length > 0) onEvents(events);
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome && 'value' in outcome) resolve(outcome.value as never);
      else if (outcome) reject(decodeError(outcome.error));
    }
  }

  /** A writer that has ended, or that met something nobody foresaw, is not used again. */
  #die(cause: Error): void {
    if (this.#ended) return;
    const fault = new Fault(
      'storage-failed',
      'the writing thread has ended unexpectedly',
      'Look at the cause, then start the hub again: what was acknowledged is on disk.',
      { cause },
    );
    this.#ended = fault;
    for (const { reject } of [...this.#underWay.splice(0), ...this.#queue.splice(0)]) reject(fault);
    this.#onDrained();
    void this.#rpc.kill();
    this.#options.onFault(fault);
  }
}
