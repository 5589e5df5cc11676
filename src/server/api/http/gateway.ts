import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, onRequestHookHandler } from 'fastify';
import type { Clock } from '../../../core/clock.js';
import { clientOf } from './connections.js';
import { ApiRefusal } from './problems.js';
import { TokenBuckets } from './token-bucket.js';

/** Rates and numbers that one client, and all of them, may reach. */
export interface Limits {
  /** Requests a second of one client, and how many at once. */
  callsPerSecond: number;
  callsBurst: number;
  /** Rates for image bytes and the page's own files. */
  filesPerSecond: number;
  filesBurst: number;
  /** Rates for people who open a link to photos: they have no account. */
  sharedPerSecond: number;
  sharedBurst: number;
  connectionsPerClient: number;
  connections: number;
  /** Pages that follow the events at once. */
  listeners: number;
}

/** Limits of a hub in a home with a few phones. */
export const defaultLimits: Limits = {
  callsPerSecond: 10,
  callsBurst: 40,
  filesPerSecond: 500,
  filesBurst: 1000,
  sharedPerSecond: 10,
  sharedBurst: 60,
  connectionsPerClient: 10,
  connections: 256,
  listeners: 32,
};

/** Methods and headers that other origins may use, where the configuration allows any. */
const cors = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'last-event-id',
    'range',
    'if-none-match',
    'idempotency-key',
  ],
  exposedHeaders: ['content-range', 'etag', 'retry-after', 'x-request-id'],
  maxAge: 600,
};

/** Content security policy of the page: its own files, and images it made itself. Nothing inline, nothing from elsewhere. */
const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  manifestSrc: ["'self'"],
  workerSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Settings of the hooks that every request goes through. */
export interface GatewayOptions {
  corsOrigins: string[];
  /**
   * Tell browsers to come with TLS only, from now on. Only with a certificate that every browser trusts: it concerns
   * every port of the host, the one that explains how to trust the hub included, and leaves nobody a way past.
   */
  strictTransport: boolean;
  /** Signs the cookies that devices keep. */
  cookieSecret: string;
  clock: Clock;
}

/**
 * Some headers mean nothing without TLS, or break what a browser does there. Home Assistant shows the page in a frame
 * of its own page, of the same origin; nobody else may.
 */
function headersOver(tls: boolean, isFramed: boolean, { strictTransport }: GatewayOptions) {
  const upgrade = tls ? { upgradeInsecureRequests: [] } : {};
  const frameAncestors = isFramed ? ["'self'"] : pagePolicy.frameAncestors;
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...pagePolicy, frameAncestors, ...upgrade },
    },
    frameguard: { action: isFramed ? ('sameorigin' as const) : ('deny' as const) },
    strictTransportSecurity: tls && strictTransport,
    crossOriginOpenerPolicy: tls,
    originAgentCluster: tls,
    referrerPolicy: { policy: 'no-referrer' as const },
  };
}

/** The plugins every request goes through, in this order. */
export async function registerGateway(app: FastifyInstance, options: GatewayOptions): Promise<void> {
  await app.register(fastifyHelmet, { global: false });
  const kinds = [false, true].map((tls) =>
    [false, true].map((framed) => headersOnce(headersOver(tls, framed, options))),
  );
  app.addHook('onRequest', async (request, reply) => {
    const isFramed = request.proxied?.isIngress === true;
    kinds[Number(request.protocol === 'https')]?.[Number(isFramed)]?.(reply);
  });
  if (options.corsOrigins.length > 0)
    await app.register(fastifyCors, { ...cors, origin: options.corsOrigins, credentials: false });
  await app.register(fastifyRateLimit, {
    global: false,
    store: class extends TokenBuckets {
      constructor() {
        super(options.clock);
      }
    },
    errorResponseBuilder: () => new ApiRefusal('too-many-requests', 'Slow down; see the header retry-after.'),
  });
  await app.register(fastifyCookie, { secret: options.cookieSecret });
  await app.register(fastifyCompress, { encodings: ['br', 'gzip'], globalDecompression: false });
}

/** Sets the headers of helmet, which takes longer to make them than an answer may spend: once for all requests. */
function headersOnce(settings: FastifyHelmetOptions): (reply: FastifyReply) => void {
  let made: [string, number | string | string[]][] | null = null;
  return ({ helmet, raw }) => {
    if (made === null) {
      const before = raw.getHeaderNames();
      helmet(settings);
      made = Object.entries(raw.getHeaders()).flatMap(([name, value]) =>
        value === undefined || before.includes(name) ? [] : [[name, value]],
      );
    } else for (const [name, value] of made) raw.setHeader(name, value);
  };
}

/** A limiter for the routes of one scope: `perSecond` requests of one client, `burst` at once. */
export function limiter(
  app: FastifyInstance,
  name: string,
  perSecond: number,
  burst: number,
): onRequestHookHandler {
  return app.rateLimit({
    max: burst,
    timeWindow: (burst / perSecond) * 1000,
    keyGenerator: (request) => `${name} ${clientOf(request.ip)}`,
  }) as onRequestHookHandler;
}
