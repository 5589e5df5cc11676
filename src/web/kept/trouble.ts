/** Why the hub may not be reached, as far as the phone can tell. */
export type Trouble = 'no-network' | 'mobile-data' | 'home-address' | 'tailscale' | 'public';

/** Facts of the phone that say why. */
export interface Phone {
  /** False when it is in no network at all. */
  online: boolean;
  /** Kind of its network, `cellular` for one; undefined where the browser does not say. */
  network: string | undefined;
  /** Host in the address of the page. */
  host: string;
}

/** Cause that is likeliest: a hub at a home's own address is out of reach wherever the phone is not at home. */
export function troubleOf({ online, network, host }: Phone): Trouble {
  if (!online) return 'no-network';
  if (isTailscale(host)) return 'tailscale';
  if (!isAtHomeOnly(host)) return 'public';
  return network === 'cellular' ? 'mobile-data' : 'home-address';
}

const isTailscale = (host: string) =>
  host.endsWith('.ts.net') ||
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(host) ||
  host.startsWith('[fd7a:');

/** Names without a dot, names that end at home, and private addresses; this very machine is one. */
const isAtHomeOnly = (host: string) =>
  !/[.:]/.test(host) ||
  /\.(local|lan|home\.arpa|internal|localhost)$/.test(host) ||
  /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(host) ||
  /^\[(::1\]|f[cd]|fe8)/.test(host);
