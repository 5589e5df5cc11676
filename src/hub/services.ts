import type { Ingest } from '../cameras/mqtt/ingest.js';
import { reachableHost } from '../core/address.js';
import { notePairings } from '../core/audit-log.js';
import type { HealthIssue } from '../core/errors.js';
import { PackageUpdates } from '../services/updates/apt.js';
import { cameraIssues } from './camera-health.js';
import { CameraShares } from './camera-shares.js';
import { startCameraService } from './cameras.js';
import { type Foundation, type HubContext, MEBIBYTE } from './foundation.js';
import { HighlightsService } from './highlights.js';
import { startJobs } from './jobs.js';
import { startNotifications } from './notifications.js';
import { openPairingService } from './pairing.js';
import type { Pipeline } from './pipeline.js';
import { gatherIssues, watchStorageHealth } from './storage-health.js';
import { startSync } from './sync.js';
import { ToldHosts } from './told-hosts.js';

/** Starts what faces the cameras: broker, bursts, live view, firmware, pairing. */
export async function startCameras({ options, onStop }: HubContext, foundation: Foundation) {
  const { config, clock, log, version, radio } = options;
  const { store, security, listeners, pipeline } = foundation;
  const shares = new CameraShares({
    store,
    clock,
    burstsAnHour: config.cameraBurstsPerHour,
    maxBytes: config.storageMaxMegabytes * MEBIBYTE,
  });
  const cameras = await startCameraService({
    config,
    store,
    security,
    shares,
    onClosed: () => pipeline.wake(),
    url: () => listeners.address(),
    version,
    clock,
    log,
    onStop,
  });
  const told = new ToldHosts({
    store,
    host: () => reachableHost(config.mqttTlsHost, config.advertisedHost),
    log,
  });
  const pairing = openPairingService({
    store,
    config,
    told: (camera) => told.note(camera),
    tlsPort: cameras.mqttTlsPort,
    radio,
    clock,
    log,
  });
  onStop(() => pairing.stop());
  notePairings(pairing, security);
  return { ...cameras, shares, told, pairing };
}

/** Parts of a hub that face the cameras. */
export type CameraParts = Awaited<ReturnType<typeof startCameras>>;

/** Starts what the hub does beside the way of a photo: sync, highlights, jobs, notifications. */
export async function startServices(
  { options, onStop }: HubContext,
  { store, vision, listeners, clockWatch }: Foundation,
  { ingest, shares }: CameraParts,
) {
  const { config, clock, log, version } = options;
  const sync = await startSync({ config, store, clock, log });
  onStop(() => sync.stop());
  const capture = (camera: string) => ingest.command(camera, 'capture', {});
  const highlights = new HighlightsService({ store, vision, timeZone: config.timeZone, clock, log });
  highlights.start();
  onStop(() => highlights.stop());
  const highlight = (signal: AbortSignal) => highlights.runDue(signal);
  const storage = await watchStorageHealth(store, config.backupDirectory);
  const wayBack = () => storage.wayBack();
  const jobs = startJobs({
    store,
    config,
    capture,
    highlight,
    wayBack,
    version,
    clockWatch,
    clock,
    log,
  });
  onStop(() => jobs.stop());
  shares.whenOverfull(() => void jobs.run('retention'));
  const notify = await startNotifications({
    config,
    store,
    isQuiet: (now) => jobs.isQuiet(now),
    address: () => listeners.address(),
    clock,
    log,
  });
  onStop(() => notify.stop());
  const packageUpdates = new PackageUpdates(clock);
  packageUpdates.start();
  onStop(() => packageUpdates.stop());
  return { sync, highlights, storage, jobs, notify, packageUpdates };
}

/** Parts of a hub that work beside the way of a photo. */
export type ServiceParts = Awaited<ReturnType<typeof startServices>>;

/** Gatherer of the health issues of every part. */
export function issuesOfHub(
  { options: { clock } }: HubContext,
  { store, pipeline, confinement, listeners }: Foundation,
  { ingest, shares, connections, told, home }: CameraParts,
  { jobs, sync, storage, notify }: ServiceParts,
) {
  return gatherIssues([
    () => issuesOf(pipeline, ingest),
    () => confinement.issues(),
    () => listeners.issues(),
    () => jobs.issues(),
    () => shares.issues(),
    () => sync.issues(),
    () => notify.issues(),
    () => storage.issues(),
    () => cameraIssues({ store, connections, clock }),
    () => told.issues(),
    () => home.issues(),
  ]);
}

function issuesOf(pipeline: Pipeline, ingest: Ingest): HealthIssue[] {
  return [
    ...pipeline.issues(),
    ...(ingest.connected ? [] : [{ code: 'broker-away', text: 'the MQTT broker cannot be reached' }]),
  ];
}
