import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { decodeAck } from '../protocol/ack.js';
import { DEFAULT_SETTINGS, LATER_DEFAULTS, settingsBeyond } from '../protocol/settings.js';
import { decodeAvailability, encodeAvailability, encodeState } from '../protocol/state.js';
import { formatTopic, parseTopic, type Topic } from '../protocol/topics.js';
import type { CameraSensor, CameraSettings, LaterSettings, Trigger } from '../protocol/types.js';
import { encodeUpdateResult, encodeWant } from '../protocol/update.js';
import { OutgoingBursts } from './bursts.js';
import { answerRequest, type Commands, createMemory } from './commands.js';
import { type Faults, NO_FAULTS, seededRandom } from './faults.js';
import type { FrameSource } from './frame-source.js';
import { type CameraConnection, connectCamera } from './link.js';
import { Preview } from './preview.js';
import { type UpdateOptions, UpdateReceiver } from './receiver.js';

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
  readonly #random: () => number;
  readonly #bursts: OutgoingBursts;
  readonly #memory = createMemory();
  readonly #preview: Preview;
  readonly #receiver: UpdateReceiver;
  #settings: CameraSettings;
  #connection: CameraConnection | null = null;
  #startedAt = 0;
  #cancelState = () => {};

  constructor(options: SimulatedCameraOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed ?? 1);
    this.#bursts = new OutgoingBursts({
      camera: options.camera,
      faults: options.faults ?? NO_FAULTS,
      random: this.#random,
      clock: options.clock,
      send: (topic, payload) => void this.#send(topic, payload),
      cut: () => this.#connection?.cut(),
      tell: (line) => this.#tell(line),
    });
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
    this.#bursts.stop();
    await this.#connection?.end();
  }

  /** Takes the next burst of the source; gives its name at once, and sends it frame by frame. */
  capture(trigger: Trigger): string {
    const { burstFrames, burstIntervalMs } = this.#settings;
    return this.#bursts.take(trigger, this.#options.frames.next(burstFrames), burstIntervalMs);
  }

  /** Bursts that the hub has not closed yet. */
  pending(): number {
    return this.#bursts.size;
  }

  counts(): Readonly<{ sent: number; lost: number; framesLost: number }> {
    return this.#bursts.counts();
  }

  #greet(): void {
    this.#publishRetained('availability', encodeAvailability(true));
    this.#publishState();
    this.#tell('connected');
    this.#receiver.connected();
    this.#bursts.askForAll();
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
        bursts: { queued: this.#bursts.size, ...this.#bursts.counts() },
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
    if (topic.kind === 'ack') this.#bursts.acknowledged(topic.burst, decodeAck(payload));
    else if (topic.kind === 'request') void this.#obey(topic.verb, payload);
    else if (topic.kind === 'update-chunk') this.#receiver.chunk(topic.offset, payload);
    else if (decodeAvailability(payload)) this.#bursts.askForAll();
  }

  #receives({ camera, clock, firmware = FIRMWARE, updates }: SimulatedCameraOptions): UpdateReceiver {
    return new UpdateReceiver({
      key: '',
      ...updates,
      clock,
      random: this.#random,
      board: BOARD,
      firmware,
      isBusy: () => this.#bursts.size > 0,
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
