import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { HttpEndpoints } from './endpoints.js';
import { ApiRefusal } from './problems.js';

/** Names that a hub answers to. */
export interface KnownNames {
  /** In lower case, without a dot at the end. */
  names: ReadonlySet<string>;
  /** True for a name that the hub's certificate is for, by a wildcard too. */
  isCertified(name: string): boolean;
}

/** `Host` of a request: an IPv6 address in brackets, or anything else without a colon; then perhaps a port. */
const HOST = /^(?:\[([a-f\d:.]+)\]|([a-z\d_][a-z\d_.-]*?)\.?)(?::\d*)?$/i;

/**
 * True for a `host` that is served. A page of somebody else can have its own name lead to the hub (DNS rebinding), and
 * the browser then takes the two for one site. That needs a name: an address is always served, and so is a request
 * without a host, which no browser sends. Of names only those that are known are served. Pure.
 */
export function isServedHost(host: string, { names, isCertified }: KnownNames): boolean {
  if (host === '') return true;
  const [, address, name = address] = HOST.exec(host.toLowerCase()) ?? [];
  return name !== undefined && (isIP(name) !== 0 || names.has(name) || isCertified(name));
}

/** Makes the hook that refuses names which are not the hub's. What a trusted proxy names is the proxy's to judge. */
export function requireKnownHost({ isKnownHost }: Pick<HttpEndpoints, 'isKnownHost'>) {
  return async function refuseForeignHost({ headers, host, proxied }: FastifyRequest): Promise<void> {
    const isForwarded = proxied !== null && headers['x-forwarded-host'] !== undefined;
    if (isForwarded || isKnownHost(host)) return;
    throw new ApiRefusal(
      'host-unknown',
      'The hub is not known by this name: open it at its own name or address, or add the name to PETCAM_ALLOWED_HOSTS.',
    );
  };
}
