import { Fault } from '../../core/errors.js';
import type { Store } from '../../store/contract.js';
import type { Probe } from './watchdog.js';

/**
 * Asks for a durable write. A full or read-only disk is an answer too: a restart would not heal it, and a hub that
 * runs can still say what is wrong. A writing thread that has died is none.
 */
export function databaseProbe(store: Pick<Store, 'probe' | 'onFault'>): Probe {
  let dead = false;
  store.onFault(() => {
    dead = true;
  });
  return {
    name: 'the database',
    async ask() {
      try {
        await store.probe();
      } catch (error) {
        if (dead || !(error instanceof Fault)) throw error;
      }
    },
  };
}

/** Sends the hub a message of its own through the broker. */
export function brokerProbe(ingest: { probe(): Promise<void> }): Probe {
  return { name: 'the MQTT broker', ask: () => ingest.probe() };
}
