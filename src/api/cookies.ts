import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tokens } from './tokens.js';

/** Sent with every request, so that `<img>` and `EventSource` work without a token in the address. */
export const accessCookie = 'petcam_access';

/** Sent to `/token/refresh` alone. */
export const refreshCookie = 'petcam_refresh';

const paths = { [accessCookie]: '/', [refreshCookie]: '/token' };

/** `secure` only where the page came over TLS: a browser would drop it on a plain home network. */
export function setCookies(request: FastifyRequest, reply: FastifyReply, tokens: Tokens): void {
  const common = { httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const;
  const put = (name: keyof typeof paths, value: string, maxAge: number) =>
    reply.setCookie(name, value, { ...common, path: paths[name], maxAge });
  put(accessCookie, tokens.access, tokens.accessSeconds);
  put(refreshCookie, tokens.refresh, tokens.refreshSeconds);
}

export function clearCookies(reply: FastifyReply): void {
  for (const [name, path] of Object.entries(paths)) reply.clearCookie(name, { path });
}
