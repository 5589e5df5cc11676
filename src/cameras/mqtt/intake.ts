/** MQTT messages -> checked values. Everything from a camera passes here; what is wrong is named and handed on. */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { Semaphore } from '../../core/semaphore.js';
import { crcOf, sha256Of } from '../protocol/checksum.js';
import { decodeResponse } from '../protocol/command.js';
import { checkFrame, startsAsJpeg } from '../protocol/jpeg.js';
import { MAX_PREVIEW_BYTES } from '../protocol/limits.js';
import { decodeManifest } from '../protocol/manifest.js';
import { decodeAvailability, decodeState } from '../protocol/state.js';
import { ownerOf, parseTopic, type Topic } from '../protocol/topics.js';
import type {
  BurstKey,
  CameraId,
  CameraState,
  CommandResult,
  Frame,
  Manifest,
  RejectReason,
} from '../protocol/types.js';
import { decodeUpdateResult, decodeWant, type UpdateResult, type UpdateWant } from '../protocol/update.js';

/** Where checked messages go. Promises resolve when the message is on the disk or counted, and never reject. */
export interface Intake {
  /** False for a camera that was never added or was removed: then its messages are dropped. */
  knows(camera: CameraId): boolean;
  frame(frame: Frame): Promise<void>;
  manifest(camera: CameraId, manifest: Manifest): Promise<void>;
  state(camera: CameraId, state: CameraState): void;
  availability(camera: CameraId, online: boolean): void;
  /** One small JPEG of a live view; not stored. */
  preview(camera: CameraId, bytes: Uint8Array): void;
  /** A camera that receives an image asks for the next bytes of it. */
  updateWanted(camera: CameraId, want: UpdateWant): void;
  updateEnded(camera: CameraId, result: UpdateResult): void;
  rejected(
    camera: CameraId,
    burst: BurstKey | null,
    index: number | null,
    reason: RejectReason,
  ): Promise<void>;
}

/** Collaborators of the receiver, and its limit of work at once. */
export interface ReceiverOptions {
  intake: Omit<Intake, 'availability'>;
  /** Limit of what is on its way to the disk at once, and of the wait for it. */
  semaphore: Semaphore;
  availability(camera: CameraId, online: boolean): void;
  answered(camera: CameraId, verb: string, result: CommandResult): void;
  clock: Clock;
  log: Logger;
}

type FrameTopic = Extract<Topic, { kind: 'frame' }>;
type ManifestTopic = Extract<Topic, { kind: 'manifest' | 'ack' }>;

/** Refusals that a camera is told about; others are only logged. */
const counted = new Set<string>([
  'frame-too-large',
  'frame-empty',
  'not-jpeg',
  'manifest-invalid',
  'topic-invalid',
  'message-too-large',
] satisfies RejectReason[]);

/**
 * Turns MQTT messages into checked values. Everything from a camera passes here; what is wrong is named and handed
 * on.
 */
export class Receiver {
  readonly #options: ReceiverOptions;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** Takes one message; resolves when the next one may come. Never rejects. */
  async receive(text: string, payload: Buffer): Promise<void> {
    const camera = ownerOf(text);
    if (camera === null) return;
    if (this.#isKnown(camera)) await this.#dispatch(camera, text, payload);
  }

  /** False also while that cannot be read: the message is dropped, and the camera sends it again. */
  #isKnown(camera: CameraId): boolean {
    const { intake, log } = this.#options;
    try {
      if (intake.knows(camera)) return true;
      log.debug({ camera }, 'mqtt: dropped a message of an unknown camera');
    } catch (error) {
      log.error({ err: error, camera }, 'mqtt: dropped a message, reading its camera failed');
    }
    return false;
  }

  async #dispatch(camera: CameraId, text: string, payload: Buffer): Promise<void> {
    let topic: Topic | null = null;
    try {
      topic = parseTopic(text);
      if (topic.kind === 'frame' || topic.kind === 'manifest') await this.#enter(topic, payload);
      else this.#note(topic, payload);
    } catch (thrown) {
      await this.#refuse(camera, topic, thrown);
    }
  }

  /** Work for the disk waits for the semaphore; when the wait is too long, the camera is told. */
  async #enter(topic: FrameTopic | ManifestTopic, payload: Buffer): Promise<void> {
    const work =
      topic.kind === 'frame' ? this.#readFrame(topic, payload) : this.#readManifest(topic, payload);
    if (await this.#begin(work)) return;
    const { camera, burst } = topic;
    const index = topic.kind === 'frame' ? topic.index : null;
    void this.#options.intake.rejected(camera, burst, index, 'hub-busy');
  }

  /** Resolves with true once `work` has begun, without waiting for its end; with false when its turn did not come. */
  async #begin(work: () => Promise<void>): Promise<boolean> {
    const release = await this.#options.semaphore.acquire();
    if (release) void work().finally(release);
    return release !== null;
  }

  #readFrame({ camera, burst, index }: FrameTopic, bytes: Buffer): () => Promise<void> {
    checkFrame(bytes);
    const { intake, clock } = this.#options;
    const receivedAt = clock.now();
    return () =>
      intake.frame({ camera, burst, index, bytes, crc32: crcOf(bytes), sha256: sha256Of(bytes), receivedAt });
  }

  #readManifest({ camera, burst }: ManifestTopic, payload: Buffer): () => Promise<void> {
    const manifest = decodeManifest(payload, burst);
    return () => this.#options.intake.manifest(camera, manifest);
  }

  /** Messages that are not stored. An empty payload only clears what was retained; the hub's own topics are not for it. */
  #note(topic: Topic, payload: Buffer): void {
    const { intake, answered, availability } = this.#options;
    if (payload.length === 0) return;
    if (topic.kind === 'availability') availability(topic.camera, decodeAvailability(payload));
    else if (topic.kind === 'state') intake.state(topic.camera, decodeState(payload));
    else if (topic.kind === 'response') answered(topic.camera, topic.verb, decodeResponse(payload));
    else if (topic.kind === 'preview') this.#preview(topic.camera, payload);
    else if (topic.kind === 'update-want') intake.updateWanted(topic.camera, decodeWant(payload));
    else if (topic.kind === 'update-result') intake.updateEnded(topic.camera, decodeUpdateResult(payload));
  }

  #preview(camera: CameraId, bytes: Buffer): void {
    if (bytes.length > MAX_PREVIEW_BYTES)
      throw new Refusal('message-too-large', 'A preview above its limit.');
    if (!startsAsJpeg(bytes)) throw new Refusal('not-jpeg', 'A preview that is no JPEG.');
    this.#options.intake.preview(camera, bytes);
  }

  async #refuse(camera: CameraId, topic: Topic | null, thrown: unknown): Promise<void> {
    const { intake, log } = this.#options;
    if (!(thrown instanceof Refusal)) {
      log.error({ err: thrown, camera }, 'mqtt: reading a message failed');
      return;
    }
    log.debug({ camera, reason: thrown.code, detail: thrown.message }, 'mqtt: refused a message');
    if (!counted.has(thrown.code)) return;
    const burst = topic !== null && 'burst' in topic ? topic.burst : null;
    const index = topic?.kind === 'frame' ? topic.index : null;
    const reason = thrown.code as RejectReason;
    // A camera that floods the hub with what is refused waits for the disk like any other.
    await this.#begin(() => intake.rejected(camera, burst, index, reason));
  }
}
