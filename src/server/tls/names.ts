import { networkInterfaces } from 'node:os';
import { isHomeAddress } from './ranges.js';

/** DNS names and IP addresses that a certificate is for. */
export interface CertificateNames {
  dns: string[];
  ip: string[];
}

/** A machine with more addresses than this is no home hub; a certificate stays small. */
const MOST_ADDRESSES = 16;

/** Every name and address under which the home reaches this machine. `multicast` are its names in `.local`. */
export function hubNames(multicast: readonly string[], hostname: string): CertificateNames {
  const label = /^[a-z\d-]+/.exec(hostname.toLowerCase())?.[0];
  const own = label ? [`${label}.local`, `${label}.lan`, `${label}.home.arpa`] : [];
  const addresses = Object.values(networkInterfaces())
    .flatMap((list = []) => list)
    .map(({ address }) => address)
    .filter(isHomeAddress);
  return {
    dns: unique([...multicast, ...own, 'localhost']),
    ip: unique(['127.0.0.1', ...addresses]).slice(0, MOST_ADDRESSES),
  };
}

const unique = (values: string[]) => [...new Set(values)];
