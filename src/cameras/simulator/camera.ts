import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { decodeAck } from '../protocol/ack.js';
import { encodeManifest } from '../protocol/manifest.js';
import { DEFAULT_SETTINGS, LATER_DEFAULTS, settingsBeyond } from '../protocol/settings.js';
import { decodeAvailability, encodeAvailability, encodeState } from '../protocol/state.js';
import { formatTopic, parseTopic, type Topic } from '../protocol/topics.js';
import type { Ack, CameraSensor, CameraSettings, LaterSettings, Trigger } from '../protocol/types.js';
import { encodeUpdateResult, encodeWant } from '../protocol/update.js';
import { answerRequest, type Commands, createMemory } from './commands.js';
import { type Faults, misfortunes, NO_FAULTS, type Step, seededRandom } from './faults.js';
import type { FrameSource } from './frame-source.js';
import { type CameraConnection, connectCamera } from './link.js';
import { Preview } from './preview.js';
import { type UpdateOptions, UpdateReceiver } from './receiver.js';
import { MAX_PENDING, manifestOf, type PendingBurst, retryWait, wantedAgain } from './roll.js';

/** Broker, identity, pictures and faults of a simulated camera. */
export interface SimulatedCameraOptions {
  url: string;
  camera: string;
  key: string;
  frames: FrameSource;
  clock: Clock;
  faults?: Faults;
  seed?: number;
  settings?: Partial<CameraSettings>;
  /** What it can do beyond the first cameras; one of those without it. */
  capabilities?: readonly (keyof LaterSettings)[];
  sensor?: CameraSensor;
  /** The version that it runs; `0.1.0-simulated` unless said. */
  firmware?: string;
  /** Without them it has no key, and takes no image. */
  updates?: UpdateOptions;
  /** One line for whoever watches. */
  tell?: (line: string) => void;
}

const STATE_EVERY_MS = 60_000;
const FIRMWARE = '0.1.0-simulated';
const BOARD = 'simulated';

/** A camera without a camera: everything of docs/PROTOCOL.md over a real connection, with pictures from a folder. */
export class SimulatedCamera {
  readonly #options: SimulatedCameraOptions;
  readonly #faults: Faults;
  readonly #random: () => number;
  readonly #boot = randomBytes(4).toString('hex');
  readonly #pending = new Map<string, PendingBurst>();
  readonly #counts = { sent: 0, lost: 0, framesLost: 0 };
  readonly #memory = createMemory();
  readonly #preview: Preview;
  readonly #receiver: UpdateReceiver;
  #settings: CameraSettings;
  #connection: CameraConnection | null = null;
  #taken = 0;
  #startedAt = 0;
  #cancelState = () => {};

  constructor(options: SimulatedCameraOptions) {
    this.#options = options;
    this.#faults = options.faults ?? NO_FAULTS;
    this.#random = seededRandom(options.seed ?? 1);
    this.#settings = this.#known({ ...DEFAULT_SETTINGS, ...LATER_DEFAULTS, ...options.settings });
    this.#preview = new Preview(
      options.clock,
      () => options.frames.next(this.#settings.burstFrames),
      (picture) => this.#show(picture),
    );
    this.#receiver = this.#receives(options);
  }

  /** Connects, and connects again whenever the connection breaks, until `stop`. */
  start(): void {
    const { url, camera, key, clock } = this.#options;
    this.#startedAt = clock.monotonic();
    this.#connection = connectCamera({
      url,
      camera,
      key,
      onReady: () => this.#greet(),
      onMessage: (topic, payload) => this.#hear(topic, payload),
      onError: (error) => this.#tell(`no connection: ${error.message}`),
    });
  }

  async stop(): Promise<void> {
    this.#cancelState();
    this.#preview.stop();
    this.#receiver.stop();
    for (const burst of this.#pending.values()) burst.cancelRetry();
    await this.#connection?.end();
  }

  /** Takes the next burst of the source; gives its name at once, and sends it frame by frame. */
  capture(trigger: Trigger): string {
    const pictures = this.#options.frames.next(this.#settings.burstFrames);
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
    this.#expose(burst, pictures);
    return key;
  }

  /** Bursts that the hub has not closed yet. */
  pending(): number {
    return this.#pending.size;
  }

  counts(): Readonly<{ sent: number; lost: number; framesLost: number }> {
    return { ...this.#counts };
  }

  #expose(burst: PendingBurst, pictures: Uint8Array[]): void {
    const bytes = pictures[burst.frames.length];
    if (!bytes) {
      burst.complete = true;
      this.#sendManifest(burst);
      return;
    }
    const index = burst.frames.push({ bytes, at: this.#options.clock.monotonic() }) - 1;
    this.#sendFrames(burst, [{ index, bytes }]);
    burst.cancelRetry = this.#options.clock.after(this.#settings.burstIntervalMs, () =>
      this.#expose(burst, pictures),
    );
  }

  #sendFrames(burst: PendingBurst, frames: { index: number; bytes: Uint8Array }[]): void {
    for (const step of misfortunes(frames, this.#faults, this.#random)) {
      if (step.afterMs === 0) this.#sendFrame(burst, step);
      else this.#options.clock.after(step.afterMs, () => this.#sendFrame(burst, step));
    }
  }

  #sendFrame({ key }: PendingBurst, { index, bytes, cut }: Step): void {
    void this.#send(formatTopic({ kind: 'frame', camera: this.#options.camera, burst: key, index }), bytes);
    if (cut) this.#connection?.cut();
  }

  /** Says what the burst holds, and says it again until the hub has answered. */
  #sendManifest(burst: PendingBurst): void {
    const { camera, clock } = this.#options;
    const topic = formatTopic({ kind: 'manifest', camera, burst: burst.key });
    void this.#send(topic, encodeManifest(manifestOf(burst, clock.monotonic())));
    burst.cancelRetry();
    burst.cancelRetry = clock.after(retryWait(burst.tries++, this.#random), () => this.#sendManifest(burst));
  }

  #makeRoom(): void {
    const [oldest] = this.#pending.values();
    if (!oldest || this.#pending.size < MAX_PENDING) return;
    this.#forget(oldest);
    this.#counts.lost++;
    this.#counts.framesLost += oldest.frames.length;
    this.#tell(`${oldest.key} dropped: no room`);
  }

  #forget(burst: PendingBurst): void {
    burst.cancelRetry();
    this.#pending.delete(burst.key);
  }

  #greet(): void {
    this.#publishRetained('availability', encodeAvailability(true));
    this.#publishState();
    this.#tell('connected');
    this.#receiver.connected();
    this.#askForAll();
  }

  /** After a new connection, and when the hub is back: what is not closed is taken up by its manifest. */
  #askForAll(): void {
    for (const burst of this.#pending.values()) {
      burst.tries = 0;
      if (burst.complete) this.#sendManifest(burst);
    }
  }

  /** A setting that this camera does not have is ignored, as every unknown field. */
  #known(settings: CameraSettings): CameraSettings {
    const beyond = settingsBeyond(this.#options.capabilities, settings);
    const known = Object.entries(settings).filter(([name]) => !beyond.includes(name));
    return Object.fromEntries(known) as unknown as CameraSettings;
  }

  #publishState(): void {
    const { clock, sensor, capabilities } = this.#options;
    this.#cancelState();
    this.#publishRetained(
      'state',
      encodeState({
        ...this.#receiver.state,
        board: BOARD,
        rssi: -50 - Math.floor(this.#random() * 20),
        uptimeMs: Math.round(clock.monotonic() - this.#startedAt),
        bursts: { queued: this.#pending.size, ...this.#counts },
        settings: this.#settings,
        ...(sensor && { sensor }),
        ...(capabilities && { capabilities: [...capabilities] }),
      }),
    );
    this.#cancelState = clock.after(STATE_EVERY_MS, () => this.#publishState());
  }

  #publishRetained(kind: 'availability' | 'state', payload: Uint8Array): void {
    const topic = formatTopic({ kind, camera: this.#options.camera });
    void this.#connection?.send(topic, payload, { qos: 1, retain: true });
  }

  async #send(topic: string, payload: Uint8Array): Promise<void> {
    await this.#connection?.send(topic, payload, { qos: 1 });
  }

  #hear(text: string, payload: Uint8Array): void {
    try {
      this.#take(parseTopic(text), payload);
    } catch (error) {
      this.#tell(`cannot use ${text}: ${messageOf(error)}`);
    }
  }

  #take(topic: Topic, payload: Uint8Array): void {
    if (topic.kind === 'ack') this.#acknowledged(topic.burst, payload);
    else if (topic.kind === 'request') void this.#obey(topic.verb, payload);
    else if (topic.kind === 'update-chunk') this.#receiver.chunk(topic.offset, payload);
    else if (decodeAvailability(payload)) this.#askForAll();
  }

  #receives({ camera, clock, firmware = FIRMWARE, updates }: SimulatedCameraOptions): UpdateReceiver {
    return new UpdateReceiver({
      key: '',
      ...updates,
      clock,
      random: this.#random,
      board: BOARD,
      firmware,
      isBusy: () => this.#pending.size > 0,
      want: (want) => void this.#send(formatTopic({ kind: 'update-want', camera }), encodeWant(want)),
      result: (result) => {
        this.#tell(`firmware ${result.version} ${result.state === 'failed' ? result.reason : result.state}`);
        void this.#send(formatTopic({ kind: 'update-result', camera }), encodeUpdateResult(result));
      },
      restart: () => {
        this.#startedAt = clock.monotonic();
        this.#connection?.cut();
      },
      changed: () => this.#publishState(),
    });
  }

  async #obey(verb: string, payload: Uint8Array): Promise<void> {
    let restart = false;
    const commands = { ...this.#commands(), restart: () => (restart = true) };
    const answer = answerRequest(verb, payload, commands, this.#memory);
    await this.#send(formatTopic({ kind: 'response', camera: this.#options.camera, verb }), answer);
    if (restart) this.#connection?.cut();
  }

  #acknowledged(key: string, payload: Uint8Array): void {
    const ack = decodeAck(payload);
    const burst = this.#pending.get(key);
    if (!burst || ack.state === 'open') return;
    burst.tries = 0;
    if (ack.state === 'waiting') this.#sendAgain(burst, ack);
    else this.#closed(burst, ack);
  }

  #closed(burst: PendingBurst, ack: Ack): void {
    this.#forget(burst);
    this.#counts.sent++;
    this.#counts.framesLost += ack.missing.length;
    this.#tell(`${burst.key} closed: ${ack.durable.length} frames, ${ack.missing.length} lost`);
  }

  #sendAgain(burst: PendingBurst, ack: Ack): void {
    burst.cancelRetry();
    burst.cancelRetry = this.#options.clock.after(retryWait(0, this.#random), () =>
      this.#sendManifest(burst),
    );
    this.#sendFrames(burst, wantedAgain(burst, ack));
  }

  #commands(): Omit<Commands, 'restart'> {
    return {
      update: (data) => this.#receiver.asked(data),
      settings: () => this.#settings,
      capture: () => this.capture('command'),
      change: (settings) => {
        this.#settings = this.#known(settings);
        this.#publishState();
      },
      preview: (seconds, fps) => this.#preview.show(seconds * fps, 1000 / fps),
    };
  }

  #show(picture: Uint8Array): void {
    const topic = formatTopic({ kind: 'preview', camera: this.#options.camera });
    void this.#connection?.send(topic, picture, { qos: 0 });
  }

  #tell(line: string): void {
    this.#options.tell?.(`${this.#options.camera}: ${line}`);
  }
}
