import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from '../../../core/address.js';
import type { HttpEndpoints } from './endpoints.js';
import { ApiRefusal } from './problems.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Also for phones in the network that come without TLS: nothing secret in, nothing secret out. */
    plain?: boolean;
  }
}

/**
 * Makes the hook for what comes without TLS. This machine is served; a phone in the network gets the page that
 * explains how to trust the hub, and is sent to TLS with everything else, so that no password and no photo crosses
 * the Wi-Fi readable.
 */
export function requireTls({
  allowPlainHttp,
  secureOrigin,
}: Pick<HttpEndpoints, 'allowPlainHttp' | 'secureOrigin'>) {
  return async function refusePlain(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (allowPlainHttp || request.protocol === 'https' || isLoopback(request.socket.remoteAddress)) return;
    // How phones reach a proxy of the owner's is the owner's to say.
    if (request.proxied) return;
    if (request.routeOptions.config?.plain) return;
    const origin = secureOrigin(request.hostname);
    // A request with a body is refused, not redirected: it was readable on its way already, and the person should notice.
    if (origin === null || (request.method !== 'GET' && request.method !== 'HEAD')) throw tlsRequired(origin);
    const target = request.url === '/' ? '/trust?open' : `${origin}${request.url}`;
    return reply.header('cache-control', 'no-store').redirect(target, 307);
  };
}

function tlsRequired(origin: string | null): ApiRefusal {
  const where = origin ?? 'this machine itself';
  return new ApiRefusal('tls-required', `Without TLS the hub does not answer the network: use ${where}.`);
}
