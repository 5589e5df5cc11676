import type { Config } from './config/config.js';
import { networkState, outsideAddresses } from './network.js';

const ANY = new Set(['0.0.0.0', '::']);

/** Name of the hub by multicast DNS: it answers to it whatever its address is. */
export const MULTICAST_NAME = 'petcam.local';

/** Name by which cameras find a hub that is announced in its network; null where it is not. */
export function multicastName({ mdns }: Pick<Config, 'mdns'>): string | null {
  return mdns ? MULTICAST_NAME : null;
}

/** The ports that are really bound; `https` is null where the hub does no TLS itself. */
export interface PagePorts {
  http: number;
  https: number | null;
}

type PageConfig = Pick<Config, 'publicUrl' | 'advertisedHost' | 'httpHost' | 'httpsHost'>;

/** The address that a phone opens: on the same Wi-Fi, or where `host` is its name elsewhere, which needs TLS of the hub. */
export function pageAddress(config: PageConfig, ports: PagePorts, host: string | null = null): string {
  if (config.publicUrl !== '') return config.publicUrl.replace(/\/$/, '');
  if (host !== null && ports.https !== null) return origin('https', host, ports.https);
  return ports.https === null
    ? plainAddress(config, ports.http)
    : origin('https', reachableHost(config.httpsHost, config.advertisedHost), ports.https);
}

/** The address without TLS: for this machine itself, and for the page that explains how to trust the hub. */
export function plainAddress(config: Pick<Config, 'httpHost' | 'advertisedHost'>, port: number): string {
  return origin('http', reachableHost(config.httpHost, config.advertisedHost), port);
}

/**
 * True where a phone of the network meets a certificate that it does not know yet, and can be told of it without TLS
 * first: the hub does TLS with an authority of its own, and its plain port is for the network.
 */
export function leadsToTrust(
  config: Pick<Config, 'https' | 'tlsCertFile' | 'publicUrl' | 'httpLan' | 'httpHost'>,
): boolean {
  const { https, tlsCertFile, publicUrl, httpLan, httpHost } = config;
  return https && tlsCertFile === '' && publicUrl === '' && !httpLan && !isLoopback(httpHost);
}

/** True for the machine's own loopback, written as IPv4, IPv6 or IPv4 in IPv6. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}

/** `scheme://host:port`, an IPv6 address in brackets; the port is left out where it is the scheme's own. */
export function origin(scheme: 'http' | 'https', host: string, port: number): string {
  return new URL(`${scheme}://${inBrackets(host)}:${port}`).origin;
}

/** The address at which cameras of the network connect: `mqtts://host:port`. */
export function cameraAddress(config: Pick<Config, 'mqttTlsHost' | 'advertisedHost'>, port: number): string {
  return `mqtts://${inBrackets(reachableHost(config.mqttTlsHost, config.advertisedHost))}:${port}`;
}

function inBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Host by which others reach what listens on `host`: what the owner says (`advertised`), else that very address.
 * `0.0.0.0` and `::` stand for the likeliest address of this machine, and without one for its name in the network.
 */
export function reachableHost(host: string, advertised = '', network = networkState()): string {
  if (advertised !== '') return advertised;
  if (!ANY.has(host)) return host;
  const reachable = outsideAddresses(network).filter(({ family }) => host === '::' || family === 'IPv4');
  return reachable[0]?.address ?? MULTICAST_NAME;
}
