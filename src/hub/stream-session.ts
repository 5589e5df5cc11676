import type { BurstCollector } from '../cameras/burst/collector.js';
import type { Verb } from '../cameras/protocol/types.js';
import { BurstSender } from '../cameras/streams/burst-sender.js';
import { type AddressRules, checkAddress } from '../cameras/streams/reachable-address.js';
import type { ReadSource } from '../cameras/streams/read-source.js';
import { portOf, type StreamSource } from '../cameras/streams/source.js';
import { StreamCamera } from '../cameras/streams/stream-camera.js';
import { StreamReader } from '../cameras/streams/stream-reader.js';
import type { Clock } from '../core/clock.js';
import { type HealthIssue, Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { cellsOf } from '../imaging/select/motion-grid.js';
import { frameLimitsOf } from '../imaging/vision/frame-limits.js';
import type { Vision } from '../imaging/vision/types.js';
import type { CameraStream } from '../store/cameras.js';
import type { Scenes } from '../store/scene.js';

/** Collaborators that all cameras by address share. */
export interface StreamSessionParts {
  collector: Pick<BurstCollector, 'frame' | 'manifest'>;
  vision: Pick<Vision, 'run'>;
  rules: () => AddressRules;
  /** Places of a camera's picture that are known to be no pet. */
  knownPlaces: Scenes['knownPlaces'];
  read: ReadSource;
  /** Shows a picture to those who watch a camera. */
  show: (camera: string, jpeg: Uint8Array) => void;
  /** Called when pictures of a camera begin to come, and when none come any more. */
  seen: (camera: string, online: boolean) => void;
  clock: Clock;
  log: Logger;
}

/** How long a camera that is paused has for its first picture when somebody wants one, in ms. */
const FIRST_PICTURE_MS = 10_000;

/**
 * One camera by address for as long as its address and settings hold: read, watched for motion, sent as bursts. While it
 * is paused it is not read but for a burst that was begun before, or that somebody asks for.
 */
export class StreamSession {
  readonly camera: StreamCamera;
  readonly sender: BurstSender;
  readonly #parts: StreamSessionParts;
  readonly #id: string;
  readonly #source: StreamSource;
  #reader: StreamReader | null = null;
  #settling: Promise<void> = Promise.resolve();
  #isPaused: boolean;
  #isStopped = false;
  /** Bursts that somebody has asked for in a pause and that have not begun. */
  #captures = 0;
  /** Called when pictures come. */
  readonly #waiting = new Set<() => void>();

  constructor(
    parts: StreamSessionParts,
    id: string,
    source: StreamSource,
    stream: CameraStream,
    isPaused: boolean,
  ) {
    const { collector, vision, knownPlaces, show, clock, log } = parts;
    const limits = frameLimitsOf(null, stream.width * stream.height);
    this.#parts = parts;
    this.#id = id;
    this.#source = source;
    this.#isPaused = isPaused;
    this.sender = new BurstSender({ camera: id, collector, clock, log });
    this.camera = new StreamCamera({
      camera: id,
      settings: stream.settings,
      sender: {
        send: (...burst) => {
          this.#settle();
          return this.sender.send(...burst);
        },
      },
      isWatching: () => !this.#isPaused,
      cellsOf: async (bytes) => (await vision.run('motionCells', { bytes, limits })).cells,
      known: () => cellsOf(knownPlaces(id)),
      show: (jpeg) => show(id, jpeg),
      clock,
      log,
    });
  }

  get reading(): boolean {
    return this.#reader?.reading ?? false;
  }

  start(): void {
    this.#settle();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const go of this.#waiting) go();
    this.#settle();
    await this.#settling;
    this.sender.stop();
  }

  /** Pauses the camera, or ends its pause. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#settle();
  }

  /** Commands the camera as `StreamCamera.command` does. Rejects with a Refusal `camera-offline` as well. */
  async command(verb: Verb, data: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#isPaused && verb === 'capture' ? this.#captureInPause(data) : this.#commandNow(verb, data);
  }

  /** Opens the connection or ends it, as is right by then. */
  #settle(): void {
    this.#settling = this.#settling
      .then(() => this.#openOrEnd())
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error, camera: this.#id }, 'streams: ending a connection failed');
      });
  }

  async #openOrEnd(): Promise<void> {
    const isAsked = this.#captures > 0 || this.camera.isGathering;
    const isWanted = !this.#isStopped && (!this.#isPaused || isAsked);
    if (isWanted) {
      this.#reader ??= this.#startReader();
      return;
    }
    await this.#reader?.stop();
    this.#reader = null;
  }

  #startReader(): StreamReader {
    const { rules, read, seen, clock, log } = this.#parts;
    const source = this.#source;
    const reader = new StreamReader({
      camera: this.#id,
      source,
      read,
      check: () => checkAddress(source.address, portOf(new URL(source.url)), rules()),
      onPicture: (jpeg) => this.camera.take(jpeg),
      onChange: (reading) => {
        if (reading) for (const go of this.#waiting) go();
        else this.camera.lose();
        seen(this.#id, reading);
      },
      clock,
      log,
    });
    reader.start();
    return reader;
  }

  /** Takes the burst that somebody asks for of a camera that is paused: it is read until the burst has been taken. */
  async #captureInPause(data: Record<string, unknown>): Promise<Record<string, unknown>> {
    this.#captures += 1;
    this.#settle();
    try {
      await this.#firstPicture();
      return this.#commandNow('capture', data);
    } finally {
      this.#captures -= 1;
      this.#settle();
    }
  }

  #commandNow(verb: Verb, data: Record<string, unknown>): Record<string, unknown> {
    if (!this.reading) throw new Refusal('camera-offline', 'The camera gives no pictures now.');
    return this.camera.command(verb, data);
  }

  /** Resolves when pictures come, or when none has come in time. */
  #firstPicture(): Promise<void> {
    if (this.reading) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#waiting.delete(end);
        resolve();
      };
      const cancel = this.#parts.clock.after(FIRST_PICTURE_MS, end);
      this.#waiting.add(end);
    });
  }

  /** Health issues of the camera that people call `name`. */
  issues(name: string): HealthIssue[] {
    const about = this.#id;
    const away = this.#isPaused ? null : (this.#reader?.issue ?? null);
    const blind = this.camera.blind;
    return [
      ...(away === null
        ? []
        : [
            {
              code: 'stream-away',
              about,
              text: `${name} gives no pictures since ${timeOf(away.since)}: ${away.text} It is tried again; what it sees meanwhile is lost`,
            },
          ]),
      ...(blind === null
        ? []
        : [
            {
              code: 'stream-blind',
              about,
              text: `no motion is sought in the pictures of ${name} since ${timeOf(blind.since)}: ${blind.text}`,
            },
          ]),
      ...(this.sender.lost === 0
        ? []
        : [
            {
              code: 'stream-bursts-lost',
              about,
              text: `${this.sender.lost} bursts of ${name} were lost, because the hub could not store them: it has no memory of its own. See what else health says of the disk`,
            },
          ]),
    ];
  }
}

const timeOf = (at: number) => new Date(at).toISOString();
