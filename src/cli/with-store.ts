import { systemClock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { createLog } from '../core/log.js';
import type { Store } from '../store/contract.js';
import { openStore } from '../store/store.js';

/**
 * Opens the database for one command, without a log and without a thread of its own, and closes it whatever becomes of
 * `work`. `anew` makes an empty one also where a hub was before.
 *
 * @throws as `openStore` and `work`.
 */
export async function withStore<T>(
  { dataDirectory: directory, stateDirectory }: Pick<Config, 'dataDirectory' | 'stateDirectory'>,
  work: (store: Store) => Promise<T>,
  { anew = false }: { anew?: boolean } = {},
): Promise<T> {
  const log = createLog('silent');
  const store = await openStore({ directory, stateDirectory, anew, clock: systemClock, log, inline: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
