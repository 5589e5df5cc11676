/** The camera of docs/PROTOCOL.md over a real connection: `ProtocolCamera` says what to send, this carries it. */
import { EventEmitter } from 'node:events';
import { connect, type MqttClient } from 'mqtt';
import { systemClock } from '../../src/core/clock.js';
import { ProtocolCamera } from './protocol-camera.js';

export interface ContractAck {
  burst: string;
  state: 'open' | 'waiting' | 'closed';
  durable: number[];
  missing: number[];
  rejected: { index: number; reason: string }[];
}

export interface CameraMessage {
  topic: string;
  payload: Buffer;
}

export interface ContractCameraOptions {
  url: string;
  id: string;
  key: string;
  /** Bursts under way at once; as the page says unless given. */
  window?: number;
  /** What becomes of a message on its way: it arrives once unless this is given. */
  disturb?: (message: CameraMessage) => CameraMessage[];
}

export class ContractCamera extends EventEmitter<{ ack: [ContractAck] }> {
  readonly #options: ContractCameraOptions;
  readonly #client: MqttClient;
  readonly #camera: ProtocolCamera;
  /** What the hub last said of itself; it is there until it says otherwise. */
  #hubIsOnline = true;
  #isSubscribed = false;

  constructor(options: ContractCameraOptions) {
    super();
    this.#options = options;
    const { id, key, url, window } = options;
    this.#camera = new ProtocolCamera({
      camera: id,
      clock: systemClock,
      publish: (topic, payload) => this.#carry({ topic, payload }),
      // No burst may be lost for want of memory: what is lost is then the hub's doing.
      memory: Number.POSITIVE_INFINITY,
      ...(window !== undefined && { window }),
    });
    this.#client = connect(url, {
      protocolVersion: 4,
      clientId: id,
      username: id,
      password: key,
      keepalive: 30,
      reconnectPeriod: 250,
      reconnectOnConnackError: true,
      connectTimeout: 5_000,
      resubscribe: false,
      will: { topic: this.#topic('availability'), payload: OFFLINE, qos: 1, retain: true },
    });
    this.#client.on('connect', () => this.#arrive());
    this.#client.on('close', () => this.#leave());
    this.#client.on('message', (topic, payload) => this.#hear(topic, payload));
    this.#client.on('error', () => {});
  }

  /** Takes a burst: it is sent now, or when the hub is there again. */
  burst(name: string, frames: Buffer[]): void {
    this.#camera.capture(name, frames);
  }

  /** Breaks the connection, as bad Wi-Fi does; it comes back by itself. */
  drop(): void {
    this.#client.stream.destroy();
  }

  /** Publishes anything below the camera's own topics, past its rules. */
  send(below: string, payload: string): void {
    if (this.#client.connected) this.#client.publish(this.#topic(below), payload, { qos: 1 }, () => {});
  }

  async stop(): Promise<void> {
    this.#leave();
    await this.#client.endAsync(true);
  }

  #topic(below: string): string {
    return `petcam/${this.#options.id}/${below}`;
  }

  #arrive(): void {
    this.#client.publish(
      this.#topic('availability'),
      '{"state":"online"}',
      { qos: 1, retain: true },
      () => {},
    );
    const topics = [this.#topic('burst/+/ack'), this.#topic('request/+'), 'petcam/bridge/state'];
    this.#client.subscribe(topics, { qos: 1 }, (error) => {
      // A connection that broke meanwhile comes here again.
      if (error) return;
      this.#isSubscribed = true;
      if (this.#hubIsOnline) this.#camera.connect();
    });
  }

  #leave(): void {
    this.#isSubscribed = false;
    this.#camera.disconnect();
  }

  #hear(topic: string, payload: Buffer): void {
    if (topic === 'petcam/bridge/state') this.#hearOfHub(JSON.parse(payload.toString()).state === 'online');
    else if (topic.endsWith('/ack')) {
      this.#camera.hear(payload);
      this.emit('ack', JSON.parse(payload.toString()) as ContractAck);
    }
  }

  /** The retained word that comes with the subscription changes nothing where it says what is known. */
  #hearOfHub(isOnline: boolean): void {
    if (isOnline === this.#hubIsOnline) return;
    this.#hubIsOnline = isOnline;
    if (!isOnline) this.#camera.disconnect();
    else if (this.#isSubscribed) this.#camera.connect();
  }

  async #carry(message: CameraMessage): Promise<void> {
    const arriving = this.#options.disturb?.(message) ?? [message];
    const carried = arriving.map(({ topic, payload }) =>
      this.#client.publishAsync(topic, payload, { qos: 1 }),
    );
    await Promise.all(carried);
  }
}

const OFFLINE = Buffer.from('{"state":"offline"}');
