/** The hub at the broker: takes what cameras publish, answers them, and asks them. */
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import { Fault, messageOf, Refusal } from '../../core/errors.js';
import { Semaphore } from '../../core/semaphore.js';
import { encodeAck } from '../protocol/ack.js';
import { encodeBridgeInfo } from '../protocol/bridge.js';
import { encodeRequest } from '../protocol/command.js';
import { encodeAvailability } from '../protocol/state.js';
import { BRIDGE_INFO, BRIDGE_STATE, formatTopic, ROOT } from '../protocol/topics.js';
import type { Ack, CameraId, Verb } from '../protocol/types.js';
import { HUB_CLIENT_ID } from './access.js';
import { testBroker } from './broker-check.js';
import { type BrokerAddress, MqttLink, withinTime } from './client.js';
import { Commands } from './commands.js';
import { type Intake, Receiver } from './intake.js';

/** Broker and identity of the ingest. */
export interface IngestOptions {
  address: BrokerAddress;
  /** The hub's version, published for cameras and external clients. */
  version: string;
  clock: Clock;
  log: Logger;
  /** The hub's own name at the broker; `HUB_CLIENT_ID` unless given. */
  clientId?: string;
}

/** Messages on their way to the disk at once: 16 frames are at most 8 MiB. */
const MAX_IN_FLIGHT = 16;
/** How long a message may wait for the disk before the camera is told that the hub is busy. */
const BUSY_AFTER_MS = 2000;
const ANSWER_MS = 10_000;
const START_MS = 10_000;
const GOODBYE_MS = 1000;

/** Topic that the hub publishes to itself, to see that the broker works. */
const PULSE = `${ROOT}/bridge/test/pulse`;

/**
 * Hub side of the wire contract: takes what cameras publish, answers it, and sends commands. Cameras are heard from
 * `start` on; before that, and without a connection, acknowledgements are dropped and commands refused.
 */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #link: MqttLink;
  readonly #commands: Commands;
  #receiver: Receiver | null = null;
  readonly #clientId: string;
  /** Last availability of each camera; cleared with the connection. */
  readonly #online = new Map<CameraId, boolean>();
  #tested = false;
  #heard: (() => void) | null = null;
  #settled: ((outcome: Fault | null | 'late') => void) | null = null;

  constructor(options: IngestOptions) {
    const { address, clock, log, clientId = HUB_CLIENT_ID } = options;
    this.#options = options;
    this.#clientId = clientId;
    this.#commands = new Commands({
      clock,
      publish: (camera, verb, request) =>
        this.#link.publish(formatTopic({ kind: 'request', camera, verb }), encodeRequest(request)),
    });
    this.#link = new MqttLink({
      address,
      clientId,
      will: { topic: BRIDGE_STATE, payload: encodeAvailability(false), retain: true },
      clock,
      log,
      onMessage: ({ topic, payload }) => this.#take(topic, payload),
      onUp: () => this.#arrive(),
      onDown: () => this.#online.clear(),
      onRefused: (fault) => this.#settle(fault),
    });
  }

  /**
   * Hands what cameras publish to `intake`. Resolves when the hub is at the broker, or after ten seconds without one (it goes on trying). Rejects with a
   * `Fault` `broker-refused`, `broker-packet-limit` or `broker-acl` when the broker is there and does not serve
   * the hub.
   */
  async start(intake: Intake): Promise<void> {
    const { clock, log } = this.#options;
    this.#receiver = this.#receiverFor(intake);
    const first = new Promise<Fault | null | 'late'>((resolve) => {
      this.#settled = resolve;
    });
    const cancel = clock.after(START_MS, () => this.#settle('late'));
    this.#link.start();
    const outcome = await first;
    cancel();
    if (outcome === 'late') log.warn('mqtt: no broker yet, trying on');
    if (!(outcome instanceof Fault)) return;
    await this.stop();
    throw outcome;
  }

  async stop(): Promise<void> {
    this.#commands.stop();
    if (this.#link.up) {
      const goodbye = this.#publish(BRIDGE_STATE, encodeAvailability(false), true);
      await withinTime(GOODBYE_MS, this.#options.clock, goodbye);
    }
    await this.#link.stop();
  }

  /** True while the hub is at the broker. */
  get connected(): boolean {
    return this.#link.up;
  }

  /**
   * Sends the hub a message through the broker; resolves when it has come back. An external broker that is away is
   * not asked: the hub cannot bring it back by starting anew. Rejects when the embedded one does not take it.
   */
  async probe(): Promise<void> {
    if (!this.#link.up && 'url' in this.#options.address) return;
    const heard = new Promise<void>((resolve) => {
      this.#heard = resolve;
    });
    await this.#link.publish(PULSE, Buffer.alloc(0));
    await heard;
  }

  /** Publishes an acknowledgement, or drops it without a connection: the camera asks again. */
  sendAck(camera: CameraId, ack: Ack): void {
    void this.#publish(formatTopic({ kind: 'ack', camera, burst: ack.burst }), encodeAck(ack), false);
  }

  /**
   * Asks a camera, and resolves with the data of its answer. Rejects with a `Refusal`: `camera-offline`,
   * `camera-timeout`, or `camera-refused` with the camera's own code and words (its `cause` has them apart).
   */
  async command(
    camera: CameraId,
    verb: Verb,
    data: Record<string, unknown>,
    timeoutMs = ANSWER_MS,
  ): Promise<Record<string, unknown>> {
    if (!this.#link.up || this.#online.get(camera) !== true) {
      throw new Refusal('camera-offline', 'The camera is not connected.');
    }
    const { status, data: answer, error } = await this.#commands.send(camera, verb, data, timeoutMs);
    if (status === 'ok') return answer;
    throw new Refusal('camera-refused', `${error?.code}: ${error?.message}`, { cause: error });
  }

  /** Sends bytes of a firmware image. Rejects with a `Fault` `broker-unreachable`: the camera asks again. */
  async sendChunk(camera: CameraId, offset: number, bytes: Uint8Array): Promise<void> {
    await this.#link.publish(formatTopic({ kind: 'update-chunk', camera, offset }), Buffer.from(bytes));
  }

  /** Takes back what the broker keeps of a camera that was removed. */
  async forget(camera: CameraId): Promise<void> {
    this.#online.delete(camera);
    for (const kind of ['availability', 'state'] as const) {
      await this.#publish(formatTopic({ kind, camera }), Buffer.alloc(0), true);
    }
  }

  async #take(topic: string, payload: Buffer): Promise<void> {
    if (topic === PULSE) this.#heard?.();
    else await this.#receiver?.receive(topic, payload);
  }

  #receiverFor(intake: Intake): Receiver {
    const { clock, log } = this.#options;
    return new Receiver({
      intake,
      semaphore: new Semaphore({ permits: MAX_IN_FLIGHT, acquireTimeout: { ms: BUSY_AFTER_MS, clock } }),
      availability: (camera, online) => {
        this.#seen(camera, online);
        intake.availability(camera, online);
      },
      answered: (camera, verb, result) => this.#commands.answered(camera, verb, result),
      clock,
      log,
    });
  }

  async #arrive(): Promise<void> {
    try {
      await this.#test();
      await this.#link.subscribe(`${ROOT}/#`);
      await this.#link.publish(BRIDGE_INFO, encodeBridgeInfo(this.#options.version), true);
      await this.#link.publish(BRIDGE_STATE, encodeAvailability(true), true);
      this.#options.log.info('mqtt: connected');
      this.#settle(null);
    } catch (error) {
      const lasting = error instanceof Fault && error.code !== 'broker-unreachable';
      if (lasting) this.#settle(error);
      throw error;
    }
  }

  /** The embedded broker has the contract's limits by construction; another one has to prove it, once. */
  async #test(): Promise<void> {
    const { address, clock } = this.#options;
    if (this.#tested || 'connect' in address) return;
    await testBroker(address, this.#clientId, clock);
    this.#tested = true;
  }

  #settle(outcome: Fault | null | 'late'): void {
    this.#settled?.(outcome);
    this.#settled = null;
  }

  #seen(camera: CameraId, online: boolean): void {
    const { clock, log } = this.#options;
    this.#online.set(camera, online);
    if (!online) return;
    this.command(camera, 'time', { epochMs: Math.round(clock.now()) }).catch((error: unknown) => {
      log.debug({ camera, reason: messageOf(error) }, 'mqtt: sending a camera the time failed');
    });
  }

  async #publish(topic: string, payload: Buffer, retain: boolean): Promise<void> {
    await this.#link.publish(topic, payload, retain).catch((error: unknown) => {
      this.#options.log.debug({ topic, reason: messageOf(error) }, 'mqtt: publishing failed');
    });
  }
}
