import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { cameraAddress } from '../core/address.js';
import { chooseCut } from '../imaging/select/cut.js';
import { type ApiOptions, type ApiParts, buildApi } from '../server/api/app.js';
import { FlashShelf } from '../services/flash/flash-shelf.js';
import { FLASH_IMAGES } from './flash.js';
import { type Foundation, type HubContext, MEBIBYTE } from './foundation.js';
import { openMetrics } from './metrics.js';
import type { CameraParts, ServiceParts } from './services.js';

/** The built page, seen from src/ and from dist/ alike. */
const PAGE = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Puts the API together over the parts of a hub that have started. */
export function openApi(
  { options }: HubContext,
  foundation: Foundation,
  cameras: CameraParts,
  services: ServiceParts,
  healthIssues: ApiParts['issues'],
): Promise<FastifyInstance> {
  const { config, clock, log, version } = options;
  const { store, security, listeners, vision, progress, pipeline } = foundation;
  const { live, updates, pairing } = cameras;
  const { highlights, sync, notify, jobs, packageUpdates } = services;
  const certificateEnds = () => listeners.certificates?.expiresAt() ?? null;
  const metrics = openMetrics(config.metricsTokenFile, {
    version,
    store,
    vision,
    issues: healthIssues,
    stages: () => pipeline.stages(),
    certificateEnds,
  });
  return buildApi({
    store,
    vision,
    chooseCut,
    endpoints: listeners,
    security,
    link: linkOf(options, cameras),
    live,
    firmware: updates,
    flash: new FlashShelf({
      store,
      folder: FLASH_IMAGES,
      ownKey: config.firmwareKey,
      log: log.child({ component: 'flash' }),
    }),
    highlights,
    pairing,
    issues: healthIssues,
    onRetry: () => pipeline.wake(),
    metrics,
    newerVersion: () => packageUpdates.available,
    sync: sync.status,
    notify,
    jobs,
    onUpscaleProgress: (listener) => {
      progress.add(listener);
      return () => progress.delete(listener);
    },
    clock,
    log: log.child({ component: 'http' }),
    options: apiOptions(options, foundation),
  });
}

function linkOf({ config }: HubContext['options'], cameras: CameraParts): ApiParts['link'] {
  const { ingest, connections, told, mqttPort, mqttTlsPort } = cameras;
  return {
    command: (camera, verb, data) => ingest.command(camera, verb, data),
    connections,
    address: () => config.mqttUrl || `mqtt://${config.mqttHost}:${mqttPort}`,
    tlsAddress: () => (mqttTlsPort ? cameraAddress(config, mqttTlsPort) : null),
    told: (camera) => told.note(camera),
  };
}

function apiOptions({ config, version }: HubContext['options'], { store }: Foundation): ApiOptions {
  return {
    version,
    jwtSecret: Buffer.from(store.secret('access tokens')),
    corsOrigins: config.corsOrigins,
    webRoot: existsSync(PAGE) ? PAGE : null,
    trustProxy: config.trustProxy,
    securityContact: config.securityContact,
    uploadDirectory: config.dataDirectory,
    timeZone: config.timeZone,
    retention: {
      losingFramesDays: config.losingFramesDays,
      photosMaxDays: config.photosMaxDays,
      maxBytes: config.storageMaxMegabytes * MEBIBYTE,
    },
  };
}
