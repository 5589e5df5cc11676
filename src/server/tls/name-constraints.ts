import { isIPv4 } from 'node:net';
import type { Range } from './ranges.js';

/** Object identifier of the name constraints extension (RFC 5280, section 4.2.1.10). */
export const NAME_CONSTRAINTS = '2.5.29.30';

const SEQUENCE = 0x30;
/** Context-specific tags of `permittedSubtrees`, and of `dNSName` and `iPAddress` in a GeneralName. */
const PERMITTED = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/**
 * The DER of a NameConstraints extension: whoever holds the authority's key can speak for these names and addresses
 * and for no others, so that a stolen key of a pet camera opens no bank.
 */
export function permittedNames(
  domains: readonly string[],
  ranges: readonly Range[],
): Uint8Array<ArrayBuffer> {
  const names = domains.map((domain) => tagged(DNS_NAME, Buffer.from(domain, 'ascii')));
  const addresses = ranges.map(([address, prefix]) => tagged(IP_ADDRESS, addressAndMask(address, prefix)));
  const subtrees = [...names, ...addresses].map((base) => tagged(SEQUENCE, base));
  return new Uint8Array(tagged(SEQUENCE, tagged(PERMITTED, Buffer.concat(subtrees))));
}

function addressAndMask(address: string, prefix: number): Buffer {
  const bytes = isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address);
  const mask = bytes.map((_, index) => 0xff & (0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))));
  return Buffer.from([...bytes, ...mask]);
}

const ipv4Bytes = (address: string) => address.split('.').map(Number);

function ipv6Bytes(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  return [...groups(head), ...zeros, ...groups(tail)].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const header = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
