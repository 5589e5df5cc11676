/**
 * MQTT over TLS with pre-shared keys (RFC 4279, RFC 5489): the camera's key is its identity, in both directions and
 * without certificates that expire. Forward-secret suites only, so that a key that leaks later opens no old traffic.
 */
import { constants, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.js';
import { Fault } from '../../core/errors.js';
import { guardConnections } from '../../core/guarded-listener.js';
import { isCameraId } from '../protocol/identity.js';
import type { CameraId } from '../protocol/types.js';

/** Address, keys and callbacks of the TLS-PSK listener. */
export interface PskListenerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The 32 bytes of a camera's key; null for an unknown camera. */
  keyOf(camera: CameraId): Uint8Array | null;
  /** Takes a connection whose other end has proved that it is `identity`. */
  onConnection(socket: TLSSocket, identity: CameraId, address: string | undefined): void;
  /** Hears of a handshake that failed: with which camera's name, if one was given that is known. */
  onRefused?(camera: CameraId | undefined, address: string | undefined): void;
  /** Name of a client made of its address: of IPv6 a whole home has one. */
  clientOf(address: string): string;
  clock: Pick<Clock, 'after'>;
  log: Logger;
}

/** mbedTLS on the ESP32 offers the second one; both ends of a PC agree on the first. */
const SUITES = 'ECDHE-PSK-CHACHA20-POLY1305:ECDHE-PSK-AES128-CBC-SHA256';
const HANDSHAKE_MS = 5000;

/** Time in ms after which a client that sends no ClientHello is disconnected. */
const SILENCE_MS = 1500;

/** Connections of one camera at once: one, and those of before that nobody has noticed to be dead. */
const MOST_OF_ONE = 4;

/** Half of the places are kept for addresses where a camera has proved its key. */
const PLACES = { most: 128, strangers: 64, perAddress: 4 };

/**
 * Listener for MQTT over TLS with pre-shared keys (RFC 4279, RFC 5489). Forward-secret suites only, so that a key
 * that leaks later opens no old traffic.
 */
export class PskListener {
  readonly #options: PskListenerOptions;
  readonly #server: Server;
  /** Camera of a handshake, and the key that it uses. */
  readonly #proofs = new WeakMap<TLSSocket, { identity: CameraId; key: Uint8Array }>();
  /** Connections of each camera, the oldest first. */
  readonly #sockets = new Map<CameraId, Set<TLSSocket>>();
  readonly #prove: (socket: TLSSocket) => void;
  readonly #decoySecret = randomBytes(32);

  constructor(options: PskListenerOptions) {
    this.#options = options;
    this.#server = createServer({
      ciphers: SUITES,
      // Node takes no pre-shared keys in TLS 1.3, and nothing older than 1.2 is safe.
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      // A resumable TLS session would outlive the key that opened it.
      secureOptions: constants.SSL_OP_NO_TICKET,
      pskCallback: (socket, identity) => this.#keyFor(socket as TLSSocket, identity),
    });
    this.#prove = guardConnections(this.#server, {
      limits: PLACES,
      silenceMs: SILENCE_MS,
      clientOf: options.clientOf,
      refuse: (socket) => socket.destroy(),
      clock: options.clock,
    });
    this.#server.on('secureConnection', (socket) => this.#admit(socket));
    this.#server.on('tlsClientError', (error, socket) => {
      options.log.warn(
        { address: socket.remoteAddress, reason: error.message },
        'mqtt-tls: refused a connection',
      );
      options.onRefused?.(this.#proofs.get(socket)?.identity, socket.remoteAddress);
    });
  }

  /** Listens, and gives the port. Rejects with a `Fault` `mqtt-tls-port` when it cannot. */
  start(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause) => reject(portTaken(host, port, cause)));
      this.#server.listen(port, host, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const sockets of this.#sockets.values()) for (const socket of sockets) socket.destroy();
    await closed;
  }

  #keyFor(socket: TLSSocket, identity: string): Uint8Array {
    const key = isCameraId(identity) ? this.#keyOf(identity) : null;
    if (!key) return this.#decoyFor(identity);
    this.#proofs.set(socket, { identity, key });
    return key;
  }

  /**
   * A key that nobody has, always the same for a name: the handshake then fails as it does for a camera whose key is
   * wrong, and its alert does not tell which cameras there are (RFC 4279, section 2).
   */
  #decoyFor(identity: string): Uint8Array {
    return createHmac('sha256', this.#decoySecret).update(identity).digest();
  }

  /** Null also while it cannot be read: the handshake fails, and the camera tries again. */
  #keyOf(camera: CameraId): Uint8Array | null {
    try {
      return this.#options.keyOf(camera);
    } catch (error) {
      this.#options.log.error({ err: error, camera }, 'mqtt-tls: reading a camera key failed');
      return null;
    }
  }

  #admit(socket: TLSSocket): void {
    // Every cipher suite on offer needs a key, so every socket here has an identity.
    const { identity, key } = this.#proofs.get(socket) as { identity: CameraId; key: Uint8Array };
    const current = this.#keyOf(identity);
    // The key was removed or replaced during the handshake.
    if (current === null || !timingSafeEqual(current, key)) {
      socket.destroy();
      return;
    }
    this.#prove(socket);
    this.#keep(identity, socket);
    socket.setNoDelay(true);
    this.#options.onConnection(socket, identity, socket.remoteAddress);
  }

  /** One camera takes the places of no other: of too many of its connections the oldest ends. */
  #keep(identity: CameraId, socket: TLSSocket): void {
    const sockets = this.#sockets.get(identity) ?? new Set();
    this.#sockets.set(identity, sockets.add(socket));
    const [oldest] = sockets;
    if (sockets.size > MOST_OF_ONE) oldest?.destroy();
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.#sockets.get(identity) === sockets) this.#sockets.delete(identity);
    });
  }
}

function portTaken(host: string, port: number, cause: Error): Fault {
  const hint = 'Set PETCAM_MQTT_TLS_PORT to a free port, or stop what uses this one.';
  return new Fault('mqtt-tls-port', `MQTT over TLS cannot listen on ${host}:${port}.`, hint, { cause });
}
