import { networkInterfaces } from 'node:os';
import type { Config } from './config/config.js';

const ANY = new Set(['0.0.0.0', '::']);

/** The ports that are really bound; `https` is null where the hub does no TLS itself. */
export interface PagePorts {
  http: number;
  https: number | null;
}

type PageConfig = Pick<Config, 'publicUrl' | 'httpHost' | 'httpsHost'>;

/** The address that a phone on the same Wi-Fi opens. */
export function pageAddress(config: PageConfig, ports: PagePorts): string {
  if (config.publicUrl !== '') return config.publicUrl.replace(/\/$/, '');
  return ports.https === null
    ? plainAddress(config, ports.http)
    : origin('https', reachableHost(config.httpsHost), ports.https);
}

/** The address without TLS: for this machine itself, and for the page that explains how to trust the hub. */
export function plainAddress(config: Pick<Config, 'httpHost'>, port: number): string {
  return origin('http', reachableHost(config.httpHost), port);
}

/** `scheme://host:port`, an IPv6 address in brackets; the port is left out where it is the scheme's own. */
export function origin(scheme: 'http' | 'https', host: string, port: number): string {
  return new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;
}

/**
 * Host by which others reach one that is listened on: `0.0.0.0` and `::` stand for the first outside address.
 */
export function reachableHost(host: string): string {
  return ANY.has(host) ? (firstAddress() ?? '127.0.0.1') : host;
}

/** The first IPv4 address that other machines can reach. */
function firstAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
