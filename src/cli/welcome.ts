import { leadsToTrust, type PagePorts, pageAddress, plainAddress } from '../core/address.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { authorityOf } from '../server/tls/certificates.js';
import { wordsOfFingerprint } from '../server/tls/fingerprint-words.js';
import type { Welcome } from './banner.js';

/** Addresses of a hub with these settings, running or not. Makes its authority when it has none yet. */
export async function welcomeOf(config: Config, ports: PagePorts, clock: Clock): Promise<Welcome> {
  const address = pageAddress(config, ports);
  const here = ports.https === null ? null : `http://localhost:${ports.http}`;
  const own = config.tlsCertFile !== '' || config.publicUrl !== '';
  if (ports.https === null || own) return { address, here, trust: null, first: null };
  const { fingerprint } = await authorityOf(config.dataDirectory, clock);
  const plain = plainAddress(config, ports.http);
  return {
    address,
    here,
    trust: { page: `${plain}/trust`, fingerprint, words: await wordsOfFingerprint(fingerprint) },
    first: leadsToTrust(config) ? plain : null,
  };
}

/** The ports as the settings have them, for a hub that may not run. */
export function configuredPorts({ httpPort, https, httpsPort }: Config): PagePorts {
  return { http: httpPort, https: https ? httpsPort : null };
}
