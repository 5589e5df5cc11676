import type { Accounts, SessionRow, UserRow } from '../../../store/accounts.js';
import '@fastify/jwt';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { ApiRefusal } from '../http/problems.js';
import { accessCookie } from './cookies.js';
import { isSameSite } from './csrf.js';
import { mayStay } from './sight.js';

/**
 * People who may call a route: `member` is for owners and members, and what a route that declares nothing is; `guest` is
 * for guests too, and such a route looks itself at which cameras they may see.
 */
export type Access = 'open' | 'optional' | 'guest' | 'member' | 'owner';

/** The person behind a request. */
export interface Caller {
  user: UserRow;
  sessionId: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Set by the guard; null for strangers. */
    caller: Caller | null;
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    /** `sub` is the user, `sid` the session; both in seconds as RFC 7519 has it: `iat`, `exp`. */
    payload: { sub: string; sid: number; iat: number; exp: number };
  }
}

type Sessions = Pick<Accounts, 'session' | 'user'>;

/**
 * Makes the hook that lets a request in or not. A session that was ended is refused at once, although its access
 * token has not expired: the store is asked on every request (two look-ups by key).
 */
export function createGuard(store: Sessions, clock: Clock) {
  return async function guard(request: FastifyRequest): Promise<void> {
    const access = request.routeOptions.config.access ?? 'member';
    if (access === 'open') return;
    const read = access === 'optional' ? identifyIfReadable : identify;
    request.caller = read(request, store, clock.now());
    if (access === 'optional') return;
    if (!request.caller) throw notSignedIn();
    if (!bearerOf(request)) requireSameSite(request);
    const { role } = request.caller.user;
    if (access === 'owner' && role !== 'owner')
      throw new ApiRefusal('owner-only', 'Only an owner may do this.');
    if (access === 'member' && role === 'guest')
      throw new ApiRefusal('not-for-guests', 'Guests see the cameras chosen for them, and nothing else.');
  };
}

/** The caller of a route that is not open to strangers: the guard has let nobody else through. */
export function callerOf(request: FastifyRequest): Caller {
  return request.caller as Caller;
}

/** Refuses what a page of another site could have sent with the cookies of this one. */
export function requireSameSite(request: FastifyRequest): void {
  const { headers, method } = request;
  const sameSite = isSameSite({
    method,
    marker: headers['x-petcam'] as string | undefined,
    origin: headers.origin,
    fetchSite: headers['sec-fetch-site'] as string | undefined,
    self: `${request.protocol}://${request.host}`,
  });
  if (!sameSite)
    throw new ApiRefusal('cross-site', 'A request with cookies needs the header x-petcam, from this site.');
}

/** The session with this id while it may be used. */
export function liveSession(store: Sessions, sessionId: number, now: number): SessionRow | null {
  const session = store.session(sessionId);
  return session && session.revokedAt === null && session.expiresAt > now ? session : null;
}

/**
 * Person whose stream goes on, as they are now; null as soon as it may not. Null also while that cannot be read: the
 * page comes back and is asked who it is.
 */
export function stillThere(store: Sessions, sessionId: number, clock: Pick<Clock, 'now'>): UserRow | null {
  try {
    const session = liveSession(store, sessionId, clock.now());
    const user = session && store.user(session.userId);
    return user && mayStay(user, clock.now()) ? user : null;
  } catch {
    return null;
  }
}

/** A route that is open to strangers treats everybody as one while sessions cannot be read. */
function identifyIfReadable(request: FastifyRequest, store: Sessions, now: number): Caller | null {
  try {
    return identify(request, store, now);
  } catch (error) {
    request.log.error({ err: error }, 'http: reading a session failed');
    return null;
  }
}

function identify(request: FastifyRequest, store: Sessions, now: number): Caller | null {
  const token = bearerOf(request) ?? accessCookie(request);
  const claims = token === undefined ? null : verified(request, token);
  if (!claims || claims.exp * 1000 <= now) return null;
  const session = liveSession(store, claims.sid, now);
  const user = session && store.user(session.userId);
  const isTheirs = user && String(user.id) === claims.sub && mayStay(user, now);
  return isTheirs ? { user, sessionId: session.id } : null;
}

function verified(request: FastifyRequest, token: string) {
  try {
    return request.server.jwt.verify<{ sub: string; sid: number; exp: number }>(token);
  } catch {
    return null;
  }
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

function notSignedIn(): ApiRefusal {
  return new ApiRefusal('not-signed-in', 'Sign in first, or refresh the access token.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

/** Hook before a route: sets the caller of a request, or refuses it by throwing an ApiRefusal. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
