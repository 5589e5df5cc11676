import type { Server, Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { normalizeIP } from '@fastify/rate-limit';
import type { Clock } from '../../../core/clock.js';
import { guardConnections } from '../../../core/guarded-listener.js';
import type { PlaceLimits } from '../../../core/places.js';
import type { Limits } from './gateway.js';

const REFUSED =
  'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** The address that stands for a client: IPv4 whole, IPv6 by its /64, which is one home. */
export function clientOf(address: string): string {
  return normalizeIP(address, 64);
}

/** The part of all connections that strangers may have; the rest is kept for addresses where somebody is signed in. */
const STRANGERS = 0.75;

/** The limits of a home as the places of its connections, or of its requests behind a proxy. */
export function placesOf({ connections }: Pick<Limits, 'connections'>, perAddress: number): PlaceLimits {
  return { most: connections, strangers: Math.ceil(connections * STRANGERS), perAddress };
}

/** Settings of the bounds on connections. */
export interface Guarding {
  limits: Pick<Limits, 'connections' | 'connectionsPerClient'>;
  /** True for the address of a proxy that is believed: its requests are counted, by their clients. */
  isProxy: (address: string | undefined) => boolean;
  clock: Pick<Clock, 'after'>;
}

/** Time in ms after which a client that sends no ClientHello is disconnected. */
const SILENCE_MS = 1500;

/**
 * Gives every connection of `server` a place, at most `connectionsPerClient` of one address until it has proved whose
 * it is, loopback like any other: one too many is answered 429 and closed before anything of it is read; under TLS,
 * where there is no answer before a handshake, it is closed. Those of a proxy are not counted here.
 *
 * @returns a function that says that somebody who is signed in has asked over a connection
 */
export function limitConnections(
  server: Server,
  { limits, isProxy, clock }: Guarding,
): (proved: Socket) => void {
  const isTls = server instanceof TlsServer;
  return guardConnections(server, {
    limits: placesOf(limits, limits.connectionsPerClient),
    isExempt: isProxy,
    clientOf,
    refuse: (socket) => (isTls ? socket.destroy() : socket.end(REFUSED, () => socket.destroy())),
    ...(isTls && { silenceMs: SILENCE_MS }),
    clock,
  });
}
