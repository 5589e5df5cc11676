import type { Credentials } from './authentication.js';

/** Place where a camera is read, as it was found when it was added. */
export interface StreamSource {
  /** Address with path and query; without name and password. */
  url: string;
  /** IP address that the host led to; the hub connects to no other one. */
  address: string;
  /** SHA-256 of the camera's own certificate, hexadecimal; null where an authority vouches for it, and without TLS. */
  certificate: string | null;
  credentials: Credentials | null;
}

/** Shape in which a camera hands out pictures: one without end, or one at each request. */
export type StreamKind = 'stream' | 'snapshot';

/** Schemes of the addresses at which the hub reads cameras, with the port where an address does not name one. */
const PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'rtsp:': 554,
  'rtsps:': 322,
  'mqtt:': 1883,
  'mqtts:': 8883,
};

/** True for an address of a scheme at which the hub can read a camera. */
export function isReadable({ protocol, hostname }: URL): boolean {
  return hostname !== '' && Object.hasOwn(PORTS, protocol);
}

/** Port of an address, also where it does not name one. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (PORTS[protocol] ?? 0) : Number(port);
}

/** True when what is said to the camera goes over TLS. */
export function isEncrypted({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'rtsps:' || protocol === 'mqtts:';
}

/** True when two addresses lead to the same server, whatever their paths; a password is for one server. */
export function isSameServer(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && hostOf(one) === hostOf(other) && portOf(one) === portOf(other);
}

/** Host of an address without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
