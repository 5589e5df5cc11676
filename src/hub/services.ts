/** Services of a hub beside the way of a photo: highlights, jobs, notifications, newer versions, health. */
import type { ConnectionWatch } from '../cameras/mqtt/connection-watch.js';
import type { HealthIssue } from '../core/errors.js';
import type { Vision } from '../imaging/vision/types.js';
import type { ClockWatch } from '../services/schedule/clock-watch.js';
import { newerVersion, UpdateWatch } from '../services/updates/newer-version.js';
import type { Store } from '../store/contract.js';
import { PetsActivity } from './activity.js';
import { cameraIssues } from './camera-health.js';
import type { CameraShares } from './camera-shares.js';
import type { CameraChannel } from './cameras.js';
import { FilmsService } from './films.js';
import type { HubOptions } from './foundation.js';
import { HighlightsService } from './highlights.js';
import type { HomeAssistantService } from './home-assistant.js';
import { type JobsService, startJobs } from './jobs.js';
import type { HttpListeners } from './listeners.js';
import { Memories } from './memories.js';
import { type NotificationsService, startNotifications } from './notifications.js';
import type { Pipeline } from './pipeline.js';
import type { RecognitionService } from './recognition.js';
import { gatherIssues, type StorageHealth, watchStorageHealth } from './storage-health.js';
import type { Streams } from './streams.js';
import type { SyncService } from './sync.js';
import type { ToldHosts } from './told-hosts.js';
import type { OpenedVision } from './vision.js';

type With<Parts> = HubOptions & Parts;

/** Starts the highlights of days and weeks. */
export function startHighlights({
  config,
  store,
  vision,
  clock,
  log,
}: With<{ store: Store; vision: Vision }>): HighlightsService {
  const highlights = new HighlightsService({ store, vision, timeZone: config.timeZone, clock, log });
  highlights.start();
  return highlights;
}

/** Starts the films that people ask for. */
export function startFilms({
  store,
  filmVision,
  clock,
  log,
}: With<{ store: Store; filmVision: Vision }>): FilmsService {
  const films = new FilmsService({ store, vision: filmVision, clock, log });
  films.start();
  return films;
}

/** When each pet was seen. */
export function followPets({ config, store, clock }: With<{ store: Store }>): PetsActivity {
  return new PetsActivity({ store, clock, timeZone: config.timeZone });
}

/** Photos to look back on. */
export function lookBack({ config, store, clock }: With<{ store: Store }>): Memories {
  return new Memories({ store, clock, timeZone: config.timeZone });
}

/** Health of the database and of what the backup folder holds. */
export function watchHubStorage({ store, config }: With<{ store: Store }>): Promise<StorageHealth> {
  return watchStorageHealth(store, config.backupDirectory);
}

/** Starts everything that the hub does by the clock. */
export function startHubJobs(
  parts: With<{
    store: Store;
    ingest: CameraChannel;
    highlights: HighlightsService;
    storage: StorageHealth;
    clockWatch: ClockWatch;
  }>,
): JobsService {
  const { ingest, highlights, storage } = parts;
  return startJobs({
    ...parts,
    capture: (camera) => ingest.command(camera, 'capture', {}),
    highlight: (signal) => highlights.runDue(signal),
    wayBack: () => storage.wayBack(),
  });
}

/** Has the retention run as soon as a camera takes more than its share of a full store. */
export function trimWhenOverfull({ shares, jobs }: { shares: CameraShares; jobs: JobsService }): void {
  shares.whenOverfull(() => void jobs.run('retention'));
}

/** Starts the notifications of visits. */
export function startHubNotifications(
  parts: With<{
    store: Store;
    vision: Vision;
    jobs: JobsService;
    listeners: HttpListeners;
    homeAssistant: HomeAssistantService;
  }>,
): Promise<NotificationsService> {
  const { jobs, listeners, homeAssistant } = parts;
  return startNotifications({
    ...parts,
    isQuiet: (now) => jobs.isQuiet(now),
    presence: () => homeAssistant.presence(),
    address: () => listeners.address(),
  });
}

/** Looks from time to time whether this machine knows of a newer version of the hub. */
export function watchUpdates({ clock, config }: HubOptions): Pick<UpdateWatch, 'available' | 'stop'> {
  const updates = new UpdateWatch(clock, () => newerVersion(config.newerVersionFile));
  updates.start();
  return updates;
}

/** Gatherer of the health issues of every service. */
export function gatherHubIssues({
  store,
  pipeline,
  visionProcess,
  listeners,
  ingest,
  shares,
  connections,
  told,
  streams,
  homeAssistant,
  jobs,
  sync,
  storage,
  notify,
  recognition,
  clock,
}: With<{
  store: Store;
  pipeline: Pipeline;
  visionProcess: OpenedVision;
  listeners: HttpListeners;
  ingest: CameraChannel;
  shares: CameraShares;
  connections: ConnectionWatch;
  told: ToldHosts;
  streams: Streams;
  homeAssistant: HomeAssistantService;
  jobs: JobsService;
  sync: SyncService;
  storage: StorageHealth;
  notify: NotificationsService;
  recognition: RecognitionService;
}>): () => HealthIssue[] {
  const report = { store, clock, connections: (camera: string) => connections.report(camera) };
  return gatherIssues([
    () => issuesOf(pipeline, ingest),
    () => visionProcess.confinement.issues(),
    () => listeners.issues(),
    () => jobs.issues(),
    () => shares.issues(),
    () => sync.issues(),
    () => notify.issues(),
    () => storage.issues(),
    () => cameraIssues(report),
    () => streams.issues(),
    () => told.issues(),
    () => homeAssistant.issues(),
    () => recognition.issues(),
  ]);
}

function issuesOf(pipeline: Pipeline, ingest: CameraChannel): HealthIssue[] {
  return [
    ...pipeline.issues(),
    ...(ingest.connected ? [] : [{ code: 'broker-away', text: 'the MQTT broker cannot be reached' }]),
  ];
}
