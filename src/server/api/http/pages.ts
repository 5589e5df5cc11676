import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The build names what is in here by its content. */
const HASHED = `${path.sep}assets${path.sep}`;

/** Addresses that people type or read out, and where they are behind the `#`. */
const PLAIN_ADDRESSES = ['flash'];

/** Adds the routes of a web page to a scope of the API. */
export type Pages = (scope: FastifyInstance) => Promise<void>;

/** The built web page at `/`, from the folder that the build wrote. Its own addresses live behind `#`, so they meet none of the API's. */
export const builtPages =
  (root: string): Pages =>
  async (scope) => {
    for (const address of PLAIN_ADDRESSES)
      scope.get(`/${address}`, { schema: { hide: true } }, async (_request, reply) =>
        reply.redirect(`./#/${address}`),
      );
    await scope.register(fastifyStatic, {
      root,
      wildcard: false,
      decorateReply: false,
      cacheControl: false,
      logLevel: 'warn',
      setHeaders: (reply, file) => {
        const forEver = file.includes(HASHED);
        reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  };
