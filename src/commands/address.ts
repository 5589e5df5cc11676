import { networkInterfaces } from 'node:os';
import type { Config } from '../config.js';

const ANY = new Set(['0.0.0.0', '::']);

/** The address that a phone on the same Wi-Fi opens; `port` is the one really bound. */
export function pageAddress(config: Pick<Config, 'publicUrl' | 'httpHost'>, port: number): string {
  if (config.publicUrl !== '') return config.publicUrl.replace(/\/$/, '');
  const host = ANY.has(config.httpHost) ? (firstAddress() ?? '127.0.0.1') : config.httpHost;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The first IPv4 address that other machines can reach. */
function firstAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
