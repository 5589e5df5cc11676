/** API of a hub over the services that have started. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LiveView } from '../cameras/live/live-view.js';
import type { ConnectionWatch } from '../cameras/mqtt/connection-watch.js';
import type { Pairing } from '../cameras/pairing/contract.js';
import { cameraAddress, multicastName } from '../core/address.js';
import type { SecurityLog } from '../core/audit-log.js';
import type { HealthIssue } from '../core/errors.js';
import type { SpoolFolder } from '../core/spool.js';
import { chooseCut } from '../imaging/select/cut.js';
import type { Vision } from '../imaging/vision/types.js';
import { builtPages } from '../server/api/http/pages.js';
import type { ApiOptions, ApiParts } from '../server/api/parts.js';
import type { MetricsSource } from '../server/api/routes/metrics.js';
import type { UpdateWatch } from '../services/updates/newer-version.js';
import type { Store } from '../store/contract.js';
import type { CameraChannel } from './cameras.js';
import type { FilmsService } from './films.js';
import type { FirmwareService } from './firmware.js';
import { type HubOptions, MEBIBYTE, type UpscaleProgress } from './foundation.js';
import type { HighlightsService } from './highlights.js';
import type { JobsService } from './jobs.js';
import type { HttpListeners } from './listeners.js';
import { openMetrics } from './metrics.js';
import type { NotificationsService } from './notifications.js';
import type { Pipeline } from './pipeline.js';
import type { RecognitionService } from './recognition.js';
import type { Streams } from './streams.js';
import type { SyncService } from './sync.js';
import type { ToldHosts } from './told-hosts.js';

type With<Parts> = HubOptions & Parts;

/** The built page, seen from src/ and from dist/ alike. */
const PAGE = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Metrics of the hub, read from its services. */
export function openHubMetrics({
  config,
  version,
  store,
  vision,
  issues,
  pipeline,
  listeners,
}: With<{
  store: Store;
  vision: Vision;
  issues: () => HealthIssue[];
  pipeline: Pipeline;
  listeners: HttpListeners;
}>): MetricsSource {
  return openMetrics(config.metricsTokenFile, {
    version,
    store,
    vision,
    issues,
    stages: () => pipeline.stages(),
    certificateEnds: () => listeners.certificates?.expiresAt() ?? null,
  });
}

/** Cameras as the API reaches them. */
export function linkToCameras({
  config,
  ingest,
  connections,
  told,
  mqttPort,
  mqttTlsPort,
}: With<{
  ingest: CameraChannel;
  connections: ConnectionWatch;
  told: ToldHosts;
  mqttPort: number | null;
  mqttTlsPort: number | null;
}>): ApiParts['link'] {
  return {
    command: (camera, verb, data) => ingest.command(camera, verb, data),
    connections: (camera) => connections.report(camera),
    address: () => config.mqttUrl || `mqtt://${config.mqttHost}:${mqttPort}`,
    tlsAddress: () => (mqttTlsPort ? cameraAddress(config, mqttTlsPort) : null),
    name: () => multicastName(config),
    told: (camera) => told.note(camera),
  };
}

/** Services of the API, each under the name and port that it has there. */
export function apiParts(
  parts: With<{
    store: Store;
    vision: Vision;
    spools: SpoolFolder;
    security: SecurityLog;
    link: ApiParts['link'];
    pauses: ApiParts['pauses'];
    live: LiveView;
    hubAddress: ApiParts['hubAddress'];
    streams: Streams;
    firmware: FirmwareService;
    flash: ApiParts['flash'];
    highlights: HighlightsService;
    films: FilmsService;
    memories: ApiParts['memories'];
    activity: ApiParts['activity'];
    pairing: Pairing;
    issues: () => HealthIssue[];
    metrics: MetricsSource;
    jobs: JobsService;
    notify: NotificationsService;
    sync: SyncService;
    listeners: HttpListeners;
    pipeline: Pipeline;
    updates: Pick<UpdateWatch, 'available'>;
    recognition: RecognitionService;
    upscaleProgress: UpscaleProgress;
  }>,
): ApiParts {
  const { listeners, pipeline, updates, upscaleProgress, sync, log, config } = parts;
  return {
    ...parts,
    chooseCut,
    endpoints: listeners,
    onRetry: () => pipeline.wake(),
    newerVersion: () => updates.available,
    updateBy: config.newerVersionFile === '' ? 'apt' : 'add-on',
    sync: sync.status,
    onUpscaleProgress: (listener) => upscaleProgress.listen(listener),
    log: log.child({ component: 'http' }),
    options: apiOptions(parts),
  };
}

function apiOptions({ config, version, store, pages }: With<{ store: Store }>): ApiOptions {
  return {
    version,
    jwtSecret: Buffer.from(store.secret('access tokens')),
    corsOrigins: config.corsOrigins,
    pages: pages ?? (existsSync(PAGE) ? builtPages(PAGE) : null),
    trustProxy: config.trustProxy,
    securityContact: config.securityContact,
    timeZone: config.timeZone,
    retention: {
      losingFramesDays: config.losingFramesDays,
      photosMaxDays: config.photosMaxDays,
      maxBytes: config.storageMaxMegabytes * MEBIBYTE,
    },
  };
}
