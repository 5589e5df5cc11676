import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import { RpcClient, ServiceEnded } from '../../core/rpc/client.js';
import { threadPeer } from '../../core/rpc/peer.js';
import type { ImageRef } from '../../store/damage.js';
import type { BackupReport, BackupRequest } from './make.js';

/** Calls of the thread that reads the whole database. */
export interface HeavyTasks {
  backup: { request: BackupRequest; response: BackupReport };
  /** Looks for what is wrong with the database of a hub that may run, and with the images in it. */
  check: { request: { file: string }; response: Checked };
}

/** `damage` is one sentence for each fault of the file; `images` are those that are not what was stored. */
export interface Checked {
  damage: string[];
  images: ImageRef[];
}

/**
 * Does what reads the whole database in a thread of its own that ends with it, so that the hub goes on answering.
 * @throws {Fault | Refusal} what the task throws; `cancelled` when `signal` was aborted meanwhile.
 */
export async function inThread<T extends keyof HeavyTasks>(
  task: T,
  request: HeavyTasks[T]['request'],
  options: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<HeavyTasks[T]['response']> {
  const entry = new URL(`./thread-main${path.extname(import.meta.url)}`, import.meta.url);
  // A thread has nothing to put in order: what it wrote has no name yet. It is ended at once, in real time.
  const thread = new RpcClient<HeavyTasks>(threadPeer(new Worker(entry)), {
    clock: systemClock,
    graceMs: 0,
  });
  try {
    return await thread.call(task, request, options);
  } catch (error) {
    throw error instanceof ServiceEnded ? cancelled(error) : error;
  } finally {
    await thread.kill();
  }
}

function cancelled(cause: ServiceEnded): Fault {
  return new Fault(
    'cancelled',
    'the work on the whole database was ended',
    'It begins anew at its next time.',
    { cause },
  );
}
