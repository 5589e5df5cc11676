import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The build names what is in here by its content. */
const HASHED = `${path.sep}assets${path.sep}`;

/** Serves the built web page at `/`. Its own addresses live behind `#`, so they meet none of the API's. */
export async function webPages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
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
}
