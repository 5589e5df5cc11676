/** The receiving half of the hub over real sockets: broker, ingest and collector, with the ledger in memory. */
import type { Test } from 'tap';
import { BurstCollector } from '../../src/cameras/burst/collector.js';
import type { BrokerAddress } from '../../src/cameras/mqtt/client.js';
import { Ingest } from '../../src/cameras/mqtt/ingest.js';
import type { Intake } from '../../src/cameras/mqtt/intake.js';
import type { CameraState } from '../../src/cameras/protocol/types.js';
import { type Clock, systemClock } from '../../src/core/clock.js';
import { quiet } from './broker.js';
import { MemoryLedger } from './memory-ledger.js';

/** Waits that are seconds in a home, so that a test sees many of them. */
export function hasty(factor: number): Clock {
  return { ...systemClock, after: (ms, run) => systemClock.after(ms / factor, run) };
}

export class HubSide {
  readonly ledger: MemoryLedger;
  readonly states: CameraState[] = [];
  readonly previews: Uint8Array[] = [];
  readonly closed: string[] = [];
  readonly ingest: Ingest;
  readonly #collector: BurstCollector;
  readonly #intake: Intake;
  readonly #waiting = new Set<() => void>();

  constructor(
    address: BrokerAddress,
    ledger = new MemoryLedger(),
    isAboveShare: () => boolean = () => false,
    quietMs = 60_000,
  ) {
    this.ledger = ledger;
    this.ingest = new Ingest({ address, version: '0.0.0', clock: systemClock, log: quiet });
    this.#collector = new BurstCollector({
      ledger,
      clock: systemClock,
      log: quiet,
      sendAck: (camera, ack) => this.ingest.sendAck(camera, ack),
      onClosed: (camera, burst) => this.#happened(() => this.closed.push(`${camera}/${burst}`)),
      isAboveShare,
      quietMs,
      ackEveryMs: 20,
    });
    this.#intake = {
      knows: () => true,
      frame: (frame) => this.#collector.frame(frame),
      manifest: (camera, manifest) => this.#collector.manifest(camera, manifest),
      rejected: (camera, burst, index, reason) => this.#collector.reject(camera, burst, index, reason),
      state: (_camera, state) => this.#happened(() => this.states.push(state)),
      availability: () => this.#happened(() => {}),
      preview: (_camera, bytes) => this.#happened(() => this.previews.push(bytes)),
      updateWanted: () => {},
      updateEnded: () => {},
    };
  }

  async start(): Promise<void> {
    await this.#collector.start();
    await this.ingest.start(this.#intake);
  }

  async stop(): Promise<void> {
    await this.ingest.stop();
    await this.#collector.stop();
  }

  /** Resolves when `holds` does, looked at after everything that happens. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #happened(note: () => void): void {
    note();
    for (const look of this.#waiting) look();
  }
}

export async function startHubSide(
  t: Test,
  address: BrokerAddress,
  ledger?: MemoryLedger,
  isAboveShare?: () => boolean,
): Promise<HubSide> {
  const side = new HubSide(address, ledger, isAboveShare);
  t.teardown(() => side.stop());
  await side.start();
  return side;
}
