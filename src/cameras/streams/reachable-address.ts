import { addressesIn } from '../../core/ip-networks.js';
import { streamRefusal } from './failure.js';

/** Facts about this machine and its owner's wishes that decide where the hub may look for a camera. */
export interface AddressRules {
  /** Addresses of this machine, beside those that always mean it. */
  own: readonly string[];
  /** Ports that the hub itself listens on. */
  ownPorts: readonly number[];
  /** Addresses and networks (`192.0.2.0/24`) that the owner allows beside those of the home. */
  allowed: readonly string[];
}

const isHome = addressesIn(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
const isNever = addressesIn([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/128',
  'fe80::/10',
  'ff00::/8',
]);
const isLoopback = addressesIn(['127.0.0.0/8', '::1/128']);

/**
 * Check of a resolved address before the hub connects to it.
 *
 * @throws Refusal `stream-address` for link-local and multicast addresses and the hub's own ports, always; for this
 * machine and for addresses outside the home, unless the owner allows them.
 */
export function checkAddress(address: string, port: number, { own, ownPorts, allowed }: AddressRules): void {
  const plain = unmapped(address);
  if (isNever(plain)) throw refused(`${address} is no address of a camera.`);
  const isOwn = isLoopback(plain) || own.map(unmapped).includes(plain);
  if (isOwn && ownPorts.includes(port)) throw refused(`At ${address}, port ${port}, is the hub itself.`);
  if (addressesIn(allowed)(plain)) return;
  if (isOwn)
    throw refused(`${address} is this machine: name it in PETCAM_CAMERA_NETWORKS if a camera is there.`);
  if (isHome(plain)) return;
  throw refused(`${address} is outside the home: name it in PETCAM_CAMERA_NETWORKS if a camera is there.`);
}

function refused(sentence: string) {
  return streamRefusal('stream-address', sentence);
}

/** IPv4 addresses can be written as IPv6 ones (RFC 4291, section 2.5.5.2). */
function unmapped(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address.toLowerCase();
}
