/** By which way somebody reaches the hub, and whether that way leads in from outside the home. Pure. */
import { isIP } from 'node:net';
import { isLoopback } from './address.js';
import { addressesIn } from './ip-networks.js';
import { type NetworkState, outsideAddresses, plainIp } from './network.js';

/** Ways into a home that need no open port at the router. */
export type TunnelKind = 'tailscale' | 'wireguard';

/** Way by which a device reaches the hub; `elsewhere` is an address that belongs to neither the home nor a tunnel. */
export type Way = TunnelKind | 'home' | 'machine' | 'elsewhere';

/** A tunnel that runs on this machine, with the hub's address in it. */
export interface Tunnel {
  kind: TunnelKind;
  interface: string;
  address: string;
}

/** Addresses that Tailscale hands out: of carrier-grade NAT, and of its own prefix. */
const isTailscale = addressesIn(['100.64.0.0/10', 'fd7a:115c:a1e0::/48']);
const isHome = addressesIn([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);

const TUNNELS: [RegExp, TunnelKind][] = [
  [/^tailscale/, 'tailscale'],
  [/^wg/, 'wireguard'],
];

/** Tunnels that run here, by the names of their interfaces. */
export function tunnelsOf(state: NetworkState): Tunnel[] {
  return outsideAddresses(state).flatMap(({ interface: name, address }) => {
    const kind = kindOf(name);
    return kind === null ? [] : [{ kind, interface: name, address }];
  });
}

/** Way by which a client of this address came. */
export function wayOf(client: string, state: NetworkState): Way {
  const address = plainIp(client);
  if (isLoopback(client)) return 'machine';
  if (isTailscale(address)) return 'tailscale';
  if (isInWireguard(address, state)) return 'wireguard';
  return isHome(address) ? 'home' : 'elsewhere';
}

/**
 * True for an address of the page that can lead in from outside: not a name of multicast DNS or of homes, not a private
 * address. Addresses of Tailscale can.
 */
export function leadsIn(page: string): boolean {
  const host = new URL(page).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(host) !== 0) return isTailscale(host) || !(isHome(host) || isLoopback(host));
  return host.includes('.') && !/\.(local|lan|home\.arpa|internal|localhost)$/.test(host);
}

function kindOf(name: string): TunnelKind | null {
  return TUNNELS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function isInWireguard(address: string, { interfaces }: NetworkState): boolean {
  const found = Object.entries(interfaces).flatMap(([name, list = []]) =>
    kindOf(name) === 'wireguard' ? list.flatMap(({ cidr }) => cidr ?? []) : [],
  );
  return addressesIn(found)(address);
}
