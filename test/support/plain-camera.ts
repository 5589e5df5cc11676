/**
 * A camera as a stranger would write it from docs/PROTOCOL.md alone: nothing of src/ but the MQTT library it uses.
 * It remembers what the hub has acknowledged, so that a test can hold the hub to it.
 */
import { EventEmitter } from 'node:events';
import { crc32 } from 'node:zlib';
import { connect } from 'mqtt';

interface Ack {
  burst: string;
  state: 'open' | 'waiting' | 'closed';
  durable: number[];
  missing: number[];
}

export class PlainCamera extends EventEmitter<{ ack: [Ack] }> {
  /** Frames of each burst, as sent. */
  readonly sent = new Map<string, Buffer[]>();
  /** `burst/index` of every frame the hub has called durable after it knew the manifest. */
  readonly acknowledged = new Set<string>();
  readonly closed = new Map<string, Ack>();
  readonly #client;
  readonly #id: string;

  constructor(url: string, id: string, key: string) {
    super();
    this.#id = id;
    this.#client = connect(url, {
      protocolVersion: 4,
      clientId: id,
      username: id,
      password: key,
      reconnectPeriod: 100,
      reconnectOnConnackError: true,
      queueQoSZero: false,
      will: {
        topic: `petcam/${id}/availability`,
        payload: Buffer.from('{"state":"offline"}'),
        qos: 1,
        retain: true,
      },
    });
    this.#client.on('connect', () => this.#arrive());
    this.#client.on('message', (topic, payload) => {
      if (topic.endsWith('/ack')) this.#hear(JSON.parse(payload.toString()));
    });
    this.#client.on('error', () => {});
  }

  burst(name: string, frames: Buffer[]): void {
    this.sent.set(name, frames);
    for (const index of frames.keys()) this.#frame(name, index);
    this.#manifest(name);
  }

  async stop(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #arrive(): void {
    this.#publish('availability', '{"state":"online"}', true);
    this.#client.subscribe(
      [`petcam/${this.#id}/burst/+/ack`, `petcam/${this.#id}/request/+`],
      { qos: 1 },
      () => {
        for (const name of this.sent.keys()) if (!this.closed.has(name)) this.#manifest(name);
      },
    );
  }

  #hear(ack: Ack): void {
    if (ack.state === 'closed') this.closed.set(ack.burst, ack);
    if (ack.state !== 'open') for (const index of ack.durable) this.acknowledged.add(`${ack.burst}/${index}`);
    if (ack.state === 'waiting') for (const index of ack.missing) this.#frame(ack.burst, index);
    this.emit('ack', ack);
  }

  #frame(name: string, index: number): void {
    const bytes = this.sent.get(name)?.[index];
    if (bytes) this.#publish(`burst/${name}/frame/${index}`, bytes);
  }

  #manifest(name: string): void {
    const frames = (this.sent.get(name) ?? []).map((bytes, index) => ({
      index,
      length: bytes.length,
      crc32: crc32(bytes),
      ageMs: 1000 - index,
    }));
    const manifest = { v: 1, burst: name, trigger: 'motion', count: frames.length, frames };
    this.#publish(`burst/${name}/manifest`, JSON.stringify(manifest));
  }

  #publish(below: string, payload: string | Buffer, retain = false): void {
    if (this.#client.connected)
      this.#client.publish(`petcam/${this.#id}/${below}`, payload, { qos: 1, retain });
  }
}
