import { addressesIn } from '../../core/ip-networks.js';

/** An address range: `[address, prefix length]`. */
export type Range = readonly [address: string, prefix: number];

/**
 * Addresses that exist inside homes only: loopback, link-local, RFC 1918, the shared range of RFC 6598 (which home
 * VPNs use) and unique local IPv6 (RFC 4193).
 */
export const homeRanges: readonly Range[] = [
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
];

/** Names that exist inside homes only (RFC 6761, 6762, 8375); each stands for everything below it. */
export const homeDomains: readonly string[] = ['localhost', 'local', 'lan', 'internal', 'home.arpa'];

/** True for an address that no other network can have claimed. */
export const isHomeAddress = addressesIn(homeRanges.map(([address, prefix]) => `${address}/${prefix}`));
