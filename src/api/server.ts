import { randomBytes } from 'node:crypto';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import type { Logger } from '../log.js';
import { limitConnections } from './connections.js';
import { answerFailure } from './failures.js';
import type { Limits } from './gateway.js';

export interface ServerOptions {
  /** Believe X-Forwarded-* headers. */
  trustProxy: boolean;
  /** PEM; null for plain HTTP. */
  tls: { cert: string; key: string } | null;
}

/** Milliseconds. A 50 MB upload over slow Wi-Fi takes a minute or two; headers do not. */
const timeouts = { request: 180_000, headers: 10_000, idle: 60_000, keepAlive: 30_000 };

/** Bytes of a JSON or form body; uploads have a limit of their own. */
const BODY_LIMIT = 32 * 1024;

/** The bare server: time-outs, bounded connections and bodies, a random id for every request. */
export function createServer(log: Logger, options: ServerOptions, limits: Limits): FastifyInstance {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    trustProxy: options.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.idle,
    keepAliveTimeout: timeouts.keepAlive,
    genReqId: () => randomBytes(6).toString('hex'),
    https: options.tls,
    frameworkErrors: answerFailure,
  } as object) as FastifyInstance;
  app.server.headersTimeout = timeouts.headers;
  app.server.maxConnections = limits.connections;
  limitConnections(app.server, limits.connectionsPerClient);
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, parseForm);
  return app;
}

/** Only `POST /token` takes a form; any other route finds its schema unmet. */
async function parseForm(_request: unknown, body: string | Buffer): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(String(body)));
}
