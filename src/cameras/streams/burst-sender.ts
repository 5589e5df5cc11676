import { randomBytes } from 'node:crypto';
import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import { crcOf, sha256Of } from '../protocol/checksum.js';
import type { Ack, BurstKey, CameraId, Frame, Manifest, Trigger } from '../protocol/types.js';
import type { TakenPicture } from './recent-pictures.js';

/** Collaborators of the sender of one camera's bursts. */
export interface BurstSenderOptions {
  camera: CameraId;
  /** Way of every frame and manifest, that of cameras on MQTT too. Promises never reject. */
  collector: {
    frame(frame: Frame): Promise<void>;
    manifest(camera: CameraId, manifest: Manifest): Promise<void>;
  };
  clock: Clock;
  log: Logger;
}

/** Bursts that wait in memory for a hub that cannot store: at most 20 MiB. */
const MOST_HELD = 2;
/** After so long a burst that could not be stored is given up, in ms. */
const GIVE_UP_MS = 10 * 60_000;

interface Held {
  burst: BurstKey;
  trigger: Trigger;
  pictures: readonly TakenPicture[];
  durable: Set<number>;
  since: number;
  backoff: Backoff;
  cancel: () => void;
}

/** A name that no burst of any camera had before. */
export function newBurstKey(): BurstKey {
  return randomBytes(12).toString('hex');
}

/**
 * Hands the bursts of a camera by address to the collector as a camera on MQTT does: frames, then the manifest, and
 * again what is not durable, until the burst is closed.
 */
export class BurstSender {
  readonly #options: BurstSenderOptions;
  readonly #held = new Map<BurstKey, Held>();
  #lost = 0;
  #stopped = false;

  constructor(options: BurstSenderOptions) {
    this.#options = options;
  }

  /** Bursts that were given up because the hub could not store them. */
  get lost(): number {
    return this.#lost;
  }

  /** Resolves when everything was handed over once; never rejects. */
  async send(burst: BurstKey, trigger: Trigger, pictures: readonly TakenPicture[]): Promise<void> {
    if (pictures.length === 0) return;
    if (this.#held.size >= MOST_HELD) return this.#lose(burst, 'too many bursts wait already');
    const backoff = new Backoff({ firstMs: 2000, maxMs: 30_000, jitter: 0.25 });
    const since = this.#options.clock.monotonic();
    const held: Held = { burst, trigger, pictures, durable: new Set(), since, backoff, cancel: () => {} };
    this.#held.set(burst, held);
    await this.#try(held);
  }

  /** Takes an acknowledgement of the collector. */
  acknowledged(ack: Ack): void {
    const held = this.#held.get(ack.burst);
    if (!held) return;
    for (const index of ack.durable) held.durable.add(index);
    if (ack.state !== 'closed') return;
    held.cancel();
    this.#held.delete(ack.burst);
  }

  /** Tries nothing again; what is stored by now becomes a photo all the same. */
  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#held.values()) cancel();
    this.#held.clear();
  }

  async #try(held: Held): Promise<void> {
    const { camera, collector, clock } = this.#options;
    const now = clock.now();
    for (const [index, { bytes }] of held.pictures.entries()) {
      if (this.#stopped) return;
      if (held.durable.has(index)) continue;
      const { burst } = held;
      const sums = { crc32: crcOf(bytes), sha256: sha256Of(bytes) };
      await collector.frame({ camera, burst, index, bytes, ...sums, receivedAt: now });
    }
    await collector.manifest(camera, this.#manifestOf(held));
    if (this.#stopped || !this.#held.has(held.burst)) return;
    held.cancel = clock.after(held.backoff.next(), () => void this.#again(held));
  }

  async #again(held: Held): Promise<void> {
    if (this.#options.clock.monotonic() - held.since < GIVE_UP_MS) return this.#try(held);
    this.#held.delete(held.burst);
    this.#lose(held.burst, 'the hub could not store it');
  }

  #manifestOf({ burst, trigger, pictures }: Held): Manifest {
    const now = this.#options.clock.monotonic();
    const frames = pictures.map(({ bytes, at }, index) => ({
      index,
      length: bytes.length,
      crc32: crcOf(bytes),
      ageMs: Math.max(0, Math.round(now - at)),
    }));
    return { burst, trigger, frames };
  }

  #lose(burst: BurstKey, reason: string): void {
    this.#lost += 1;
    this.#options.log.warn({ camera: this.#options.camera, burst, reason }, 'streams: lost a burst');
  }
}
