/**
 * The hub's side of MQTT: one connection that is made again with a growing pause whenever it is lost. Every
 * connection begins anew (clean session, nothing kept from the one before): what matters is asked for again.
 */
import type { Duplex } from 'node:stream';
import mqtt, { type IClientOptions, MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { Backoff } from '../../core/backoff.js';
import type { Clock } from '../../core/clock.js';
import { Fault, messageOf } from '../../core/errors.js';

/** Where the broker is: inside this process, or at an URL `mqtt://` or `mqtts://`. */
export type BrokerAddress =
  | { connect(): Duplex }
  | {
      url: string;
      username?: string;
      password?: string /** PEM of the authority that signed the broker's certificate. */;
      ca?: string;
    };

/** One MQTT message as it is published or received. */
export interface MqttMessage {
  topic: string;
  payload: Buffer;
  retain: boolean;
}

/** Address, identity and callbacks of the hub's own connection to a broker. */
export interface LinkOptions {
  address: BrokerAddress;
  clientId: string;
  will?: MqttMessage;
  clock: Clock;
  log: Logger;
  /** The next message waits for the promise. Must not reject. */
  onMessage(message: MqttMessage): Promise<void>;
  /** Called on every new connection before any message; when it rejects the connection is made anew. */
  onUp(): Promise<void>;
  /** `reason` is for people: what the connection ended with, or why it did not come about. */
  onDown(reason: string): void;
  /** The broker answered, and said no: a wrong password, for instance. It is tried again all the same. */
  onRefused(fault: Fault): void;
}

const RECONNECT = { firstMs: 500, maxMs: 30_000, jitter: 0 };
const CONNECT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1000;

/** Opens one connection that never connects again by itself. */
export function openClient(address: BrokerAddress, options: IClientOptions): MqttClient {
  const base: IClientOptions = {
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    queueQoSZero: false,
    resubscribe: false,
    ...options,
  };
  if ('connect' in address) return new MqttClient(() => address.connect(), base);
  const { url, username, password, ca } = address;
  return mqtt.connect(url, {
    ...base,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
  });
}

/**
 * Connection of the hub to a broker, made again with a growing pause whenever it is lost. Every connection begins
 * anew (clean session): what matters is asked for again.
 */
export class MqttLink {
  readonly #options: LinkOptions;
  #client: MqttClient | null = null;
  #up = false;
  #stopped = false;
  #reason = '';
  readonly #backoff = new Backoff(RECONNECT);
  #cancelPause = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** True while messages go through. */
  get up(): boolean {
    return this.#up;
  }

  /** Begins to connect; `onUp` tells when it has. */
  start(): void {
    this.#stopped = false;
    this.#open();
  }

  /** Resolves when the broker has the message. Rejects with a `Fault` `broker-unreachable` when it cannot have it. */
  async publish(topic: string, payload: Buffer, retain = false): Promise<void> {
    try {
      await this.#connected().publishAsync(topic, payload, { qos: 1, retain });
    } catch (cause) {
      throw unreachable(cause);
    }
  }

  /** Rejects with a `Fault`: `broker-acl` when the broker does not allow it, or `broker-unreachable`. */
  async subscribe(filter: string): Promise<void> {
    try {
      await this.#connected().subscribeAsync(filter, { qos: 1 });
    } catch (cause) {
      throw notSubscribed(filter, cause);
    }
  }

  /** Says goodbye, so that the will is not published, and stays away. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelPause();
    const client = this.#client;
    if (client === null) return;
    await withinTime(CLOSE_TIMEOUT_MS, this.#options.clock, client.endAsync());
    if (this.#client !== null) await client.endAsync(true);
  }

  #connected(): MqttClient {
    if (this.#client === null || !this.#up) throw unreachable('there is no connection');
    return this.#client;
  }

  #open(): void {
    const { address, clientId, will, log, onRefused } = this.#options;
    const options: IClientOptions = { clientId };
    if (will !== undefined) options.will = { ...will, qos: 1 };
    const client = openClient(address, options);
    this.#client = client;
    this.#reason = 'the broker ended the connection';
    client.handleMessage = ({ topic, payload, retain }, done) => {
      void this.#options.onMessage({ topic, payload: payload as Buffer, retain }).then(() => done());
    };
    client.on('connect', () => void this.#welcome(client));
    client.on('error', (error) => {
      this.#reason = error.message;
      log.warn({ reason: error.message }, 'mqtt: connection failed');
      // A number above zero is a return code of CONNACK; socket errors have text codes.
      if ('code' in error && Number(error.code) > 0) onRefused(refused(error));
    });
    client.once('close', () => this.#lost(client));
  }

  async #welcome(client: MqttClient): Promise<void> {
    this.#up = true;
    try {
      await this.#options.onUp();
      this.#backoff.reset();
    } catch (error) {
      this.#reason = messageOf(error);
      this.#options.log.error({ err: error }, 'mqtt: broker connected, subscribing failed');
      client.end(true);
    }
  }

  #lost(client: MqttClient): void {
    const { clock, log, onDown } = this.#options;
    this.#client = null;
    this.#up = false;
    client.end(true);
    onDown(this.#reason);
    if (this.#stopped) return;
    const pauseMs = this.#backoff.next();
    log.info({ pauseMs }, 'mqtt: disconnected, connecting again');
    this.#cancelPause = clock.after(pauseMs, () => this.#open());
  }
}

/** Why a subscription did not come about: a `Fault` `broker-acl` when the broker said no. */
export function notSubscribed(filter: string, cause: unknown): Fault {
  const refused = cause instanceof Error && 'packet' in cause && cause.packet !== undefined;
  if (!refused) return unreachable(cause);
  return new Fault(
    'broker-acl',
    `The MQTT broker does not let the hub subscribe to ${filter}.`,
    'Allow the hub to read and write petcam/#.',
    { cause },
  );
}

/** The `Fault` of a broker that is not there, or goes away. */
export function unreachable(cause: unknown): Fault {
  return new Fault(
    'broker-unreachable',
    `The MQTT broker cannot be reached: ${messageOf(cause)}.`,
    'Is it running, and are its address and password right?',
    { cause },
  );
}

function refused(cause: Error): Fault {
  return new Fault(
    'broker-refused',
    `The MQTT broker refuses the hub: ${cause.message}.`,
    'Check the user name and the password for the broker.',
    { cause },
  );
}

/** Resolves when `work` has ended in any way, or after `ms`. */
export async function withinTime(ms: number, clock: Clock, work: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const timeout = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await Promise.race([work.catch(() => {}), timeout]);
  cancel();
}
