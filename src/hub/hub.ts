import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Ingest } from '../cameras/mqtt/ingest.js';
import type { RadioProcessOptions } from '../cameras/pairing/radio-process.js';
import { cameraAddress, type PagePorts, reachableHost } from '../core/address.js';
import { notePairings, openSecurityLog, type SecurityLog } from '../core/audit-log.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { HealthIssue } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { chooseCut } from '../imaging/select/cut.js';
import { basisOf } from '../imaging/vision/basis.js';
import type { Confinement } from '../imaging/vision/confinement.js';
import type { Vision } from '../imaging/vision/types.js';
import { buildApi } from '../server/api/app.js';
import { finishRestore } from '../services/backup/restore.js';
import { ClockWatch } from '../services/schedule/clock-watch.js';
import { brokerProbe, databaseProbe } from '../services/systemd/probes.js';
import { listenToVision } from '../services/systemd/vision-pulse.js';
import type { Probe } from '../services/systemd/watchdog.js';
import { PackageUpdates } from '../services/updates/apt.js';
import type { Store } from '../store/contract.js';
import { lockDirectory } from '../store/lock.js';
import { openStore } from '../store/store.js';
import { cameraIssues } from './camera-health.js';
import { CameraShares } from './camera-shares.js';
import { startCameraService } from './cameras.js';
import { HighlightsService } from './highlights.js';
import { startJobs } from './jobs.js';
import { openListeners } from './listeners.js';
import { openMetrics } from './metrics.js';
import { startNotifications } from './notifications.js';
import { openPairingService } from './pairing.js';
import { Pipeline } from './pipeline.js';
import { gatherIssues, watchStorageHealth } from './storage-health.js';
import { startSync } from './sync.js';
import { ToldHosts } from './told-hosts.js';
import { openVision } from './vision.js';

/** The models and the built page, seen from src/ and from dist/ alike. */
const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const PAGE = fileURLToPath(new URL('../../dist/web', import.meta.url));

const MEBIBYTE = 1024 * 1024;

/** Settings, clock and log of a hub, and the version that it reports. */
export interface HubOptions {
  config: Config;
  clock: Clock;
  log: Logger;
  version: string;
  /** The radio process of a pairing; this machine's Bluetooth unless given. */
  radio?: RadioProcessOptions;
}

/** Ports and parts of a running hub, for commands and tests. */
export interface RunningHub {
  ports: PagePorts;
  httpPort: number;
  /** Null with an external broker. */
  mqttPort: number | null;
  /** Port of the MQTT TLS-PSK listener; null with an external broker. */
  mqttTlsPort: number | null;
  store: Store;
  pipeline: Pipeline;
  /** Probes that have to answer for the hub to be alive. */
  probes: Probe[];
  /** Health issues as sentences; empty when all is well. */
  issues(): string[];
}

/**
 * The composition root: builds the rooms, starts them along the flow, stops them in reverse. Does nothing before
 * `start`, which stops what it started when it fails.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #stops: (() => Promise<unknown>)[] = [];

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** @throws {Fault} whatever keeps the hub from starting: a taken port, a damaged database, a missing file. */
  async start(): Promise<RunningHub> {
    try {
      return await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await stop();
  }

  async #start(): Promise<RunningHub> {
    const store = await this.#openStore();
    const security = this.#startSecurityLog(store);
    const clockWatch = new ClockWatch({
      store,
      clock: this.#options.clock,
      log: this.#options.log.child({ component: 'clock' }),
    });
    const isClockRight = () => clockWatch.trust() === 'trusted';
    const listeners = await openListeners({ ...this.#options, store, isClockRight });
    this.#stops.push(() => listeners.stop());
    const { vision: supervised, confinement } = this.#startVision();
    const { vision, probe: visionProbe } = listenToVision(supervised, this.#options.clock);
    const progress = new Set<(photoId: number, done: number) => void>();
    const pipeline = await this.#startPipeline(store, vision, (photoId, done) => {
      for (const listener of progress) listener(photoId, done);
    });
    const { config, clock, log, version, radio } = this.#options;
    const shares = new CameraShares({
      store,
      clock,
      burstsAnHour: config.cameraBurstsPerHour,
      maxBytes: config.storageMaxMegabytes * MEBIBYTE,
    });
    const { ingest, live, updates, connections, mqttPort, mqttTlsPort } = await startCameraService({
      config,
      store,
      security,
      shares,
      onClosed: () => pipeline.wake(),
      url: () => listeners.address(),
      version,
      clock,
      log,
      onStop: (stop) => void this.#stops.push(stop),
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
      tlsPort: mqttTlsPort,
      radio,
      clock,
      log,
    });
    this.#stops.push(() => pairing.stop());
    notePairings(pairing, security);
    const sync = await startSync({ config, store, clock, log });
    this.#stops.push(() => sync.stop());
    const capture = (camera: string) => ingest.command(camera, 'capture', {});
    const highlights = new HighlightsService({ store, vision, timeZone: config.timeZone, clock, log });
    highlights.start();
    this.#stops.push(() => highlights.stop());
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
    this.#stops.push(() => jobs.stop());
    shares.whenOverfull(() => void jobs.run('retention'));
    const notify = await startNotifications({
      config,
      store,
      isQuiet: (now) => jobs.isQuiet(now),
      address: () => listeners.address(),
      clock,
      log,
    });
    this.#stops.push(() => notify.stop());
    const healthIssues = gatherIssues([
      () => issuesOf(pipeline, ingest),
      () => confinement.issues(),
      () => listeners.issues(),
      () => jobs.issues(),
      () => shares.issues(),
      () => sync.issues(),
      () => storage.issues(),
      () => cameraIssues({ store, connections, clock }),
      () => told.issues(),
    ]);
    const issues = () => healthIssues().map(({ text }) => text);
    const packageUpdates = new PackageUpdates(clock);
    packageUpdates.start();
    this.#stops.push(() => packageUpdates.stop());
    const certificateEnds = () => listeners.certificates?.expiresAt() ?? null;
    const metrics = openMetrics(config.metricsTokenFile, {
      version,
      store,
      vision,
      issues: healthIssues,
      stages: () => pipeline.stages(),
      certificateEnds,
    });
    const app = await buildApi({
      store,
      vision,
      chooseCut,
      endpoints: listeners,
      security,
      link: {
        command: (camera, verb, data) => ingest.command(camera, verb, data),
        connections,
        address: () => config.mqttUrl || `mqtt://${config.mqttHost}:${mqttPort}`,
        tlsAddress: () => (mqttTlsPort ? cameraAddress(config, mqttTlsPort) : null),
        told: (camera) => told.note(camera),
      },
      live,
      firmware: updates,
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
      options: {
        version,
        jwtSecret: Buffer.from(store.secret('access tokens')),
        corsOrigins: config.corsOrigins,
        webRoot: existsSync(PAGE) ? PAGE : null,
        trustProxy: config.trustProxy,
        uploadDirectory: config.dataDirectory,
        retention: {
          losingFramesDays: config.losingFramesDays,
          photosMaxDays: config.photosMaxDays,
          maxBytes: config.storageMaxMegabytes * MEBIBYTE,
        },
      },
    });
    this.#stops.push(() => app.close());
    const ports = await listeners.open(app);
    const probes = [databaseProbe(store), brokerProbe(ingest), visionProbe];
    return { ports, httpPort: ports.http, mqttPort, mqttTlsPort, store, pipeline, probes, issues };
  }

  #startSecurityLog(store: Store): SecurityLog {
    const { clock, log } = this.#options;
    const security = openSecurityLog({
      keep: (event) => store.addSecurityEvent(event),
      clock,
      log: log.child({ component: 'security' }),
    });
    this.#stops.push(() => security.flush());
    return security;
  }

  async #openStore(): Promise<Store> {
    const { config, clock, log } = this.#options;
    const unlock = lockDirectory(config.dataDirectory);
    this.#stops.push(async () => unlock());
    await finishRestore(config.dataDirectory);
    const store = await openStore({
      directory: config.dataDirectory,
      stateDirectory: config.stateDirectory,
      clock,
      log: log.child({ component: 'store' }),
      reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
    });
    this.#stops.push(() => store.close());
    await store.allOffline();
    return store;
  }

  #startVision(): ReturnType<typeof openVision> {
    const { config, clock, log } = this.#options;
    const opened = openVision(config, MODELS, clock, log);
    this.#stops.push(() => opened.vision.stop());
    if (opened.confinementRequired) this.#checkConfinement(opened.confinement);
    return opened;
  }

  /** Health says before the first photo that nothing would look at it. */
  #checkConfinement(confinement: Confinement): void {
    const stopping = new AbortController();
    const checked = confinement.check(stopping.signal).catch((err: unknown) => {
      if (!stopping.signal.aborted) this.#options.log.error({ err }, 'vision: starting the process failed');
    });
    this.#stops.push(() => {
      stopping.abort();
      return checked;
    });
  }

  async #startPipeline(
    store: Store,
    vision: Vision,
    onProgress: (photoId: number, done: number) => void,
  ): Promise<Pipeline> {
    const { clock, log, version } = this.#options;
    const basis = await basisOf(version, MODELS);
    const pipeline = new Pipeline({ store, vision, chooseCut, basis, clock, log, onProgress });
    this.#stops.push(() => pipeline.stop());
    // A swap, or a deletion taken back, leaves a photo whose enlargement is pending again.
    store.onEvents((events) => {
      if (events.some(({ type }) => type === 'photo.updated' || type === 'burst.closed')) pipeline.wake();
    });
    pipeline.start();
    return pipeline;
  }
}

function issuesOf(pipeline: Pipeline, ingest: Ingest): HealthIssue[] {
  return [
    ...pipeline.issues(),
    ...(ingest.connected ? [] : [{ code: 'broker-away', text: 'the MQTT broker cannot be reached' }]),
  ];
}
