import { randomBytes } from 'node:crypto';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import type { Logger } from '../../../core/log.js';
import type { Certificates } from '../../tls/types.js';
import { addBodyParsers } from './body-parsers.js';
import { serializerOf, validatorOf } from './compiled-schemas.js';
import { type Guarding, limitConnections } from './connections.js';
import { failureAnswer } from './failures.js';
import type { Limits } from './gateway.js';
import { ApiRefusal } from './problems.js';
import { limitProxied } from './proxied-requests.js';
import { noteProxies, proxyCheck } from './proxy.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Server of the application behind TLS, for its owner to `listen`; null without certificates. Ends with the app. */
    secureServer: HttpsServer | null;
  }
}

/** Settings of the two HTTP servers: proxy and certificates. */
export interface ServerOptions {
  /** Addresses and networks of the proxies that are believed. */
  trustProxy: readonly string[];
  /** For the TLS server; null where the hub does no TLS itself. */
  certificates: Certificates | null;
  /** For who asks for another name than that of the certificates; null for every other name. */
  contextFor: (servername: string) => SecureContext | null;
  clock: Pick<Clock, 'after'>;
}

/** Milliseconds. A 50 MB upload over slow Wi-Fi takes a minute or two; headers do not. */
const timeouts = { request: 180_000, headers: 10_000, idle: 60_000, keepAlive: 30_000, handshake: 10_000 };

/** Time in ms that requests under way may go on when the hub stops. */
const GOODBYE_MS = 2_000;

/** Bytes of a JSON or form body; uploads have a limit of their own. */
const BODY_LIMIT = 32 * 1024;

/** The bare server: time-outs, bounded connections and bodies, a random id for every request. */
export function createServer(log: Logger, options: ServerOptions, limits: Limits): FastifyInstance {
  const isProxy = proxyCheck(options.trustProxy);
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    trustProxy: options.trustProxy.length > 0 && isProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.idle,
    keepAliveTimeout: timeouts.keepAlive,
    genReqId: () => randomBytes(6).toString('hex'),
    frameworkErrors: failureAnswer(options.clock),
    routerOptions: { ignoreTrailingSlash: true },
  } as object) as FastifyInstance;
  const guarding = { limits, clock: options.clock, isProxy };
  const bounded = [bound(app.server, guarding)];
  const secure = options.certificates && openSecureServer(app, options.certificates, options.contextFor);
  if (secure) bounded.push(bound(secure, guarding));
  app.decorate('secureServer', secure);
  app.addHook('preClose', async () => dismissStragglers(app));
  app.setValidatorCompiler(validatorOf);
  app.setSerializerCompiler(serializerOf);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    refuseTwoHosts(request.raw.rawHeaders);
  });
  addBodyParsers(app);
  noteProxies(app, isProxy);
  const proveProxied = limitProxied(app, limits);
  app.addHook('preHandler', async (request) => {
    if (!request.caller) return;
    if (request.proxied) proveProxied(request);
    else for (const prove of bounded) prove(request.raw.socket);
  });
  return app;
}

/** A second listener for the same application: the same time-outs and limits, and a certificate that may change. */
function openSecureServer(
  app: FastifyInstance,
  certificates: Certificates,
  contextFor: ServerOptions['contextFor'],
): HttpsServer {
  const options = {
    ...certificates.current(),
    minVersion: 'TLSv1.2',
    handshakeTimeout: timeouts.handshake,
    SNICallback: (name: string, done: (error: null, context?: SecureContext) => void) =>
      done(null, contextFor(name) ?? undefined),
  };
  const server = createHttpsServer(options as object, (request, reply) => app.routing(request, reply));
  server.requestTimeout = timeouts.request;
  server.keepAliveTimeout = timeouts.keepAlive;
  server.setTimeout(timeouts.idle);
  server.on('clientError', (error, socket) => app.server.emit('clientError', error, socket));
  certificates.onChange((pair) => server.setSecureContext(pair));
  app.addHook('onClose', () => closed(server));
  return server;
}

/** A client that has connected and never asked, as browsers do, must not hold the end of the hub for half a minute. */
function dismissStragglers({ server, secureServer }: FastifyInstance): void {
  const timer = setTimeout(() => {
    server.closeAllConnections();
    secureServer?.closeAllConnections();
  }, GOODBYE_MS);
  timer.unref();
}

function closed(server: HttpsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Bounds the connections of a server; gives a function that says that somebody who is signed in uses one. */
function bound(
  server: HttpsServer | FastifyInstance['server'],
  guarding: Guarding,
): (proved: Socket) => void {
  server.headersTimeout = timeouts.headers;
  // Those that are being refused count too.
  server.maxConnections = 2 * guarding.limits.connections;
  return limitConnections(server, guarding);
}

/**
 * A request that names two hosts may mean one to a proxy and the other to the hub (RFC 9112, section 3.2).
 * @throws {ApiRefusal} `request-invalid`
 */
function refuseTwoHosts(rawHeaders: readonly string[]): void {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) throw new ApiRefusal('request-invalid', 'The request has two Host headers.');
}
