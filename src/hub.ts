import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PagePorts, reachableHost } from './address.js';
import { buildApi } from './api/app.js';
import { finishRestore } from './backup/restore.js';
import { BurstCollector } from './burst/collector.js';
import { createCameraDesk } from './camera-desk.js';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import { openEntrance } from './entrance.js';
import type { Trouble } from './errors.js';
import { externalBroker } from './external-broker.js';
import { startHighlights } from './highlight-desk.js';
import { type HomeDesk, neighbourOf, startHomeAssistant } from './home-desk.js';
import { Broker } from './ingest/broker.js';
import type { BrokerAddress } from './ingest/client.js';
import { Ingest } from './ingest/ingest.js';
import { PskListener } from './ingest/psk-listener.js';
import { watchKeys } from './key-watch.js';
import { LiveView } from './live/live-view.js';
import type { Logger } from './log.js';
import { openMetrics } from './metrics-desk.js';
import { startNotify } from './notify-desk.js';
import type { RadioProcessOptions } from './pairing/radio-process.js';
import { openPairingDesk } from './pairing-desk.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import { notePairings, openSecurityLog, type SecurityLog } from './security-log.js';
import { chooseCut } from './select/cut.js';
import { brokerProbe, databaseProbe } from './service/probes.js';
import { listenToVision } from './service/vision-pulse.js';
import type { Probe } from './service/watchdog.js';
import type { Store } from './store/contract.js';
import { lockDirectory } from './store/lock.js';
import { openStore } from './store/store.js';
import { startSync } from './sync-desk.js';
import { startUpkeep } from './upkeep-desk.js';
import { superviseVision, visionDefaults } from './vision/supervisor.js';
import type { Vision } from './vision/types.js';

/** The models and the built page, seen from src/ and from dist/ alike. */
const MODELS = fileURLToPath(new URL('../models', import.meta.url));
const PAGE = fileURLToPath(new URL('../dist/web', import.meta.url));

const MEBIBYTE = 1024 * 1024;

export interface HubOptions {
  config: Config;
  clock: Clock;
  log: Logger;
  version: string;
  /** The radio process of a pairing; this machine's Bluetooth unless given. */
  radio?: RadioProcessOptions;
}

/** What a running hub can be reached by. */
export interface RunningHub {
  ports: PagePorts;
  httpPort: number;
  /** Null with an external broker. */
  mqttPort: number | null;
  /** Of MQTT over TLS-PSK; null with an external broker. */
  mqttTlsPort: number | null;
  store: Store;
  pipeline: Pipeline;
  /** What has to answer for the hub to be alive. */
  probes: Probe[];
  /** What keeps the hub from doing its whole job, as sentences; empty when all is well. */
  troubles(): string[];
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
    const entrance = await openEntrance({ ...this.#options, store });
    this.#stops.push(() => entrance.stop());
    const { vision, probe: visionProbe } = listenToVision(this.#startVision(), this.#options.clock);
    const progress = new Set<(photoId: number, done: number) => void>();
    const pipeline = this.#startPipeline(store, vision, (photoId, done) => {
      for (const listener of progress) listener(photoId, done);
    });
    const { ingest, live, mqttPort, mqttTlsPort } = await this.#startIngest(store, pipeline, security, () =>
      entrance.address(),
    );
    const { config, clock, log, version, radio } = this.#options;
    const pairing = openPairingDesk({ store, config, tlsPort: mqttTlsPort, radio, clock, log });
    this.#stops.push(() => pairing.stop());
    notePairings(pairing, security);
    const sync = await startSync({ config, store, clock, log });
    this.#stops.push(() => sync.stop());
    const capture = (camera: string) => ingest.command(camera, 'capture', {});
    const highlights = startHighlights({ store, vision, timeZone: config.timeZone, clock, log });
    this.#stops.push(() => highlights.stop());
    const highlight = (signal: AbortSignal) => highlights.runDue(signal);
    const upkeep = startUpkeep({ store, config, capture, highlight, version, clock, log });
    this.#stops.push(() => upkeep.stop());
    const notify = await startNotify({
      config,
      store,
      isQuiet: (now) => upkeep.isQuiet(now),
      address: () => entrance.address(),
      clock,
      log,
    });
    this.#stops.push(() => notify.stop());
    const causes = () => [...troublesOf(pipeline, ingest), ...entrance.troubles(), ...upkeep.troubles()];
    const troubles = () => causes().map(({ text }) => text);
    const certificateEnds = () => entrance.certificates?.expiresAt() ?? null;
    const metrics = openMetrics(config.metricsTokenFile, {
      version,
      store,
      vision,
      troubles: causes,
      certificateEnds,
    });
    const app = await buildApi({
      store,
      vision,
      chooseCut,
      entrance,
      security,
      link: {
        command: (camera, verb, data) => ingest.command(camera, verb, data),
        address: () => config.mqttUrl || `mqtt://${config.mqttHost}:${mqttPort}`,
        tlsAddress: () =>
          mqttTlsPort ? `mqtts://${reachableHost(config.mqttTlsHost)}:${mqttTlsPort}` : null,
      },
      live,
      highlights,
      pairing,
      troubles: causes,
      metrics,
      sync: sync.status,
      notify,
      upkeep,
      onUpscaleProgress: (listener) => {
        progress.add(listener);
        return () => progress.delete(listener);
      },
      clock,
      log,
      options: {
        version,
        jwtSecret: Buffer.from(store.secret('access tokens')),
        corsOrigins: config.corsOrigins,
        webRoot: existsSync(PAGE) ? PAGE : null,
        trustProxy: config.trustProxy,
        retention: {
          losingFramesDays: config.losingFramesDays,
          photosMaxDays: config.photosMaxDays,
          maxBytes: config.storageMaxMegabytes * 1024 * 1024,
        },
      },
    });
    this.#stops.push(() => app.close());
    const ports = await entrance.open(app);
    const probes = [databaseProbe(store), brokerProbe(ingest), visionProbe];
    return { ports, httpPort: ports.http, mqttPort, mqttTlsPort, store, pipeline, probes, troubles };
  }

  #startSecurityLog(store: Store): SecurityLog {
    const { clock, log } = this.#options;
    const security = openSecurityLog({ keep: (event) => store.addSecurityEvent(event), clock, log });
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
      clock,
      log,
      reserveBytes: config.storageReserveMegabytes * MEBIBYTE,
    });
    this.#stops.push(() => store.close());
    await store.allOffline();
    return store;
  }

  #startVision(): Vision {
    const { config, clock, log } = this.#options;
    const options = visionDefaults(MODELS);
    const vision = superviseVision(
      {
        ...options,
        threads: config.visionThreads,
        upscale: config.upscale,
        idleMs: config.visionIdleSeconds * 1000,
      },
      clock,
      log,
    );
    this.#stops.push(() => vision.stop());
    return vision;
  }

  #startPipeline(
    store: Store,
    vision: Vision,
    onProgress: (photoId: number, done: number) => void,
  ): Pipeline {
    const { clock, log } = this.#options;
    const pipeline = createPipeline({ store, vision, chooseCut, clock, log, onProgress });
    this.#stops.push(() => pipeline.stop());
    // A swap, or a deletion taken back, leaves a photo whose enlargement is pending again.
    store.onEvents((events) => {
      if (events.some(({ type }) => type === 'photo.updated' || type === 'burst.closed')) pipeline.wake();
    });
    pipeline.start();
    return pipeline;
  }

  async #startIngest(store: Store, pipeline: Pipeline, security: SecurityLog, url: () => string) {
    const { config, clock, log, version } = this.#options;
    const broker = config.mqttUrl === '' ? this.#createBroker(store, security) : null;
    const mqttPort = broker ? await broker.start() : null;
    const mqttTlsPort = broker ? await this.#startPskListener(store, broker, security) : null;
    const collector: BurstCollector = new BurstCollector({
      ledger: store,
      clock,
      log,
      quietMs: config.burstQuietSeconds * 1000,
      sendAck: (camera, ack) => ingest.sendAck(camera, ack),
      onClosed: () => pipeline.wake(),
    });
    const address: BrokerAddress = broker ? { connect: () => broker.connect() } : externalBroker(config);
    const live: LiveView = new LiveView({
      preview: (camera, data) => ingest.command(camera, 'preview', data),
      clock,
      log,
    });
    let home: HomeDesk | null = null;
    const previews = {
      show: (camera: string, picture: Uint8Array) => {
        live.show(camera, picture);
        home?.show(camera, picture);
      },
      gone: (camera: string) => live.gone(camera),
    };
    const intake = createCameraDesk({ store, collector, live: previews, clock, log });
    const ingest: Ingest = new Ingest({ address, intake, version, clock, log });
    this.#stops.push(() => collector.stop());
    await collector.start();
    this.#stops.push(() => ingest.stop());
    await ingest.start();
    home = await startHomeAssistant({ config, address, store, ingest, live, version, url, clock, log });
    this.#stops.push(async () => home?.stop());
    const endWatch = watchKeys({
      store,
      cutOff: (camera, why) => {
        broker?.disconnectCamera(camera);
        live.gone(camera);
        if (why === 'removed') void ingest.forget(camera);
      },
      clock,
    });
    this.#stops.push(async () => endWatch());
    return { ingest, live, mqttPort, mqttTlsPort };
  }

  async #startPskListener(store: Store, broker: Broker, security: SecurityLog): Promise<number> {
    const { config, log } = this.#options;
    const listener = new PskListener({
      host: config.mqttTlsHost,
      port: config.mqttTlsPort,
      keyOf: (camera) => store.cameraKey(camera),
      onConnection: (socket, identity, address) => broker.accept(socket, identity, address),
      onRefused: (camera, address) => security.note({ name: 'camera-refused', camera, address }),
      log,
    });
    this.#stops.push(() => listener.stop());
    return listener.start();
  }

  #createBroker(store: Store, security: SecurityLog): Broker {
    const { config, log } = this.#options;
    const broker = new Broker({
      host: config.mqttHost,
      port: config.mqttPort,
      log,
      neighbour: neighbourOf(config),
      // Over TLS the handshake has proved the key; the broker has compared the names.
      authenticate: async (camera, password, identity) => {
        if (identity !== null || store.checkCameraKey(camera, Buffer.from(password ?? '', 'hex')))
          return true;
        security.note({ name: 'camera-refused', camera });
        return false;
      },
    });
    this.#stops.push(() => broker.stop());
    return broker;
  }
}

function troublesOf(pipeline: Pipeline, ingest: Ingest): Trouble[] {
  const trouble = pipeline.trouble();
  return [
    ...(trouble === null ? [] : [{ code: 'photos-wait', text: `photos wait: ${trouble}` }]),
    ...(ingest.connected ? [] : [{ code: 'broker-away', text: 'the MQTT broker cannot be reached' }]),
  ];
}
