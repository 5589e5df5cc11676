import { systemClock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { createLog } from '../core/log.js';
import type { Store } from '../store/contract.js';
import { openStore } from '../store/store.js';

/**
 * Opens the database for one command, without a log and without a thread of its own, and closes it whatever becomes of
 * `work`.
 *
 * @throws as `openStore` and `work`.
 */
export async function withStore<T>(
  { dataDirectory: directory }: Pick<Config, 'dataDirectory'>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({ directory, clock: systemClock, log: createLog('silent'), inline: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
