import type { SecureContext } from 'node:tls';
import type { TailscaleState } from '../../tls/tailscale.js';
import type { Certificates } from '../../tls/types.js';

/** Where links lead: where a setting of the hub says, to its name in Tailscale, or to its address at home. */
export type LinksLead = 'fixed' | 'tailscale' | 'home';

/** How far Tailscale is, with the page of the hub under its name there; null while it has none. */
export type TailscaleReport = Omit<TailscaleState, 'name'> & { address: string | null };

/** How phones reach the hub. */
export interface HttpEndpoints {
  /** For the TLS server; null where the hub does no TLS itself. */
  certificates: Certificates | null;
  /** Context of TLS for who asks for `servername`; null for the certificate that everybody else is shown. */
  contextFor: (servername: string) => SecureContext | null;
  /** How far Tailscale is, looked at now. */
  tailscale: () => Promise<TailscaleReport>;
  links: () => LinksLead;
  /** Has links lead elsewhere. Refusals `links-fixed`, `tailscale-not-ready`. */
  leadLinks: (to: 'tailscale' | 'home') => Promise<void>;
  /** Serve the network without TLS too, as the owner has chosen. */
  allowPlainHttp: boolean;
  /** `https://host:port` for whoever asked for `hostname`; null where there is none. */
  secureOrigin: (hostname: string) => string | null;
  /** True for the `Host` of a request that names the hub: an address, or one of its names; a port may follow. */
  isKnownHost: (host: string) => boolean;
  /** Address that a phone of the home opens: for links and QR codes. */
  address: () => string;
  /**
   * Address without TLS whose front page leads a phone to trust the hub first, for QR codes without a secret; null where
   * a phone needs no such page, or cannot reach it.
   */
  firstAddress: () => string | null;
}
