import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { encodeManifest } from '../protocol/manifest.js';
import { formatTopic } from '../protocol/topics.js';
import type { Ack, CameraId, Trigger } from '../protocol/types.js';
import { type Faults, misfortunes, type Step } from './faults.js';
import { MAX_PENDING, manifestOf, type PendingBurst, retryWait, wantedAgain } from './roll.js';

/** Way out of the simulated camera, and the faults on it. */
export interface BurstsOptions {
  camera: CameraId;
  faults: Faults;
  /** 0..1, exclusive; the same at every run with the same seed. */
  random: () => number;
  clock: Clock;
  send: (topic: string, payload: Uint8Array) => void;
  /** Breaks the connection, as a fault. */
  cut: () => void;
  tell: (line: string) => void;
}

/** Bursts of a simulated camera, each kept and sent until the hub has closed it. */
export class OutgoingBursts {
  readonly #options: BurstsOptions;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #pending = new Map<string, PendingBurst>();
  readonly #counts = { sent: 0, lost: 0, framesLost: 0 };
  #taken = 0;

  constructor(options: BurstsOptions) {
    this.#options = options;
  }

  /** Number of bursts that the hub has not closed yet. */
  get size(): number {
    return this.#pending.size;
  }

  counts(): Readonly<{ sent: number; lost: number; framesLost: number }> {
    return { ...this.#counts };
  }

  stop(): void {
    for (const burst of this.#pending.values()) burst.cancelRetry();
  }

  /** Takes a burst, one picture every `intervalMs`; gives its name at once, and sends it frame by frame. */
  take(trigger: Trigger, pictures: Uint8Array[], intervalMs: number): string {
    const key = `${this.#boot}-${this.#taken++}`;
    const burst: PendingBurst = {
      key,
      trigger,
      frames: [],
      complete: false,
      tries: 0,
      cancelRetry: () => {},
    };
    this.#makeRoom();
    this.#pending.set(key, burst);
    this.#expose(burst, pictures, intervalMs);
    return key;
  }

  /** After a new connection, and when the hub is back: what is not closed is taken up by its manifest. */
  askForAll(): void {
    for (const burst of this.#pending.values()) {
      burst.tries = 0;
      if (burst.complete) this.#sendManifest(burst);
    }
  }

  /** Hears the hub's answer to a burst. */
  acknowledged(key: string, ack: Ack): void {
    const burst = this.#pending.get(key);
    if (!burst || ack.state === 'open') return;
    burst.tries = 0;
    if (ack.state === 'waiting') this.#sendAgain(burst, ack);
    else this.#closed(burst, ack);
  }

  #expose(burst: PendingBurst, pictures: Uint8Array[], intervalMs: number): void {
    const { clock } = this.#options;
    const bytes = pictures[burst.frames.length];
    if (!bytes) {
      burst.complete = true;
      this.#sendManifest(burst);
      return;
    }
    const index = burst.frames.push({ bytes, at: clock.monotonic() }) - 1;
    this.#sendFrames(burst, [{ index, bytes }]);
    burst.cancelRetry = clock.after(intervalMs, () => this.#expose(burst, pictures, intervalMs));
  }

  #sendFrames(burst: PendingBurst, frames: { index: number; bytes: Uint8Array }[]): void {
    const { faults, random, clock } = this.#options;
    for (const step of misfortunes(frames, faults, random)) {
      if (step.afterMs === 0) this.#sendFrame(burst, step);
      else clock.after(step.afterMs, () => this.#sendFrame(burst, step));
    }
  }

  #sendFrame({ key }: PendingBurst, { index, bytes, cut }: Step): void {
    const { camera, send } = this.#options;
    send(formatTopic({ kind: 'frame', camera, burst: key, index }), bytes);
    if (cut) this.#options.cut();
  }

  /** Says what the burst holds, and says it again until the hub has answered. */
  #sendManifest(burst: PendingBurst): void {
    const { camera, clock, random, send } = this.#options;
    const topic = formatTopic({ kind: 'manifest', camera, burst: burst.key });
    send(topic, encodeManifest(manifestOf(burst, clock.monotonic())));
    burst.cancelRetry();
    burst.cancelRetry = clock.after(retryWait(burst.tries++, random), () => this.#sendManifest(burst));
  }

  #sendAgain(burst: PendingBurst, ack: Ack): void {
    const { clock, random } = this.#options;
    burst.cancelRetry();
    burst.cancelRetry = clock.after(retryWait(0, random), () => this.#sendManifest(burst));
    this.#sendFrames(burst, wantedAgain(burst, ack));
  }

  #closed(burst: PendingBurst, ack: Ack): void {
    this.#forget(burst);
    this.#counts.sent++;
    this.#counts.framesLost += ack.missing.length;
    this.#options.tell(`${burst.key} closed: ${ack.durable.length} frames, ${ack.missing.length} lost`);
  }

  #makeRoom(): void {
    const [oldest] = this.#pending.values();
    if (!oldest || this.#pending.size < MAX_PENDING) return;
    this.#forget(oldest);
    this.#counts.lost++;
    this.#counts.framesLost += oldest.frames.length;
    this.#options.tell(`${oldest.key} dropped: no room`);
  }

  #forget(burst: PendingBurst): void {
    burst.cancelRetry();
    this.#pending.delete(burst.key);
  }
}
