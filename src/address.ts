import { networkInterfaces } from 'node:os';
import type { Config } from './config.js';

const ANY = new Set(['0.0.0.0', '::']);

/** The address that a phone on the same Wi-Fi opens; `port` is the one really bound. */
export function pageAddress(config: Pick<Config, 'publicUrl' | 'httpHost'>, port: number): string {
  if (config.publicUrl !== '') return config.publicUrl.replace(/\/$/, '');
  const host = reachableHost(config.httpHost);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What others call a host that is listened on: any address stands for the first one that they can reach. */
export function reachableHost(host: string): string {
  return ANY.has(host) ? (firstAddress() ?? '127.0.0.1') : host;
}

/** The first IPv4 address that other machines can reach. */
function firstAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
