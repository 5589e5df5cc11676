import { createHmac } from 'node:crypto';
import fastifyJwt from '@fastify/jwt';
import fastifyMultipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Semaphore } from '../../core/semaphore.js';
import { createGuard, type Guard } from './auth/access.js';
import { KeptSessions, withSessions } from './auth/kept-sessions.js';
import { watchEndings, watchSecurity } from './auth/security-watch.js';
import type { SignInParts } from './auth/sign-in.js';
import { TokenIssuer } from './auth/tokens.js';
import { Tries } from './auth/tries.js';
import { EventFeed } from './events/event-feed.js';
import { tagAnswer } from './http/entity-tag.js';
import { answerStrays, failureAnswer } from './http/failures.js';
import { defaultLimits, type Limits, limiter, registerGateway } from './http/gateway.js';
import { requireKnownHost } from './http/known-hosts.js';
import { KnownMethods } from './http/methods.js';
import { describeAccess, openApiPages, registerOpenApi } from './http/openapi.js';
import { requireTls } from './http/require-tls.js';
import type { Routes } from './http/routes.js';
import { createServer } from './http/server.js';
import { Uploads } from './http/uploads.js';
import type { ApiParts } from './parts.js';
import { accountRoutes } from './routes/accounts.js';
import { activityRoutes } from './routes/activity.js';
import { backupRoutes } from './routes/backups.js';
import { binImageRoutes, binRoutes } from './routes/bin.js';
import { burstRoutes, frameImageRoutes } from './routes/bursts.js';
import { cameraRoutes } from './routes/cameras.js';
import { eventRoutes } from './routes/events.js';
import { filmFileRoutes, filmRoutes } from './routes/films.js';
import { firmwareRoutes } from './routes/firmware.js';
import { flashRoutes } from './routes/flash.js';
import { FrameThumbnails } from './routes/frame-thumbnails.js';
import { healthRoutes } from './routes/health.js';
import { highlightImageRoutes, highlightRoutes } from './routes/highlights.js';
import { hubAddressRoutes } from './routes/hub-address.js';
import { liveRoutes } from './routes/live.js';
import { memoryRoutes } from './routes/memories.js';
import { metricsRoutes } from './routes/metrics.js';
import { momentRoutes } from './routes/moments.js';
import { movementRoutes } from './routes/movement.js';
import { notificationRoutes } from './routes/notifications.js';
import { pairingRoutes, showPairing } from './routes/pairing.js';
import { peopleRoutes } from './routes/people.js';
import { petRoutes } from './routes/pets.js';
import { photoArchiveRoutes } from './routes/photo-archive.js';
import { photoImageRoutes } from './routes/photo-image.js';
import { photoRoutes } from './routes/photos.js';
import { placeRoutes } from './routes/places.js';
import { reachRoutes } from './routes/reach.js';
import { Replays } from './routes/replays.js';
import { scheduleRoutes } from './routes/schedules.js';
import { securityContactRoutes } from './routes/security-contact.js';
import { securityEventRoutes } from './routes/security-events.js';
import { sessionMoveRoutes } from './routes/session-move.js';
import { sessionRoutes } from './routes/sessions.js';
import { shareLinkRoutes } from './routes/share-links.js';
import { neverKept, sharedRoutes } from './routes/shared-photos.js';
import { streamRoutes } from './routes/streams.js';
import { syncRoutes } from './routes/sync.js';
import { toolRoutes } from './routes/tools.js';
import { trustRoutes } from './routes/trust.js';
import { upscaleRoutes } from './routes/upscale.js';

/**
 * Puts the API together: an instance that is ready to `listen` (or `inject`), and whose `close` ends every stream.
 * Starts nothing that outlives `close`.
 */
export async function buildApi(parts: ApiParts): Promise<FastifyInstance> {
  const { clock, options, endpoints } = parts;
  const sessions = new KeptSessions(parts.store, clock, parts.log);
  const store = withSessions(parts.store, sessions);
  const { certificates, contextFor } = endpoints;
  const limits = { ...defaultLimits, ...options.limits };
  const app = createServer(
    parts.log,
    { trustProxy: options.trustProxy, certificates, contextFor, clock },
    limits,
  );
  const methods = new KnownMethods();
  app.addHook('onClose', () => sessions.close());
  app.addHook('onRoute', ({ method, url }) => methods.add(method, url));
  app.setErrorHandler(failureAnswer(clock));
  const strictTransport = certificates?.kind === 'own' && !endpoints.allowPlainHttp;
  await registerGateway(app, {
    corsOrigins: options.corsOrigins,
    strictTransport,
    cookieSecret: createHmac('sha256', options.jwtSecret).update('device cookies').digest('hex'),
    clock,
  });
  app.addHook('onRequest', requireKnownHost(endpoints));
  app.addHook('onRequest', requireTls(endpoints));
  watchSecurity(app, parts.security, store);
  await app.register(fastifyJwt, {
    secret: options.jwtSecret,
    verify: { algorithms: ['HS256'], ignoreExpiration: true },
  });
  await app.register(fastifyMultipart);
  await registerOpenApi(app, options.version);

  const calls = limiter(app, 'calls', limits.callsPerSecond, limits.callsBurst);
  const files = limiter(app, 'files', limits.filesPerSecond, limits.filesBurst);
  const shared = limiter(app, 'shared', limits.sharedPerSecond, limits.sharedBurst);
  const scopes = openScopes(app, parts, store, limits);
  await app.register(async (scope) => {
    scope.addHook('onRequest', calls);
    scope.addHook('onRequest', neverCached);
    scope.addHook('onSend', tagAnswer);
    callRoutes(guarded(scope, scopes.guard), scopes);
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', files);
    fileRoutes(guarded(scope, scopes.guard), scopes);
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', shared);
    scope.addHook('onSend', neverKept);
    sharedRoutes(guarded(scope, scopes.guard), {
      store,
      timeZone: options.timeZone,
      version: options.version,
    });
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', files);
    await openApiPages(scope);
    await options.pages?.(scope);
  });
  app.setNotFoundHandler(
    { preHandler: calls as never },
    answerStrays((path) => methods.of(path)),
  );
  await app.ready();
  return app;
}

/** What the routes of all scopes share. */
interface Scopes {
  parts: ApiParts;
  /** Store in which sessions are looked up in memory. */
  store: ApiParts['store'];
  guard: Guard;
  thumbnails: FrameThumbnails;
  feed: EventFeed;
  replays: Replays;
  signIn: SignInParts;
}

function openScopes(app: FastifyInstance, parts: ApiParts, store: ApiParts['store'], limits: Limits): Scopes {
  const { vision, clock } = parts;
  const feed = openFeed(app, parts, limits);
  watchEndings(app, () => {
    feed.recheck();
    parts.live.recheck();
  });
  const signIn = {
    store,
    clock,
    tokenIssuer: new TokenIssuer(store, clock, app.jwt),
    tries: new Tries(clock),
    hashing: new Semaphore({ permits: 1, maxWaiting: 16 }),
  };
  const guard = createGuard(store, clock);
  const thumbnails = new FrameThumbnails(store, vision);
  return { parts, store, guard, thumbnails, feed, replays: new Replays(clock), signIn };
}

/** Routes that answer JSON and change things: what phones call. */
function callRoutes(routes: Routes, scopes: Scopes): void {
  const { parts, store, thumbnails, feed, replays, signIn } = scopes;
  const { vision, clock, endpoints, options } = parts;
  accountRoutes(routes, signIn);
  sessionRoutes(routes, signIn);
  sessionMoveRoutes(routes, { ...signIn, address: endpoints.address });
  peopleRoutes(routes, { ...endpoints, store, clock });
  securityEventRoutes(routes, store);
  petRoutes(routes, { store, recognition: parts.recognition });
  momentRoutes(routes, { store, clock });
  movementRoutes(routes, { store, keptDays: options.retention.losingFramesDays });
  photoRoutes(routes, { store, thumbnails, vision, clock });
  placeRoutes(routes, { store });
  binRoutes(routes, { store });
  burstRoutes(routes, { store, onRetry: parts.onRetry });
  hubAddressRoutes(routes, { hubAddress: parts.hubAddress });
  reachRoutes(routes, endpoints);
  cameraRoutes(routes, {
    store,
    link: parts.link,
    pauses: parts.pauses,
    firmware: parts.firmware,
    replays,
    clock,
  });
  streamRoutes(routes, { store, link: parts.link, firmware: parts.firmware, streams: parts.streams, clock });
  firmwareRoutes(routes, parts.firmware);
  flashRoutes(routes, parts.flash);
  pairingRoutes(routes, { store, pairing: parts.pairing, clock });
  liveRoutes(routes, { store, live: parts.live, clock });
  const uploads = new Uploads(parts.spools, clock);
  toolRoutes(routes, { vision, chooseCut: parts.chooseCut, uploads, replays });
  upscaleRoutes(routes, {
    vision,
    spools: parts.spools,
    clock,
    log: parts.log,
    uploads,
    replays,
    onChange: (person, state) => feed.tellPerson(person, 'enlargement.changed', state),
  });
  eventRoutes(routes, { store, clock, feed });
  syncRoutes(routes, parts.sync);
  notificationRoutes(routes, { store, notify: parts.notify });
  scheduleRoutes(routes, { store, schedule: parts.jobs });
  backupRoutes(routes, parts.jobs);
  const { version, retention } = options;
  healthRoutes(routes, {
    store,
    vision,
    feed,
    clock,
    version,
    retention,
    endpoints,
    newerVersion: parts.newerVersion,
    updateBy: parts.updateBy,
    issues: parts.issues,
  });
  metricsRoutes(routes, parts.metrics);
  keepingRoutes(routes, scopes);
}

/** Routes for what is worth keeping and sharing. */
function keepingRoutes(routes: Routes, { parts, store }: Scopes): void {
  const { clock, endpoints } = parts;
  shareLinkRoutes(routes, { ...endpoints, store, clock });
  activityRoutes(routes, { store, activity: parts.activity });
  highlightRoutes(routes, { store, highlights: parts.highlights });
  memoryRoutes(routes, { store, memories: parts.memories });
  filmRoutes(routes, { store, films: parts.films });
}

/** Routes that answer images, certificates and other files, with limits of their own. */
function fileRoutes(routes: Routes, { parts, store, thumbnails }: Scopes): void {
  const { certificates, secureOrigin } = parts.endpoints;
  trustRoutes(routes, { authority: certificates?.authority ?? null, secureOrigin });
  securityContactRoutes(routes, { contact: parts.options.securityContact, clock: parts.clock });
  const { timeZone, version } = parts.options;
  photoImageRoutes(routes, { store, timeZone, version });
  photoArchiveRoutes(routes, { store, timeZone, version });
  binImageRoutes(routes, store);
  highlightImageRoutes(routes, store);
  filmFileRoutes(routes, store);
  frameImageRoutes(routes, { store, thumbnails });
}

/** A scope whose routes the guard keeps, after the limiter has had its say. */
function guarded(scope: FastifyInstance, guard: Guard): Routes {
  scope.addHook('onRequest', guard);
  scope.addHook('onRoute', describeAccess);
  return scope as unknown as Routes;
}

async function neverCached(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('cache-control', 'no-store');
}

function openFeed(app: FastifyInstance, parts: ApiParts, limits: Limits): EventFeed {
  const feed = new EventFeed(parts.store, parts.clock, limits.listeners);
  const unsubscribe = parts.onUpscaleProgress((photoId, done) =>
    feed.tell('upscale.progress', { photoId, done }),
  );
  const forgetFirmware = parts.firmware.onProgress((progress) =>
    feed.tell('firmware.progress', { ...progress }),
  );
  const forgetPairing = parts.pairing.onChange((status) =>
    feed.tellOwners('pairing.changed', showPairing(status, parts.clock.now())),
  );
  feed.start();
  app.addHook('preClose', async () => {
    unsubscribe();
    forgetPairing();
    forgetFirmware();
    feed.stop();
  });
  return feed;
}
