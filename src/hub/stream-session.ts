import type { BurstCollector } from '../cameras/burst/collector.js';
import { BurstSender } from '../cameras/streams/burst-sender.js';
import { type AddressRules, checkAddress } from '../cameras/streams/reachable-address.js';
import type { ReadSource } from '../cameras/streams/read-source.js';
import { portOf, type StreamSource } from '../cameras/streams/source.js';
import { StreamCamera } from '../cameras/streams/stream-camera.js';
import { StreamReader } from '../cameras/streams/stream-reader.js';
import type { Clock } from '../core/clock.js';
import type { HealthIssue } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { cellsOf } from '../imaging/select/motion-grid.js';
import { frameLimitsOf } from '../imaging/vision/frame-limits.js';
import type { Vision } from '../imaging/vision/types.js';
import type { Scenes } from '../store/scene.js';
import type { CameraStream } from '../store/types.js';

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

/** One camera by address for as long as its address and settings hold: read, watched for motion, sent as bursts. */
export class StreamSession {
  readonly camera: StreamCamera;
  readonly sender: BurstSender;
  readonly #reader: StreamReader;
  readonly #id: string;

  constructor(parts: StreamSessionParts, id: string, source: StreamSource, stream: CameraStream) {
    const { collector, vision, rules, read, knownPlaces, show, seen, clock, log } = parts;
    const limits = frameLimitsOf(null, stream.width * stream.height);
    this.#id = id;
    this.sender = new BurstSender({ camera: id, collector, clock, log });
    this.camera = new StreamCamera({
      camera: id,
      settings: stream.settings,
      sender: this.sender,
      cellsOf: async (bytes) => (await vision.run('motionCells', { bytes, limits })).cells,
      known: () => cellsOf(knownPlaces(id)),
      show: (jpeg) => show(id, jpeg),
      clock,
      log,
    });
    this.#reader = new StreamReader({
      camera: id,
      source,
      read,
      check: () => checkAddress(source.address, portOf(new URL(source.url)), rules()),
      onPicture: (jpeg) => this.camera.take(jpeg),
      onChange: (reading) => {
        if (!reading) this.camera.lose();
        seen(id, reading);
      },
      clock,
      log,
    });
  }

  get reading(): boolean {
    return this.#reader.reading;
  }

  start(): void {
    this.#reader.start();
  }

  async stop(): Promise<void> {
    await this.#reader.stop();
    this.sender.stop();
  }

  /** Health issues of the camera that people call `name`. */
  issues(name: string): HealthIssue[] {
    const about = this.#id;
    const away = this.#reader.issue;
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
