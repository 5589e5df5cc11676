/**
 * The embedded MQTT 3.1.1 broker: aedes behind the guards that the wire contract promises. Cameras come in over
 * the plain listener (or, through `accept`, over any other transport); the hub's own client comes in over
 * `connect`, inside the process, and needs no password.
 */
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { Logger } from 'pino';
import { Fault } from '../../core/errors.js';
import { isCameraId } from '../protocol/identity.js';
import type { CameraId } from '../protocol/types.js';
import { HUB_CLIENT_ID, mayPublish, mayRetain, maySubscribe, ReturnCode, refuseClaim } from './access.js';
import { GuardedStream } from './guarded-stream.js';

/** Address, access and limits of the embedded broker. */
export interface BrokerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /**
   * Whether the camera `username` may come in. `identity` is the name that the transport has proved already, and
   * then there may be no password.
   */
  authenticate(username: CameraId, password: string | null, identity: string | null): Promise<boolean>;
  externalClient?: ExternalClient | null;
  /** Called when a camera has come in; `replaces` when it ended a connection of the same name that was open. */
  onCamera?: (camera: CameraId, replaces: boolean, address: string) => void;
  log: Logger;
  /** Milliseconds from the TCP connection to its CONNECT; 5,000 unless given. */
  connectTimeoutMs?: number;
}

/** A program of the home that is no camera, for instance Home Assistant. */
export interface ExternalClient {
  /** Not one that a camera could have. */
  username: string;
  /** Compares in constant time. */
  checkPassword(password: string | null): boolean;
  mayPublish(topic: string): boolean;
  maySubscribe(filter: string): boolean;
}

/** Connections at once; the next one is closed as it comes. */
export const MAX_CONNECTIONS = 64;

/** The hub's own link may be full for so long, in ms, before it is cut and made anew. */
const HUB_DRAIN_MS = 30_000;

/** Client at the other end of a stream. */
type Peer =
  | { hub: true; address: string }
  | { hub: false; stream: GuardedStream; identity: string | null; address: string };

/**
 * Embedded MQTT 3.1.1 broker: aedes behind the limits that the wire contract promises. Cameras connect to the plain
 * listener (or, through `accept`, over any other transport); the hub's own client connects inside the process, by
 * `connect`, and needs no password.
 */
export class Broker {
  readonly #options: BrokerOptions;
  readonly #log: Logger;
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #peers = new WeakMap<object, Peer>();
  /** With the name that each has proved, if it has. */
  readonly #streams = new Map<GuardedStream, string | null>();
  readonly #keepAlive = new WeakMap<Client, number>();
  readonly #admitted = new Map<CameraId, Client>();
  readonly #externalClients = new WeakSet<Client>();
  /** Those that came in while another one of their name was there. */
  readonly #successors = new WeakSet<Client>();

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#aedes = new Aedes(this.#aedesOptions());
    this.#server = createServer((socket) => {
      socket.setNoDelay(true);
      this.accept(socket, null, socket.remoteAddress);
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Listens, and gives the port. Rejects with a `Fault` `mqtt-port` when it cannot. */
  async start(): Promise<number> {
    await this.#aedes.listen();
    this.#watch();
    try {
      return await this.#listen();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  #listen(): Promise<number> {
    const { host, port } = this.#options;
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', (cause) => reject(portTaken(host, port, cause)));
      server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
    });
  }

  /** Cuts every connection and stops listening. */
  async stop(): Promise<void> {
    const listening = this.#server.listening;
    const closed = new Promise<void>((resolve) =>
      listening ? this.#server.close(() => resolve()) : resolve(),
    );
    for (const stream of this.#streams.keys()) stream.destroy();
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    await closed;
  }

  /** A stream to the broker for the hub's own client. */
  connect(): Duplex {
    const [near, far] = duplexPair();
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
    this.#peers.set(far, { hub: true, address: 'inside' });
    this.#aedes.handle(far);
    return near;
  }

  /** Takes a camera's connection of any transport; `identity` is the name that the transport has proved. */
  accept(socket: Duplex, identity: string | null, address = 'unknown'): void {
    const stream = new GuardedStream(socket);
    this.#streams.set(stream, identity);
    stream.once('close', () => this.#streams.delete(stream));
    this.#peers.set(stream, { hub: false, stream, identity, address });
    this.#aedes.handle(stream);
  }

  /**
   * Ends every connection of a camera, for instance because its key was taken away: the one it talks over, and those
   * that have proved its name in TLS and nothing else yet.
   */
  disconnectCamera(camera: CameraId): void {
    this.#admitted.get(camera)?.close();
    for (const [stream, identity] of this.#streams) if (identity === camera) stream.destroy();
  }

  #aedesOptions(): AedesOptions {
    return {
      connectTimeout: this.#options.connectTimeoutMs ?? 5000,
      drainTimeout: HUB_DRAIN_MS,
      maxTopicLevels: 8,
      maxInflightInbound: 1,
      // A session that outlives its connection would queue messages without a bound: every session is clean.
      preConnect: (client, packet, done) => {
        packet.clean = true;
        this.#keepAlive.set(client, Number(packet.keepalive));
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        const admitted = this.#authenticate(client, username, password?.toString('utf8') ?? null);
        admitted.then((code) => done(code === null ? null : refusal(code), code === null));
      },
      authorizePublish: (client, packet, done) => {
        if (client !== null && !this.#peerOf(client).hub) {
          if (packet.qos === 2) return done(new Error('QoS 2 is not served'));
          if (!this.#mayPublish(client, packet.topic))
            return done(new Error('published outside its own topics'));
          packet.retain &&=
            !this.#externalClients.has(client) && mayRetain(client.id, packet.topic, packet.payload.length);
        }
        done(null);
      },
      authorizeSubscribe: (client, subscription, done) => {
        const allowed = this.#peerOf(client).hub || this.#maySubscribe(client, subscription.topic);
        if (!allowed)
          this.#log.warn({ camera: client.id, topic: subscription.topic }, 'broker: refused a subscription');
        done(null, allowed ? subscription : null);
      },
      authorizeForward: (client, packet) => {
        const own = 'clientId' in packet && packet.clientId === client.id;
        return own && !this.#peerOf(client).hub ? null : packet;
      },
    };
  }

  #mayPublish(client: Client, topic: string): boolean {
    const { externalClient } = this.#options;
    if (externalClient && this.#externalClients.has(client)) return externalClient.mayPublish(topic);
    return mayPublish(client.id, topic);
  }

  #maySubscribe(client: Client, filter: string): boolean {
    const { externalClient } = this.#options;
    if (externalClient && this.#externalClients.has(client)) return externalClient.maySubscribe(filter);
    return maySubscribe(client.id, filter);
  }

  /** Every stream that aedes ever sees comes from `accept` or `connect`. */
  #peerOf(client: Client): Peer {
    return this.#peers.get(client.conn) as Peer;
  }

  /** Null for yes, else the return code of the refusal. */
  async #authenticate(
    client: Client,
    username: string | undefined,
    password: string | null,
  ): Promise<number | null> {
    const peer = this.#peerOf(client);
    if (peer.hub) return null;
    const { identity, address } = peer;
    if (identity === null && username === this.#options.externalClient?.username)
      return this.#checkExternalClient(client, password);
    const keepAliveSeconds = this.#keepAlive.get(client) as number;
    const code = refuseClaim({ clientId: client.id, username, keepAliveSeconds, identity });
    const result = code ?? (await this.#check(username as string, password, identity));
    const camera = username !== undefined && isCameraId(username) ? username : null;
    if (result === null && this.#admitted.has(client.id)) this.#successors.add(client);
    if (result !== null) this.#log.warn({ camera, address, code: result }, 'broker: refused a connection');
    return result;
  }

  #checkExternalClient(client: Client, password: string | null): number | null {
    // A second client of one name ends the first: it must not be a camera's name, nor the hub's own.
    const taken = this.#admitted.has(client.id) || client.id.startsWith(HUB_CLIENT_ID);
    if (taken) return ReturnCode.identifierRejected;
    if (!this.#options.externalClient?.checkPassword(password)) {
      this.#log.warn(
        { externalClient: this.#options.externalClient?.username },
        'broker: refused a connection',
      );
      return ReturnCode.badCredentials;
    }
    this.#externalClients.add(client);
    return null;
  }

  async #check(username: string, password: string | null, identity: string | null): Promise<number | null> {
    if (!isCameraId(username)) return ReturnCode.badCredentials;
    try {
      const known = await this.#options.authenticate(username, password, identity);
      return known ? null : ReturnCode.badCredentials;
    } catch (error) {
      this.#log.error({ err: error, camera: username }, 'broker: checking a camera failed');
      return ReturnCode.unavailable;
    }
  }

  #watch(): void {
    this.#aedes.on('clientReady', (client) => this.#admit(client));
    this.#aedes.on('clientDisconnect', (client) => {
      if (this.#admitted.get(client.id) === client) this.#admitted.delete(client.id);
    });
    const ended = (client: Client, error: Error) => {
      const { hub, address } = this.#peerOf(client);
      const camera = this.#admitted.get(client.id) === client ? client.id : null;
      this.#log[hub ? 'debug' : 'info']({ camera, address, reason: error.message }, 'connection ended');
    };
    this.#aedes.on('clientError', ended);
    this.#aedes.on('connectionError', ended);
  }

  #admit(client: Client): void {
    const peer = this.#peerOf(client);
    if (peer.hub) return;
    peer.stream.admit();
    if (this.#externalClients.has(client)) return;
    this.#admitted.set(client.id, client);
    this.#log.info({ camera: client.id, address: peer.address }, 'broker: admitted a camera');
    this.#options.onCamera?.(client.id, this.#successors.has(client), peer.address);
  }
}

function refusal(returnCode: number) {
  return Object.assign(new Error(`refused with return code ${returnCode}`), { returnCode });
}

function portTaken(host: string, port: number, cause: Error): Fault {
  return new Fault(
    'mqtt-port',
    `The MQTT broker cannot listen on ${host}:${port}.`,
    'Is another broker running? Choose another port, or stop the other one.',
    { cause },
  );
}
