import { connect } from 'mqtt';
import { encodeAvailability } from '../protocol/state.js';
import { BRIDGE_STATE, formatTopic } from '../protocol/topics.js';

/** A camera's connection: made again by itself when it breaks. */
export interface CameraConnection {
  /**
   * Sends now, or forgets when there is no connection: what matters is asked for again. Resolves when the broker
   * has it, or never can have it.
   */
  send(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<void>;
  /** Breaks the connection without a farewell, as a camera does whose power goes. */
  cut(): void;
  end(): Promise<void>;
}

/** Broker, identity and callbacks of a simulated camera's connection. */
export interface ConnectionOptions {
  url: string;
  camera: string;
  key: string;
  /** Each time the camera is connected and subscribed. */
  onReady(): void;
  onMessage(topic: string, payload: Uint8Array): void;
  onError(error: Error): void;
}

const KEEP_ALIVE_SECONDS = 30;
const RECONNECT_MS = 1000;

/** TLS 1.2 where the key proves both ends, as an ESP32 does it: no certificate is looked at. */
function overTls(camera: string, key: string) {
  return {
    minVersion: 'TLSv1.2' as const,
    maxVersion: 'TLSv1.2' as const,
    ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
    pskCallback: () => ({ identity: camera, psk: Buffer.from(key, 'hex') }),
    checkServerIdentity: () => undefined,
  };
}

/** Connects as docs/PROTOCOL.md, section "Connection", asks for. */
export function connectCamera(options: ConnectionOptions): CameraConnection {
  const { url, camera, key, onReady, onMessage, onError } = options;
  const client = connect(url, {
    protocolVersion: 4,
    clientId: camera,
    username: camera,
    password: key,
    clean: true,
    keepalive: KEEP_ALIVE_SECONDS,
    reconnectPeriod: RECONNECT_MS,
    // A hub that cannot read its keys for a moment refuses; the client would stay away for ever.
    reconnectOnConnackError: true,
    queueQoSZero: false,
    resubscribe: false,
    ...(url.startsWith('mqtts:') && overTls(camera, key)),
    will: {
      topic: formatTopic({ kind: 'availability', camera }),
      payload: encodeAvailability(false),
      qos: 1,
      retain: true,
    },
  });
  const subscriptions = [
    `petcam/${camera}/request/+`,
    `petcam/${camera}/burst/+/ack`,
    `petcam/${camera}/update/chunk/+`,
    BRIDGE_STATE,
  ];
  client.on('connect', () => {
    client.subscribe(subscriptions, { qos: 1 }, (error) => (error ? onError(error) : onReady()));
  });
  client.on('message', onMessage);
  client.on('error', onError);
  return {
    async send(topic, payload, { qos, retain = false }) {
      if (!client.connected) return;
      await client.publishAsync(topic, Buffer.from(payload), { qos, retain }).catch(() => {});
    },
    cut: () => client.stream.destroy(),
    end: () => client.endAsync(true),
  };
}
