import { existsSync, readFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** Networks of containers, virtual machines and tunnels: no phone or camera of the home is there. */
const VIRTUAL = /^(lo|docker|br-|veth|virbr|cni|flannel|tun|tap|wg|tailscale|zt|ppp)/;

/** One address of this machine by which others may reach it. */
export interface OutsideAddress {
  interface: string;
  address: string;
  family: 'IPv4' | 'IPv6';
  /** True on the interface that the default route goes through: the one to the router of the home. */
  isDefault: boolean;
  /** True for an address that a machine gives itself when nobody else does (169.254.0.0/16). */
  isLinkLocal: boolean;
  isVirtual: boolean;
}

/** Network of this machine as the kernel describes it. */
export interface NetworkState {
  interfaces: Record<string, NetworkInterfaceInfo[] | undefined>;
  /** Names of interfaces with a default route, the preferred one first. */
  defaults: string[];
}

/** True for an interface of containers, virtual machines or tunnels, by its name. */
export function isVirtualInterface(name: string): boolean {
  return VIRTUAL.test(name);
}

/**
 * Host to listen on for `host`: `::` is every address of both families, and of IPv4 alone where the kernel has no IPv6.
 * @param folder of the kernel's tables of addresses
 */
export function listeningHost(host: string, folder = '/proc/net'): string {
  return host === '::' && !existsSync(`${folder}/if_inet6`) ? '0.0.0.0' : host;
}

/** Address as people write it: one of IPv4 that came over a listener of both families without its prefix. */
export function plainIp(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Network as it is now. @param folder of the kernel's tables of routes */
export function networkState(folder = '/proc/net'): NetworkState {
  const tables = [ipv4Defaults(table(`${folder}/route`)), ipv6Defaults(table(`${folder}/ipv6_route`))];
  const defaults = tables.flatMap((routes) => routes.sort((a, b) => a.metric - b.metric));
  return { interfaces: networkInterfaces(), defaults: [...new Set(defaults.map(({ name }) => name))] };
}

/**
 * Addresses by which others may reach this machine, the likeliest first: not of a virtual network, not one that the
 * machine gave itself, on the interface of the default route, IPv4 before IPv6. Pure.
 */
export function outsideAddresses({ interfaces, defaults }: NetworkState): OutsideAddress[] {
  const known = Object.entries(interfaces).flatMap(([name, list = []]) =>
    list.filter(isOutside).map(({ address, family }) => ({
      interface: name,
      address,
      family,
      isDefault: defaults.includes(name),
      isLinkLocal: address.startsWith('169.254.'),
      isVirtual: isVirtualInterface(name),
    })),
  );
  const rank = ({ interface: name }: OutsideAddress) => {
    const place = defaults.indexOf(name);
    return place === -1 ? defaults.length : place;
  };
  return known.sort(
    (a, b) =>
      Number(a.isVirtual) - Number(b.isVirtual) ||
      Number(a.isLinkLocal) - Number(b.isLinkLocal) ||
      rank(a) - rank(b) ||
      a.family.localeCompare(b.family),
  );
}

/** An address of IPv6 that needs the name of an interface beside it is of no use to others. */
function isOutside({ address, internal }: NetworkInterfaceInfo): boolean {
  return !internal && !/^fe[89ab]/i.test(address);
}

interface Route {
  name: string;
  metric: number;
}

/** Lines of `/proc/net/route`: name, destination, gateway, flags, two counts, metric, mask, in hexadecimal. */
function ipv4Defaults(lines: string[][]): Route[] {
  return lines.flatMap(([name = '', destination, , , , , metric, mask]) =>
    destination === '00000000' && mask === '00000000' ? [{ name, metric: Number(metric) }] : [],
  );
}

/** Lines of `/proc/net/ipv6_route`: destination, its length, ..., metric, ..., name. */
function ipv6Defaults(lines: string[][]): Route[] {
  return lines.flatMap((line) => {
    const [destination = '', length, , , , metric = ''] = line;
    const name = String(line.at(-1));
    const isDefault = /^0+$/.test(destination) && length === '00' && name !== 'lo';
    return isDefault ? [{ name, metric: Number.parseInt(metric, 16) }] : [];
  });
}

/** Words of each line; none where the kernel has no such table. */
function table(file: string): string[][] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
  } catch {
    return [];
  }
}
