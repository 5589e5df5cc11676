import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefixAt } from '../http/proxy.js';
import type { Tokens } from './tokens.js';

/**
 * Three cookies and the paths they are sent to. Over TLS the prefix of their names makes a browser refuse them from
 * anywhere else (RFC 6265bis, section 4.1.3); without TLS they need names of their own, because a browser lets no plain
 * page replace a secure cookie of the same host. Where a proxy shows the hub under a path, they stay below it.
 */
const cookies = {
  access: { name: 'petcam_access', path: '' },
  refresh: { name: 'petcam_refresh', path: '/token' },
  device: { name: 'petcam_device', path: '/token' },
} as const;

type Which = keyof typeof cookies;

/** As long as browsers keep any cookie. */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

/** Sent with every request, so that `<img>` and `EventSource` work without a token in the address. */
export function accessCookie(request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(request, 'access')];
}

/** Value of the refresh cookie, which browsers send to `/token` and below alone; undefined without one. */
export function refreshCookie(request: FastifyRequest): string | undefined {
  return request.cookies[nameOf(request, 'refresh')];
}

/** Puts the tokens of a sign-in into cookies, and gives a device that is new to the person a cookie of its own. */
export function setCookies(request: FastifyRequest, reply: FastifyReply, tokens: Tokens): void {
  const put = (which: Which, value: string, maxAge: number) =>
    reply.setCookie(nameOf(request, which), value, { ...attributes(request, which), maxAge });
  put('access', tokens.access, tokens.accessSeconds);
  put('refresh', tokens.refresh, tokens.refreshSeconds);
  if (knownDevice(request, tokens.user.id) !== null) return;
  const device = `${tokens.user.id}.${randomBytes(16).toString('hex')}`;
  const more = { maxAge: DEVICE_SECONDS, signed: true };
  reply.setCookie(nameOf(request, 'device'), device, { ...attributes(request, 'device'), ...more });
}

/**
 * The device that the browser is, if this person signed in on it before: a random name under the hub's signature. It
 * opens nothing; only, other people's wrong tries do not count against it. It outlives signing out.
 */
export function knownDevice(request: FastifyRequest, userId: number): string | null {
  const { valid, value } = request.unsignCookie(request.cookies[nameOf(request, 'device')] ?? '');
  return valid && value.startsWith(`${userId}.`) ? value : null;
}

/** Ends the cookies of a session; that of the device stays. */
export function clearCookies(request: FastifyRequest, reply: FastifyReply): void {
  for (const which of ['access', 'refresh'] as const)
    reply.clearCookie(nameOf(request, which), attributes(request, which));
}

function nameOf(request: FastifyRequest, which: Which): string {
  const { name } = cookies[which];
  if (!isSecure(request)) return name;
  // A browser takes `__Host-` for the path `/` only.
  return pathOf(request, which) === '/' ? `__Host-${name}` : `__Secure-${name}`;
}

function pathOf(request: FastifyRequest, which: Which): string {
  return `${prefixAt(request)}${cookies[which].path}` || '/';
}

function attributes(request: FastifyRequest, which: Which) {
  const path = pathOf(request, which);
  return { httpOnly: true, sameSite: 'strict', secure: isSecure(request), path } as const;
}

const isSecure = (request: FastifyRequest) => request.protocol === 'https';
