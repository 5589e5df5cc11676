/** Rights of a camera at the broker. Pure. docs/PROTOCOL.md, sections "Connection" and "Limits". */
import { MAX_JSON_BYTES } from '../protocol/limits.js';
import { BRIDGE_INFO, BRIDGE_STATE, formatTopic, ROOT } from '../protocol/topics.js';
import type { CameraId } from '../protocol/types.js';

/**
 * Client id of the hub at a broker, and the beginning of the ids of its other connections. The underline keeps it
 * from cameras: their client id is their own id, and no camera's id may have one.
 */
export const HUB_CLIENT_ID = 'petcam_hub';

/** Seconds of keep alive that a camera may ask for, at most; 0 would be for ever. */
export const MAX_KEEP_ALIVE_SECONDS = 120;

/** A camera publishes below its own name only. */
export function mayPublish(camera: CameraId, topic: string): boolean {
  return topic.startsWith(`${ROOT}/${camera}/`);
}

/** A camera subscribes below its own name, with wildcards or without, and to the two topics of the hub. */
export function maySubscribe(camera: CameraId, filter: string): boolean {
  return filter.startsWith(`${ROOT}/${camera}/`) || filter === BRIDGE_STATE || filter === BRIDGE_INFO;
}

/** Only a camera's availability and state are kept for later subscribers, and only in their proper size. */
export function mayRetain(camera: CameraId, topic: string, payloadBytes: number): boolean {
  const kept =
    topic === formatTopic({ kind: 'availability', camera }) ||
    topic === formatTopic({ kind: 'state', camera });
  return kept && payloadBytes <= MAX_JSON_BYTES;
}

/** The CONNECT return codes of MQTT 3.1.1, table 3.1, that the hub uses. */
export const ReturnCode = { identifierRejected: 2, unavailable: 3, badCredentials: 4 } as const;

/** Identity that a client claims when it connects, before it is believed. */
export interface Claim {
  clientId: string;
  username: string | undefined;
  keepAliveSeconds: number;
  /** The name that the transport has proved already (TLS-PSK), if there is one. */
  identity: string | null;
}

/** The return code that refuses a claim before its password is even looked at; null when it may be checked. */
export function refuseClaim({ clientId, username, keepAliveSeconds, identity }: Claim): number | null {
  if (username === undefined || (identity !== null && identity !== username))
    return ReturnCode.badCredentials;
  if (clientId !== username) return ReturnCode.identifierRejected;
  const alive = keepAliveSeconds > 0 && keepAliveSeconds <= MAX_KEEP_ALIVE_SECONDS;
  return alive ? null : ReturnCode.identifierRejected;
}
