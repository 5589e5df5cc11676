/**
 * The delivering half of a camera, written from docs/PROTOCOL.md alone, with time as a parameter: "A burst, step by
 * step", "Which frames to send, and when", "When the hub cannot take a burst". Nothing of src/ but the clock is used.
 */
import { crc32 } from 'node:zlib';
import type { Clock } from '../../src/core/clock.js';

interface Ack {
  burst: string;
  state: 'open' | 'waiting' | 'closed';
  durable: number[];
  missing: number[];
  rejected: { index: number; reason: string }[];
}

interface Kept {
  name: string;
  frames: Buffer[];
  takenAt: number;
  /** Frames to be sent as soon as there is room. */
  wanted: Set<number>;
  /** Frames that the hub takes only when the pause is over. */
  putOff: Set<number>;
  flying: Set<number>;
  manifestDue: boolean;
  /** How many frames the hub missed when it last answered a manifest. */
  missed: number;
  /** How often it asked without getting further. */
  rounds: number;
  pauses: number;
  cancelPause: () => void;
}

export interface ProtocolCameraOptions {
  camera: string;
  clock: Clock;
  /** Resolves with the PUBACK; rejects, or never resolves, when there is no connection. */
  publish(topic: string, payload: Buffer): Promise<void>;
  /** Bursts that fit its memory. */
  memory?: number;
  /** Bursts under way at once. */
  window?: number;
}

const FRAMES_IN_FLIGHT = 2;
const ROUNDS_AT_ONCE = 3;
const FIRST_PAUSE_MS = 5_000;
const LAST_PAUSE_MS = 60_000;
/** The random part of a pause, at its worst. */
const JITTER = 1.25;

const putsOff = ({ reason }: { reason: string }) => reason === 'hub-busy' || reason === 'storage-full';

export class ProtocolCamera {
  /** Bursts of which every frame is with the hub, in the order they were delivered. */
  readonly delivered: string[] = [];
  /** `burst/index` of every frame that was given up, and why. */
  readonly lost: string[] = [];
  readonly #options: ProtocolCameraOptions;
  /** The oldest first. */
  readonly #kept = new Map<string, Kept>();
  #connected = false;

  constructor(options: ProtocolCameraOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#kept.size;
  }

  connect(): void {
    this.#connected = true;
    for (const burst of this.#kept.values()) this.#takeUp(burst);
    this.#send();
  }

  disconnect(): void {
    this.#connected = false;
    for (const burst of this.#kept.values()) {
      burst.cancelPause();
      for (const index of burst.flying) burst.wanted.add(index);
      burst.flying.clear();
    }
  }

  /** Takes a burst; it is sent at once, frames first. */
  capture(name: string, frames: Buffer[]): void {
    const { memory = 16, clock } = this.#options;
    const [oldest] = this.#kept.values();
    if (oldest && this.#kept.size >= memory) this.#forget(oldest, 'no memory');
    this.#kept.set(name, {
      name,
      frames,
      takenAt: clock.monotonic(),
      wanted: new Set(frames.keys()),
      putOff: new Set(),
      flying: new Set(),
      manifestDue: true,
      missed: 0,
      rounds: 0,
      pauses: 0,
      cancelPause: () => {},
    });
    this.#send();
  }

  /** An acknowledgement of the hub. */
  hear(payload: Buffer): void {
    const ack = JSON.parse(payload.toString()) as Ack;
    const burst = this.#kept.get(ack.burst);
    if (!burst || ack.state === 'open') return;
    if (ack.state === 'closed') this.#closed(burst, ack);
    else this.#asked(burst, ack);
    this.#send();
  }

  #takeUp(burst: Kept): void {
    burst.wanted.clear();
    burst.putOff.clear();
    burst.manifestDue = true;
    burst.pauses = 0;
    burst.rounds = 0;
  }

  #closed(burst: Kept, { durable }: Ack): void {
    const gone = [...burst.frames.keys()].filter((index) => !durable.includes(index));
    for (const index of gone) this.lost.push(`${burst.name}/${index}: closed`);
    if (gone.length === 0) this.delivered.push(burst.name);
    burst.cancelPause();
    this.#kept.delete(burst.name);
  }

  #asked(burst: Kept, { missing, rejected }: Ack): void {
    const further = burst.missed === 0 || missing.length < burst.missed;
    burst.missed = missing.length;
    burst.rounds = further ? 0 : burst.rounds + 1;
    if (further) {
      burst.pauses = 0;
      this.#pause(burst);
    }
    const later = new Set(rejected.filter(putsOff).map(({ index }) => index));
    for (const index of missing.filter((missed) => !burst.flying.has(missed))) {
      const isLater = later.has(index) || burst.rounds >= ROUNDS_AT_ONCE;
      (isLater ? burst.putOff : burst.wanted).add(index);
      (isLater ? burst.wanted : burst.putOff).delete(index);
    }
  }

  /** Sends what comes next, the oldest burst first. */
  #send(): void {
    const { window = 4 } = this.#options;
    for (const burst of [...this.#kept.values()].slice(0, window)) {
      for (const index of burst.wanted) {
        if (!this.#connected || this.#flying() >= FRAMES_IN_FLIGHT) return;
        this.#sendFrame(burst, index);
      }
      if (this.#connected && burst.manifestDue) this.#sendManifest(burst);
    }
  }

  #flying(): number {
    return [...this.#kept.values()].reduce((sum, { flying }) => sum + flying.size, 0);
  }

  #sendFrame(burst: Kept, index: number): void {
    burst.wanted.delete(index);
    burst.flying.add(index);
    const topic = `petcam/${this.#options.camera}/burst/${burst.name}/frame/${index}`;
    this.#options.publish(topic, burst.frames[index] as Buffer).then(
      () => {
        burst.flying.delete(index);
        this.#send();
      },
      () => {},
    );
  }

  #sendManifest(burst: Kept): void {
    burst.manifestDue = false;
    const age = Math.round(this.#options.clock.monotonic() - burst.takenAt);
    const frames = burst.frames.map((bytes, index) => ({
      index,
      length: bytes.length,
      crc32: crc32(bytes),
      ageMs: age,
    }));
    const manifest = { v: 1, burst: burst.name, trigger: 'motion', count: frames.length, frames };
    const topic = `petcam/${this.#options.camera}/burst/${burst.name}/manifest`;
    this.#options.publish(topic, Buffer.from(JSON.stringify(manifest))).catch(() => {});
    this.#pause(burst);
  }

  #pause(burst: Kept): void {
    burst.cancelPause();
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** burst.pauses++, LAST_PAUSE_MS) * JITTER;
    burst.cancelPause = this.#options.clock.after(ms, () => {
      for (const index of burst.putOff) burst.wanted.add(index);
      burst.putOff.clear();
      burst.manifestDue = true;
      this.#pause(burst);
      this.#send();
    });
  }

  #forget(burst: Kept, why: string): void {
    burst.cancelPause();
    this.#kept.delete(burst.name);
    for (const index of burst.frames.keys()) this.lost.push(`${burst.name}/${index}: ${why}`);
  }
}
