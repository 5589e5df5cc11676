import { ConnectionWatch } from '../cameras/mqtt/connection-watch.js';
import type { PagePorts } from '../core/address.js';
import { notePairings } from '../core/audit-log.js';
import { ServiceList, type ServiceRun } from '../core/service-list.js';
import { SpoolFolder } from '../core/spool.js';
import { buildApi } from '../server/api/app.js';
import { brokerProbe, databaseProbe } from '../services/systemd/probes.js';
import { listenToVision } from '../services/systemd/vision-pulse.js';
import type { Probe } from '../services/systemd/watchdog.js';
import type { Store } from '../store/contract.js';
import { apiParts, linkToCameras, openHubMetrics } from './api.js';
import * as cameras from './cameras.js';
import { openFlashImageStore } from './flash.js';
import type { HubOptions } from './foundation.js';
import * as foundation from './foundation.js';
import { startHomeAssistant } from './home-assistant.js';
import { openPairingService } from './pairing.js';
import type { Pipeline } from './pipeline.js';
import { startRecognition } from './recognition.js';
import * as services from './services.js';
import { createStreams, joinChannels, startStreams } from './streams.js';
import { startSync } from './sync.js';

const stop = (service: { stop(): unknown }) => service.stop();
const stopIfAny = (service: { stop(): unknown } | null) => service?.stop();
const call = (end: () => unknown) => end();

/**
 * The composition root: every service of a hub in the order in which they start, and the reverse of that in which they
 * stop. A service that can fail to start is created, with what ends it, in the line before.
 */
export const HUB_SERVICES = ServiceList.begin<HubOptions>()
  .and('lock', foundation.lockData, call)
  .and('spools', ({ config }) => new SpoolFolder(config.dataDirectory))
  .and('store', foundation.openHubStore, (store) => store.close())
  .and('camerasAway', foundation.noteCamerasAway)
  .and('security', foundation.openHubSecurity, (security) => security.flush())
  .and('clockWatch', foundation.watchClock)
  .and('listeners', foundation.prepareListeners, stop)

  .and('visionProcess', foundation.openHubVision, ({ vision }) => vision.stop())
  .and('confinementCheck', foundation.checkConfinement, call)
  .and(
    'streamVision',
    ({ visionProcess }) => visionProcess.streamVision,
    (vision) => vision.stop(),
  )
  .and(
    'probeVision',
    ({ visionProcess }) => visionProcess.probeVision,
    (vision) => vision.stop(),
  )
  .and(
    'filmVision',
    ({ visionProcess }) => visionProcess.filmVision,
    (vision) => vision.stop(),
  )
  .and('visionPulse', ({ visionProcess, clock }) => listenToVision(visionProcess.vision, clock))
  .and('vision', ({ visionPulse }) => visionPulse.vision)
  .and('upscaleProgress', () => new foundation.UpscaleProgress())
  .and('appearanceModel', foundation.appearanceModel)
  .and('pipeline', foundation.createPipeline, stop)
  .and('cutting', foundation.startPipeline)

  .and('shares', cameras.shareOut)
  .and('connections', ({ clock }) => new ConnectionWatch(clock))
  .and('broker', cameras.createBroker, stopIfAny)
  .and('mqttPort', ({ broker }) => broker?.start() ?? null)
  .and('pskListener', cameras.createPskListener, stopIfAny)
  .and('mqttTlsPort', ({ pskListener }) => pskListener?.start() ?? null)
  .and('address', cameras.brokerAddress)
  .and('mqtt', cameras.createIngest)
  .and('streams', createStreams)
  .and('ingest', joinChannels)
  .and('firmware', cameras.startHubFirmware, stop)
  .and('flash', openFlashImageStore)
  .and('live', cameras.createLiveView)
  .and('collector', cameras.createCollector, stop)
  .and('collecting', ({ collector }) => collector.start())
  .and('intake', cameras.hubIntake)
  .and('connection', ({ ingest }) => ingest, stop)
  .and('connected', ({ connection, intake }) => connection.start(intake))
  .and('pauses', cameras.startPauses, stop)
  .and('homeAssistant', (parts) => startHomeAssistant({ ...parts, url: parts.listeners.address }), stop)
  .and('streaming', startStreams, stop)
  .and('lostKeys', cameras.cutOffLostKeys, call)
  .and('told', cameras.rememberTold)
  .and('hubAddress', cameras.tellHubAddress, stop)
  .and('openRadio', cameras.radioOpener)
  .and('pairing', openPairingService, stop)
  .and('pairingNotes', ({ pairing, security }) => notePairings(pairing, security))

  .and('recognition', startRecognition, stop)
  .and('sync', startSync, stop)
  .and('highlights', services.startHighlights, stop)
  .and('films', services.startFilms, stop)
  .and('memories', services.lookBack)
  .and('activity', services.followPets)
  .and('storage', services.watchHubStorage)
  .and('jobs', services.startHubJobs, stop)
  .and('trimming', services.trimWhenOverfull)
  .and('notify', services.startHubNotifications, stop)
  .and('updates', services.watchUpdates, stop)

  .and('issues', services.gatherHubIssues)
  .and('alerts', ({ notify, issues }) => notify.watch(issues), call)
  .and('metrics', openHubMetrics)
  .and('link', linkToCameras)
  .and('apiParts', apiParts)
  .and(
    'app',
    ({ apiParts }) => buildApi(apiParts),
    (app) => app.close(),
  )
  .and('ports', ({ listeners, app }) => listeners.open(app));

/** Services of a running hub by their names. */
export type HubParts = typeof HUB_SERVICES extends ServiceList<HubOptions, infer Parts> ? Parts : never;

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

/** A hub: its services in one life. Does nothing before `start`, which stops what it started when it fails. */
export class Hub {
  readonly #run: ServiceRun<HubParts>;

  constructor(options: HubOptions) {
    this.#run = HUB_SERVICES.runOf(options);
  }

  /** @throws {Fault} whatever keeps the hub from starting: a taken port, a damaged database, a missing file. */
  async start(): Promise<RunningHub> {
    const { ports, mqttPort, mqttTlsPort, store, pipeline, ingest, visionPulse, issues } =
      await this.#run.start();
    const probes = [databaseProbe(store), brokerProbe(ingest), visionPulse.probe];
    const sentences = () => issues().map(({ text }) => text);
    return { ports, httpPort: ports.http, mqttPort, mqttTlsPort, store, pipeline, probes, issues: sentences };
  }

  stop(): Promise<void> {
    return this.#run.stop();
  }
}
