/** Word from the command line to the running hub that there is something to send again. */

import { randomUUID } from 'node:crypto';
import { type Clock, repeatEvery } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { Accounts } from '../../store/accounts.js';

/** Setting with the random name of the last repair. */
const REPAIRED_SETTING = 'sync repaired';

/** Milliseconds until the running hub hears of it: the command line writes to the same database. */
export const LOOK_EVERY_MS = 5_000;

/** Notes that objects were marked as due again. */
export const noteRepair = (store: Pick<Accounts, 'setSetting'>) =>
  store.setSetting(REPAIRED_SETTING, randomUUID());

/** Collaborators of the watch on repairs. */
export interface RepairWatchParts {
  store: Pick<Accounts, 'setting'>;
  wake: () => void;
  clock: Clock;
  log: Logger;
}

/** Calls `wake` after each repair. Returns what ends the watch. */
export function watchRepairs({ store, wake, clock, log }: RepairWatchParts): () => void {
  let last = store.setting(REPAIRED_SETTING);
  function look(): void {
    const now = store.setting(REPAIRED_SETTING);
    if (now !== last) wake();
    last = now;
  }
  return repeatEvery(clock, LOOK_EVERY_MS, look, (error) =>
    log.error({ reason: messageOf(error) }, 'sync: looking for a repair failed, trying again'),
  );
}
