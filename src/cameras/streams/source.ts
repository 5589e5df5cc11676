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

/** Port of an address, also where it does not name one. */
export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** Host of an address without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
