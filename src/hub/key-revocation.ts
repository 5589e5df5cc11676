import { type Clock, repeatEvery } from '../core/clock.js';
import type { Logger } from '../core/log.js';
import type { EventLog } from '../store/contract.js';

/** Collaborators of the watch on keys: the stored events and the connections to cut. */
export interface KeyWatchParts {
  store: Pick<EventLog, 'lastEventId' | 'eventsSince' | 'onEvents'>;
  /** Ends the connection that a camera made with a key which is no longer its own. */
  cutOff(camera: string, why: 'removed' | 'rekeyed'): void;
  clock: Clock;
  log: Logger;
}

/** How long a camera may go on whose key another process took away: the command line writes to the same database. */
const LOOK_EVERY_MS = 1000;
const BATCH = 100;

/**
 * Cuts off every camera that is removed or gets a new key: within the commit when this process did it, within a second
 * when the command line did. Returns what ends the watch.
 */
export function watchKeys({ store, cutOff, clock, log }: KeyWatchParts): () => void {
  let last = store.lastEventId();
  function look(): void {
    for (;;) {
      const events = store.eventsSince(last, BATCH);
      for (const { id, type, data } of events) {
        last = id;
        if (type !== 'camera.updated') continue;
        if (data.removed === true) cutOff(data.camera, 'removed');
        else if (data.rekeyed === true) cutOff(data.camera, 'rekeyed');
      }
      if (events.length < BATCH) return;
    }
  }
  const unsubscribe = store.onEvents(look);
  const endLooks = repeatEvery(clock, LOOK_EVERY_MS, look, (error) =>
    log.error({ err: error }, 'keys: looking for removed cameras failed, trying again'),
  );
  return () => {
    unsubscribe();
    endLooks();
  };
}
