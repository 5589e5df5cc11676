/** The side of the hub that faces the cameras: a broker where none is given, bursts, live view, Home Assistant. */
import { BurstCollector } from '../cameras/burst/collector.js';
import { LiveView } from '../cameras/live/live-view.js';
import { Broker } from '../cameras/mqtt/broker.js';
import type { BrokerAddress } from '../cameras/mqtt/client.js';
import { type ConnectionReport, ConnectionWatch } from '../cameras/mqtt/connection-watch.js';
import { Ingest } from '../cameras/mqtt/ingest.js';
import { PskListener } from '../cameras/mqtt/psk-listener.js';
import type { Ack } from '../cameras/protocol/types.js';
import type { SecurityLog } from '../core/audit-log.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { Logger } from '../core/log.js';
import { clientOf } from '../server/api/http/connections.js';
import type { Store } from '../store/contract.js';
import { createCameraMessages } from './camera-messages.js';
import type { CameraShares } from './camera-shares.js';
import { externalBroker } from './external-broker.js';
import { type FirmwareService, startFirmwareUpdates } from './firmware.js';
import { externalClientOf, type HomeAssistantService, startHomeAssistant } from './home-assistant.js';
import { watchKeys } from './key-revocation.js';

/** Collaborators of the camera side, and the callbacks by which the hub hears from it. */
export interface CameraServiceParts {
  config: Config;
  store: Store;
  security: SecurityLog;
  shares: CameraShares;
  /** Called when a burst waits for its cut. */
  onClosed: () => void;
  /** Page of the hub. */
  url: () => string;
  version: string;
  clock: Clock;
  log: Logger;
  /** Takes what ends a part that was started; the last one is to be called first. */
  onStop: (stop: () => Promise<unknown>) => void;
}

/** Parts of the hub that speak to cameras, once they have started. */
export interface CameraService {
  ingest: Ingest;
  live: LiveView;
  updates: FirmwareService;
  connections: (camera: string) => ConnectionReport;
  home: Pick<HomeAssistantService, 'issues'>;
  /** Null with an external broker, both. */
  mqttPort: number | null;
  mqttTlsPort: number | null;
}

/**
 * Starts broker, ingest, live view, firmware updates and Home Assistant, in the order in which they need each
 * other. What was started is handed to `onStop`.
 */
export async function startCameraService(parts: CameraServiceParts): Promise<CameraService> {
  const { config, store, clock, log, version, url, onStop } = parts;
  const connections = new ConnectionWatch(clock);
  const broker = config.mqttUrl === '' ? createBroker(parts, connections) : null;
  const mqttPort = broker ? await broker.start() : null;
  const mqttTlsPort = broker ? await startPskListener(parts, broker) : null;
  const collector: BurstCollector = createCollector(parts, (camera, ack) => ingest.sendAck(camera, ack));
  const address: BrokerAddress = broker ? { connect: () => broker.connect() } : externalBroker(config);
  const live: LiveView = new LiveView({
    preview: (camera, data) => ingest.command(camera, 'preview', data),
    clock,
    log: log.child({ component: 'live' }),
  });
  let home: HomeAssistantService | null = null;
  const previews = {
    show: (camera: string, picture: Uint8Array) => {
      live.show(camera, picture);
      home?.show(camera, picture);
    },
    gone: (camera: string) => live.gone(camera),
  };
  const updates = await startFirmwareUpdates({
    config,
    store,
    command: (camera, data) => ingest.command(camera, 'update', data),
    sendChunk: (camera, offset, bytes) => ingest.sendChunk(camera, offset, bytes),
    clock,
    log,
  });
  onStop(() => updates.stop());
  const heard = (camera: string, online: boolean) => {
    if (!broker) connections.heard(camera, online);
  };
  const mqttLog = log.child({ component: 'mqtt' });
  const intake = createCameraMessages({
    store,
    collector,
    live: previews,
    updates,
    heard,
    clock,
    log: mqttLog,
  });
  const ingest: Ingest = new Ingest({ address, intake, version, clock, log: mqttLog });
  onStop(() => collector.stop());
  await collector.start();
  onStop(() => ingest.stop());
  await ingest.start();
  const assistant = await startHomeAssistant({
    config,
    address,
    store,
    ingest,
    live,
    updates,
    version,
    url,
    clock,
    log,
  });
  home = assistant;
  onStop(() => assistant.stop());
  cutOffLostKeys(parts, { broker, ingest, live, connections });
  const report = (camera: string) => connections.report(camera);
  return { ingest, live, updates, connections: report, home: assistant, mqttPort, mqttTlsPort };
}

function createCollector(
  { config, store, clock, log, shares, onClosed }: CameraServiceParts,
  sendAck: (camera: string, ack: Ack) => void,
): BurstCollector {
  return new BurstCollector({
    ledger: store,
    clock,
    log: log.child({ component: 'burst' }),
    quietMs: config.burstQuietSeconds * 1000,
    sendAck,
    onClosed,
    isAboveShare: (camera) => shares.isAbove(camera),
    onOpened: (camera) => shares.noteBurst(camera),
  });
}

function cutOffLostKeys(
  { store, clock, log, onStop }: CameraServiceParts,
  {
    broker,
    ingest,
    live,
    connections,
  }: { broker: Broker | null; ingest: Ingest; live: LiveView; connections: ConnectionWatch },
): void {
  const endWatch = watchKeys({
    store,
    cutOff: (camera, why) => {
      broker?.disconnectCamera(camera);
      live.gone(camera);
      connections.forget(camera);
      if (why === 'removed') void ingest.forget(camera);
    },
    clock,
    log: log.child({ component: 'keys' }),
  });
  onStop(async () => endWatch());
}

async function startPskListener(parts: CameraServiceParts, broker: Broker): Promise<number> {
  const { config, store, security, clock, log, onStop } = parts;
  const listener = new PskListener({
    host: config.mqttTlsHost,
    port: config.mqttTlsPort,
    keyOf: (camera) => store.cameraKey(camera),
    onConnection: (socket, identity, address) => broker.accept(socket, identity, address),
    clientOf,
    clock,
    onRefused: (camera, address) => security.note({ name: 'camera-refused', camera, address }),
    log: log.child({ component: 'mqtt-tls' }),
  });
  onStop(() => listener.stop());
  return listener.start();
}

function createBroker(
  { config, store, security, log, onStop }: CameraServiceParts,
  connections: ConnectionWatch,
): Broker {
  const broker = new Broker({
    host: config.mqttHost,
    port: config.mqttPort,
    log: log.child({ component: 'broker' }),
    externalClient: externalClientOf(config),
    onCamera: (camera, replaces, address) => connections.connected(camera, replaces, address),
    // Over TLS the handshake has proved the key; the broker has compared the names.
    authenticate: async (camera, password, identity) => {
      if (identity !== null || store.checkCameraKey(camera, Buffer.from(password ?? '', 'hex'))) return true;
      security.note({ name: 'camera-refused', camera });
      return false;
    },
  });
  onStop(() => broker.stop());
  return broker;
}
