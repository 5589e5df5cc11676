/**
 * Camera written from docs/PROTOCOL.md alone: nothing of src/, and of the hub only what it answers. It keeps every frame
 * until the hub says that the burst is closed, and asks again with the pauses of that page.
 */
import { EventEmitter } from 'node:events';
import { crc32 } from 'node:zlib';
import { connect, type MqttClient } from 'mqtt';

export interface ContractAck {
  burst: string;
  state: 'open' | 'waiting' | 'closed';
  durable: number[];
  missing: number[];
  rejected: { index: number; reason: string }[];
}

export interface ContractCameraOptions {
  url: string;
  id: string;
  key: string;
  /** Numbers of [0, 1) for the random part of a pause; Math.random unless given. */
  random?: () => number;
  /** Times every pause; 1, as on the page, unless given. */
  pauseFactor?: number;
  /** What is done with a message before it is sent: nothing unless given. Each one it returns is published. */
  disturb?: (message: CameraMessage) => CameraMessage[];
}

export interface CameraMessage {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
}

interface HeldBurst {
  name: string;
  frames: Buffer[];
  takenAt: number;
  attempt: number;
  /** Frames that the hub had no room or no time for: they go out with the next manifest. */
  deferred: Set<number>;
  /** Rounds in which the hub asked for the same frames again. */
  rounds: number;
  missing: number;
  timer: NodeJS.Timeout | null;
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** So often the same frames are sent again at once; after that they wait for the pauses. */
const ROUNDS_AT_ONCE = 3;
const PUT_OFF = new Set(['storage-full', 'hub-busy']);

export class ContractCamera extends EventEmitter<{ ack: [ContractAck]; connected: [] }> {
  /** Bursts that the hub has not closed yet, the oldest first. */
  readonly held = new Map<string, HeldBurst>();
  readonly #options: ContractCameraOptions;
  readonly #client: MqttClient;

  constructor(options: ContractCameraOptions) {
    super();
    this.#options = options;
    const { id, key, url } = options;
    this.#client = connect(url, {
      protocolVersion: 4,
      clientId: id,
      username: id,
      password: key,
      keepalive: 30,
      reconnectPeriod: 250,
      connectTimeout: 5_000,
      queueQoSZero: false,
      resubscribe: false,
      will: {
        topic: this.#topic('availability'),
        payload: Buffer.from('{"state":"offline"}'),
        qos: 1,
        retain: true,
      },
    });
    this.#client.on('connect', () => this.#arrive());
    this.#client.on('message', (topic, payload) => this.#hear(topic, payload));
    this.#client.on('error', () => {});
  }

  /** Takes a burst: its frames are sent now, or when the hub is there again, and then its manifest. */
  burst(name: string, frames: Buffer[], { manifestFirst = false } = {}): void {
    const burst: HeldBurst = {
      name,
      frames,
      takenAt: Date.now(),
      attempt: 0,
      deferred: new Set(),
      rounds: 0,
      missing: 0,
      timer: null,
    };
    this.held.set(name, burst);
    if (!this.#client.connected) return;
    if (manifestFirst) this.#manifest(burst);
    for (const index of frames.keys()) this.#frame(burst, index);
    if (!manifestFirst) this.#manifest(burst);
  }

  /** Breaks the connection, as bad Wi-Fi does; it comes back by itself. */
  drop(): void {
    this.#client.stream.destroy();
  }

  /** Publishes anything below the camera's own topics. */
  send(below: string, payload: string | Buffer): void {
    this.#publish({ topic: this.#topic(below), payload, retain: false });
  }

  async stop(): Promise<void> {
    for (const { timer } of this.held.values()) if (timer) clearTimeout(timer);
    await this.#client.endAsync(true);
  }

  #topic(below: string): string {
    return `petcam/${this.#options.id}/${below}`;
  }

  #arrive(): void {
    this.#publish({ topic: this.#topic('availability'), payload: '{"state":"online"}', retain: true });
    const topics = [this.#topic('burst/+/ack'), this.#topic('request/+'), 'petcam/bridge/state'];
    // A connection that breaks meanwhile comes here again.
    this.#client.subscribe(topics, { qos: 1 }, (error) => {
      if (error) return;
      this.emit('connected');
      this.#resume();
    });
  }

  /** Takes up what is not closed by its manifest: the answer says what the hub has. */
  #resume(): void {
    for (const burst of this.held.values()) {
      burst.attempt = 0;
      burst.rounds = 0;
      burst.deferred.clear();
      this.#manifest(burst);
    }
  }

  #hear(topic: string, payload: Buffer): void {
    if (topic === 'petcam/bridge/state') {
      if (JSON.parse(payload.toString()).state === 'online') this.#resume();
    } else if (topic.endsWith('/ack')) {
      const ack = JSON.parse(payload.toString()) as ContractAck;
      const burst = this.held.get(ack.burst);
      if (burst) this.#acknowledged(burst, ack);
      this.emit('ack', ack);
    }
  }

  #acknowledged(burst: HeldBurst, ack: ContractAck): void {
    if (ack.state === 'closed') {
      if (burst.timer) clearTimeout(burst.timer);
      this.held.delete(burst.name);
    } else if (ack.state === 'waiting') this.#sendMissing(burst, ack);
  }

  #sendMissing(burst: HeldBurst, ack: ContractAck): void {
    const progress = burst.missing === 0 || ack.missing.length < burst.missing;
    if (progress) burst.attempt = 0;
    burst.rounds = progress ? 0 : burst.rounds + 1;
    burst.missing = ack.missing.length;
    const refused = new Map(ack.rejected.map(({ index, reason }) => [index, reason]));
    for (const index of ack.missing) {
      if (burst.rounds >= ROUNDS_AT_ONCE || PUT_OFF.has(refused.get(index) ?? '')) burst.deferred.add(index);
      else this.#frame(burst, index);
    }
    this.#askLater(burst);
  }

  #frame(burst: HeldBurst, index: number): void {
    const payload = burst.frames[index];
    if (!payload) return;
    this.#publish({ topic: this.#topic(`burst/${burst.name}/frame/${index}`), payload, retain: false });
    this.#askLater(burst);
  }

  #manifest(burst: HeldBurst): void {
    const { name, frames, takenAt } = burst;
    const age = Date.now() - takenAt;
    const entries = frames.map((bytes, index) => ({
      index,
      length: bytes.length,
      crc32: crc32(bytes),
      ageMs: age + (frames.length - 1 - index) * 400,
    }));
    const manifest = { v: 1, burst: name, trigger: 'motion', count: frames.length, frames: entries };
    this.#publish({
      topic: this.#topic(`burst/${name}/manifest`),
      payload: JSON.stringify(manifest),
      retain: false,
    });
    this.#askLater(burst);
  }

  /** 5, 10, 20, 40, then 60 s after the last thing that was sent of the burst, each with up to a quarter more. */
  #askLater(burst: HeldBurst): void {
    if (burst.timer) clearTimeout(burst.timer);
    const { random = Math.random, pauseFactor = 1 } = this.#options;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** burst.attempt, LONGEST_PAUSE_MS) * (1 + random() / 4);
    burst.timer = setTimeout(() => this.#askAgain(burst), pause * pauseFactor);
  }

  #askAgain(burst: HeldBurst): void {
    if (!this.#client.connected) return;
    burst.attempt += 1;
    for (const index of burst.deferred) this.#frame(burst, index);
    burst.deferred.clear();
    this.#manifest(burst);
  }

  #publish(message: CameraMessage): void {
    if (!this.#client.connected) return;
    for (const { topic, payload, retain } of this.#options.disturb?.(message) ?? [message])
      this.#client.publish(topic, payload, { qos: 1, retain }, () => {});
  }
}
