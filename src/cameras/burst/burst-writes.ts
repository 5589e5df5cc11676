/** Writes of one burst. A write that fails is logged, and answered in a word that its camera understands. */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import type { BurstKey, CameraId, Frame, Manifest, RejectReason } from '../protocol/types.js';
import type { BurstLedger } from './ledger.js';
import type { Rejected, Withheld } from './reducer.js';
import type { ServingClock } from './serving-clock.js';

/** Collaborators of the writes of one burst. */
export interface BurstWritesParts {
  ledger: BurstLedger;
  serving: ServingClock;
  clock: Clock;
  log: Logger;
}

/** Each of these resolves with null once it is on the disk, else with why it is not. */
export class BurstWrites {
  readonly #parts: BurstWritesParts;
  readonly #camera: CameraId;
  readonly #burst: BurstKey;

  constructor(parts: BurstWritesParts, camera: CameraId, burst: BurstKey) {
    this.#parts = parts;
    this.#camera = camera;
    this.#burst = burst;
  }

  frame(frame: Frame): Promise<Withheld | null> {
    return this.#store('burst: storing a frame failed', (ledger) => ledger.saveFrame(frame));
  }

  manifest(manifest: Manifest, dropped: Rejected[]): Promise<Withheld | null> {
    const entry = { camera: this.#camera, manifest, receivedAt: this.#parts.clock.now(), dropped };
    return this.#store('burst: storing a manifest failed', (ledger) => ledger.saveManifest(entry));
  }

  reopen(): Promise<Withheld | null> {
    const entry = { camera: this.#camera, burst: this.#burst };
    return this.#store('burst: reopening failed', (ledger) => ledger.reopenBurst(entry));
  }

  close(how: { by: 'manifest' | 'quiet'; final: boolean; missing: number[] }): Promise<Withheld | null> {
    const entry = { ...how, camera: this.#camera, burst: this.#burst, at: this.#parts.clock.now() };
    return this.#store('burst: closing failed, trying again', (ledger) => ledger.closeBurst(entry));
  }

  /** Counts a refusal; with its burst only when that has, or may have, a row. Never rejects. */
  async count(index: number | null, reason: RejectReason, withBurst: boolean): Promise<void> {
    const { ledger, clock, log } = this.#parts;
    const burst = withBurst ? this.#burst : null;
    const entry = { camera: this.#camera, burst, index, reason, at: clock.now() };
    log.debug({ ...entry, burst: this.#burst }, 'burst: refused a frame');
    await ledger
      .countRejection(entry)
      .catch((error: unknown) => log.warn({ err: error }, 'burst: counting a refusal failed'));
  }

  async #store(failure: string, write: (ledger: BurstLedger) => Promise<void>): Promise<Withheld | null> {
    const { ledger, serving, log } = this.#parts;
    try {
      await serving.store(() => write(ledger));
      return null;
    } catch (error) {
      log.warn({ err: error, camera: this.#camera, burst: this.#burst }, failure);
      return error instanceof Fault && error.code === 'storage-full' ? 'storage-full' : 'hub-busy';
    }
  }
}
