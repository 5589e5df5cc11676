import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../core/errors.js';
import type { ImageRef } from '../../store/damage.js';
import { decodeError, type WireError } from '../../store/wire.js';
import type { BackupReport, BackupRequest } from './make.js';

/** What the thread can be asked, and what it answers. */
export interface HeavyTasks {
  backup: { request: BackupRequest; answer: BackupReport };
  /** What is wrong with the database of a hub that may run, and with the images in it. */
  check: { request: { file: string }; answer: Checked };
}

/** `damage` is one sentence for each fault of the file; `images` are those that are not what was stored. */
export interface Checked {
  damage: string[];
  images: ImageRef[];
}

export type HeavyTask = keyof HeavyTasks;

export type HeavyMessage =
  | { kind: 'progress'; done: number }
  | { kind: 'done'; answer: unknown }
  | { kind: 'failed'; error: WireError };

/**
 * Does what reads the whole database in a thread of its own that ends with it, so that the hub goes on answering.
 * @throws {Fault | Refusal} what the task throws; `cancelled` when `signal` was aborted meanwhile.
 */
export async function inThread<T extends HeavyTask>(
  task: T,
  request: HeavyTasks[T]['request'],
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<HeavyTasks[T]['answer']> {
  const entry = new URL(`./thread-main${path.extname(import.meta.url)}`, import.meta.url);
  const thread = new Worker(entry, { workerData: { task, request } });
  const ended = once(thread, 'exit');
  let outcome: HeavyMessage | null = null;
  thread.on('message', (message: HeavyMessage) => {
    if (message.kind === 'progress') onProgress?.(message.done);
    else outcome = message;
  });
  const stop = () => void thread.terminate();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  await ended.finally(() => signal?.removeEventListener('abort', stop));
  return answerOf(outcome) as HeavyTasks[T]['answer'];
}

function answerOf(outcome: HeavyMessage | null): unknown {
  if (outcome?.kind === 'done') return outcome.answer;
  if (outcome?.kind === 'failed') throw decodeError(outcome.error);
  throw new Fault(
    'cancelled',
    'the work on the whole database was ended',
    'It begins anew at its next time.',
  );
}
