import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Places } from '../../../core/places.js';
import { clientOf, placesOf } from './connections.js';
import type { Limits } from './gateway.js';
import { ApiRefusal } from './problems.js';

/**
 * A page behind a proxy that speaks HTTP/2 asks for all of its files at once, where a browser of its own opens at most
 * six connections.
 */
const REQUESTS_PER_CONNECTION = 6;

/**
 * Gives every request that comes through a proxy a place by its client, as other clients have places for their
 * connections: all connections of a proxy are the proxy's. Streams of events hold theirs as long as they are open.
 *
 * @returns a function that says that somebody who is signed in has asked
 */
export function limitProxied(
  app: FastifyInstance,
  limits: Pick<Limits, 'connections' | 'connectionsPerClient'>,
): (request: FastifyRequest) => void {
  const places = new Places(placesOf(limits, limits.connectionsPerClient * REQUESTS_PER_CONNECTION));
  const open = new Map<string, ServerResponse>();
  app.addHook('onRequest', async (request, reply) => {
    if (!request.proxied) return;
    const { admitted, leaves } = places.enter(request.id, clientOf(request.ip));
    if (leaves !== undefined) open.get(leaves)?.destroy();
    if (!admitted)
      throw new ApiRefusal('too-many-requests', 'Too many requests at once; try again in a moment.', {
        headers: { 'retry-after': '5' },
      });
    open.set(request.id, reply.raw);
    reply.raw.once('close', () => {
      open.delete(request.id);
      places.leave(request.id);
    });
  });
  return (request) => places.prove(request.id);
}
