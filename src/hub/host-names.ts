import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname as machineName } from 'node:os';
import type { Config } from '../core/config/config.js';
import { isServedHost } from '../server/api/http/known-hosts.js';
import { hubNames } from '../server/tls/names.js';
import type { Certificates } from '../server/tls/types.js';

/** Sources of the names under which phones ask for the hub. */
export interface HostNameSources {
  config: Pick<Config, 'allowedHosts' | 'advertisedHost' | 'publicUrl' | 'httpHost' | 'httpsHost'>;
  /** Null where the hub does no TLS itself. */
  certificates: Pick<Certificates, 'current' | 'onChange'> | null;
  /** The names in `.local` under which the hub is announced now. */
  multicastNames: () => readonly string[];
  /** True for a name that the hub has another certificate for. */
  isCertified?: (name: string) => boolean;
  /** The machine's own name. */
  hostname?: () => string;
  /** File that says in which domains the machine looks for others. */
  resolverFile?: string;
}

/** Makes the function that says whether a `Host` is the hub's own. */
export function hostCheck(sources: HostNameSources): (host: string) => boolean {
  const { certificates, isCertified: isElsewhere = () => false } = sources;
  let leaf = certificates && new X509Certificate(certificates.current().cert);
  certificates?.onChange(({ cert }) => {
    leaf = new X509Certificate(cert);
  });
  const isCertified = (name: string) =>
    isElsewhere(name) || (leaf !== null && leaf.checkHost(name) !== undefined);
  let names = namesOf(sources);
  return (host) => {
    if (isServedHost(host, { names, isCertified })) return true;
    // The machine may be in another network by now, or announced under another name.
    names = namesOf(sources);
    return isServedHost(host, { names, isCertified });
  };
}

function namesOf(sources: HostNameSources): Set<string> {
  const { config, multicastNames, hostname = machineName, resolverFile = '/etc/resolv.conf' } = sources;
  const { publicUrl, advertisedHost, httpHost, httpsHost, allowedHosts } = config;
  const names = [
    ...hubNames(multicastNames(), hostname()).dns,
    ...machineNames(hostname(), textOf(resolverFile)),
    ...(publicUrl === '' ? [] : [new URL(publicUrl).hostname]),
    ...[advertisedHost, httpHost, httpsHost, ...allowedHosts],
  ];
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Names of a machine by itself, and under the domains in which its `resolver` (`resolv.conf`) looks for others. */
export function machineNames(hostname: string, resolver: string): string[] {
  const label = hostname.split('.', 1)[0] as string;
  const domains = resolver
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([word, ...values]) => (word === 'search' || word === 'domain' ? values : []));
  return [hostname, label, ...domains.map((domain) => `${label}.${domain.replace(/\.$/, '')}`)];
}

/** Text of a file; empty where there is none. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
