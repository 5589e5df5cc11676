import { type EventEmitter, once } from 'node:events';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Clock } from '../core/clock.js';
import { Fault, Refusal } from '../core/errors.js';
import type { Job } from './commit-group.js';
import type { StoredEvent } from './types.js';
import { decodeError, ownBytes, type Reply, type Request } from './wire.js';
import { serveWrites } from './write-service.js';
import type { OperationName, Operations } from './writes/operations.js';

/** The main thread's end of the writing thread. */
export interface WriteClient {
  /** Resolves after the durable commit. Refusal `hub-busy` when too much is waiting already. */
  run<K extends OperationName>(
    name: K,
    ...args: Parameters<Operations[K]>
  ): Promise<Awaited<ReturnType<Operations[K]>>>;
  /** Finishes what was asked for, then closes the file. */
  close(): Promise<void>;
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

/** The near end of whatever writes: a thread, or a port within this one. */
type WriterEnd = EventEmitter & { postMessage(request: Request, transfer?: readonly ArrayBuffer[]): void };

/**
 * Starts the writing thread, or with `inline` the same service in this thread.
 * @throws {Fault} when the database cannot be used.
 */
export async function startWriteClient(
  options: WriteClientOptions & { file: string; inline?: boolean },
): Promise<WriteClient> {
  const end = options.inline ? writeHere(options.file) : startThread(options.file);
  const [reply] = (await once(end, 'message')) as [Reply];
  if (reply.type === 'unusable') throw decodeError(reply.error);
  return attachWriter(end, options);
}

function startThread(file: string): Worker {
  const entry = new URL(`./writer${path.extname(import.meta.url)}`, import.meta.url);
  return new Worker(entry, { workerData: { file } });
}

function writeHere(file: string): WriterEnd {
  const { port1, port2 } = new MessageChannel();
  serveWrites(port2, file);
  // Node's ports are emitters, though their type does not say so.
  return port1 as unknown as WriterEnd;
}

/** Speaks to a writer that has said it is ready. */
export function attachWriter(
  writer: WriterEnd,
  { clock, onEvents, onFault, onCheckpoint = () => {} }: WriteClientOptions,
): WriteClient {
  const over = once(writer, writer instanceof Worker ? 'exit' : 'close');
  const queue: Waiting[] = [];
  let underWay: Waiting[] = [];
  let waitingBytes = 0;
  let ended: Error | null = null;
  let closing: Promise<void> | null = null;
  let drained = () => {};

  function pump(): void {
    if (underWay.length > 0 || ended) return;
    underWay = queue.splice(0, GROUP_JOBS);
    if (underWay.length === 0) drained();
    else send(underWay);
  }

  function send(group: Waiting[]): void {
    const request: Request = group.map(({ job }) => job);
    writer.postMessage(
      request,
      group.flatMap(({ transfer }) => transfer),
    );
  }

  function settle(reply: Extract<Reply, { type: 'committed' }>): void {
    const group = underWay;
    underWay = [];
    for (const { bytes } of group) waitingBytes -= bytes;
    pump();
    onCheckpoint(reply.checkpoint && decodeError(reply.checkpoint));
    if (reply.events.length > 0) onEvents(reply.events);
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = reply.outcomes[index];
      if (outcome && 'value' in outcome) resolve(outcome.value as never);
      else if (outcome) reject(decodeError(outcome.error));
    }
  }

  function die(cause: unknown): void {
    if (ended) return;
    const fault = new Fault(
      'storage-failed',
      'the writing thread has ended unexpectedly',
      'Look at the cause, then start the hub again: what was acknowledged is on disk.',
      { cause },
    );
    ended = fault;
    for (const { reject } of [...underWay.splice(0), ...queue.splice(0)]) reject(fault);
    drained();
    onFault(fault);
  }

  function enqueue(name: OperationName, args: unknown[]): Promise<never> {
    if (ended) return Promise.reject(ended);
    const transfer: ArrayBuffer[] = [];
    const job: Job = { name, args: args.map((value) => ownBytes(value, transfer)), at: clock.now() };
    const bytes = transfer.reduce((sum, buffer) => sum + buffer.byteLength, 0);
    if (queue.length >= MAX_WAITING_JOBS || waitingBytes + bytes > MAX_WAITING_BYTES)
      return Promise.reject(new Refusal('hub-busy', 'too much is waiting to be written'));
    waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      queue.push({ job, transfer, bytes, resolve, reject });
      // What the rest of this turn asks for goes into the same commit.
      queueMicrotask(pump);
    });
  }

  async function close(): Promise<void> {
    if (!ended && queue.length + underWay.length > 0)
      await new Promise<void>((resolve) => {
        drained = resolve;
      });
    if (ended) return;
    ended = new Fault('storage-failed', 'the store is closed', 'Start the hub again.');
    writer.postMessage(null);
    await over;
  }

  writer.on('message', settle);
  over.then(([code]) => die(new Error(`exit code ${code}`)), die);
  return {
    run: (name, ...args) => enqueue(name, args),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
