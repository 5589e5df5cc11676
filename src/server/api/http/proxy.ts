import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressesIn } from '../../../core/ip-networks.js';

/** Statement of a proxy in front of the hub about a request. */
export interface Proxied {
  /** Path under which the proxy shows the hub, as in `/cam`; empty at the root. The hub itself is asked without it. */
  prefix: string;
  /** True for the way in of Home Assistant (ingress), which shows the page in a frame of its own page. */
  isIngress: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for whoever comes without a proxy that is believed. */
    proxied: Proxied | null;
  }
}

/** Segments that need no escape in a path, a cookie and a header; none of dots alone. */
const PREFIX = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

/** Makes the check of whether an address is one of the proxies that are believed: addresses and networks (CIDR). */
export function proxyCheck(trusted: readonly string[]): (address: string | undefined) => boolean {
  const isTrusted = addressesIn(trusted);
  return (address) => address !== undefined && isTrusted(address);
}

/** Addresses of proxies that are not believed, of which the log has a line each: anybody can send their headers. */
const MOST_TOLD = 16;

/** Notes of every request what a proxy said of it. Only what comes from a proxy that is believed counts. */
export function noteProxies(app: FastifyInstance, isProxy: (address: string | undefined) => boolean): void {
  const told = new Set<string>();
  app.decorateRequest('proxied', null);
  app.addHook('onRequest', async (request) => {
    const { headers } = request;
    const { remoteAddress: address = '' } = request.socket;
    if (headers['x-forwarded-for'] === undefined) return;
    if (!isProxy(address)) {
      if (told.has(address) || told.size === MOST_TOLD) return;
      told.add(address);
      request.log.warn({ address }, 'http: ignored a proxy that PETCAM_TRUST_PROXY does not name');
      return;
    }
    const ingress = prefixOf(headers['x-ingress-path']);
    request.proxied = {
      prefix: ingress || prefixOf(headers['x-forwarded-prefix']),
      isIngress: ingress !== '',
    };
  });
}

/** Path that a request is under, for addresses in answers and for cookies; empty at the root. */
export function prefixAt(request: Pick<FastifyRequest, 'proxied'>): string {
  return request.proxied?.prefix ?? '';
}

/** A header that is no path of plain segments counts as none. */
function prefixOf(header: string | string[] | undefined): string {
  const path = String(header ?? '').replace(/\/$/, '');
  return PREFIX.test(path) ? path : '';
}
