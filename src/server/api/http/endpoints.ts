import type { Certificates } from '../../tls/types.js';

/** How phones reach the hub. */
export interface HttpEndpoints {
  /** For the TLS server; null where the hub does no TLS itself. */
  certificates: Certificates | null;
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
