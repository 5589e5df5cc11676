/** Services of a hub that face the cameras: a broker where none is given, bursts, live view, keys, pairing. */
import { BurstCollector } from '../cameras/burst/collector.js';
import { LiveView } from '../cameras/live/live-view.js';
import { Broker } from '../cameras/mqtt/broker.js';
import type { BrokerAddress } from '../cameras/mqtt/client.js';
import type { ConnectionWatch } from '../cameras/mqtt/connection-watch.js';
import { Ingest } from '../cameras/mqtt/ingest.js';
import type { Intake } from '../cameras/mqtt/intake.js';
import { PskListener } from '../cameras/mqtt/psk-listener.js';
import type { Radio } from '../cameras/pairing/radio.js';
import { openRadioProcess, RADIO_PROCESS } from '../cameras/pairing/radio-process.js';
import { reachableHost } from '../core/address.js';
import type { SecurityLog } from '../core/audit-log.js';
import { Refusal } from '../core/errors.js';
import { listeningHost, plainIp } from '../core/network.js';
import { clientOf } from '../server/api/http/connections.js';
import type { ClockWatch } from '../services/schedule/clock-watch.js';
import type { Store } from '../store/contract.js';
import { createCameraMessages } from './camera-messages.js';
import { CameraPauses } from './camera-pauses.js';
import { CameraShares } from './camera-shares.js';
import { externalBroker } from './external-broker.js';
import { type FirmwareService, startFirmwareUpdates } from './firmware.js';
import { type HubOptions, MEBIBYTE } from './foundation.js';
import { externalClientOf } from './home-assistant.js';
import { HubAddress } from './hub-address.js';
import { watchKeys } from './key-revocation.js';
import type { Pipeline } from './pipeline.js';
import { ToldHosts } from './told-hosts.js';

type With<Parts> = HubOptions & Parts;

/** The hub at the broker, as the services beside it use it. */
export type CameraChannel = Pick<
  Ingest,
  'start' | 'stop' | 'connected' | 'probe' | 'sendAck' | 'command' | 'sendChunk' | 'forget'
>;

/** Shares of the cameras in bursts and storage. */
export function shareOut({ config, store, clock }: With<{ store: Store }>): CameraShares {
  return new CameraShares({
    store,
    clock,
    burstsAnHour: config.cameraBurstsPerHour,
    maxBytes: config.storageMaxMegabytes * MEBIBYTE,
  });
}

/** Embedded broker, not started; null where the settings name an external one. */
export function createBroker({
  config,
  store,
  security,
  connections,
  log,
}: With<{
  store: Store;
  security: SecurityLog;
  connections: ConnectionWatch;
}>): Broker | null {
  if (config.mqttUrl !== '') return null;
  return new Broker({
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
}

/** MQTT over TLS-PSK for cameras in the network, not started; null with an external broker. */
export function createPskListener({
  config,
  store,
  security,
  broker,
  clock,
  log,
}: With<{ store: Store; security: SecurityLog; broker: Broker | null }>): PskListener | null {
  if (!broker) return null;
  return new PskListener({
    host: listeningHost(config.mqttTlsHost),
    port: config.mqttTlsPort,
    keyOf: (camera) => store.cameraKey(camera),
    onConnection: (socket, identity, address) => broker.accept(socket, identity, plainIpOf(address)),
    clientOf,
    clock,
    onRefused: (camera, address) =>
      security.note({ name: 'camera-refused', camera, address: plainIpOf(address) }),
    log: log.child({ component: 'mqtt-tls' }),
  });
}

const plainIpOf = (address: string | undefined) => address && plainIp(address);

/** Address of the cameras' broker. */
export function brokerAddress({ config, broker }: With<{ broker: Broker | null }>): BrokerAddress {
  return broker ? { connect: () => broker.connect() } : externalBroker(config);
}

/** The hub at the broker, not connected yet. */
export function createIngest({
  address,
  version,
  clock,
  log,
}: With<{ address: BrokerAddress }>): CameraChannel {
  return new Ingest({ address, version, clock, log: log.child({ component: 'mqtt' }) });
}

/** Collector of bursts, not started. */
export function createCollector({
  config,
  store,
  shares,
  pipeline,
  ingest,
  clock,
  log,
}: With<{
  store: Store;
  shares: CameraShares;
  pipeline: Pipeline;
  ingest: CameraChannel;
}>): BurstCollector {
  return new BurstCollector({
    ledger: store,
    clock,
    log: log.child({ component: 'burst' }),
    quietMs: config.burstQuietSeconds * 1000,
    sendAck: (camera, ack) => ingest.sendAck(camera, ack),
    onClosed: () => pipeline.wake(),
    isAboveShare: (camera) => shares.isAbove(camera),
    onOpened: (camera) => shares.noteBurst(camera),
  });
}

/** Live view of all cameras. */
export function createLiveView({
  store,
  ingest,
  clock,
  log,
}: With<{ store: Store; ingest: CameraChannel }>): LiveView {
  return new LiveView({
    async preview(camera, data) {
      if (data.seconds > 0 && store.camera(camera)?.pause)
        throw new Refusal('camera-paused', 'The camera is paused.');
      return ingest.command(camera, 'preview', data);
    },
    clock,
    log: log.child({ component: 'live' }),
  });
}

/** Starts firmware updates as the settings say. */
export function startHubFirmware(
  parts: With<{ store: Store; ingest: CameraChannel }>,
): Promise<FirmwareService> {
  const { ingest } = parts;
  return startFirmwareUpdates({
    ...parts,
    command: (camera, data) => ingest.command(camera, 'update', data),
    sendChunk: (camera, offset, bytes) => ingest.sendChunk(camera, offset, bytes),
  });
}

/** Where each message of a camera goes. */
export function hubIntake({
  store,
  collector,
  live,
  firmware,
  broker,
  connections,
  clock,
  log,
}: With<{
  store: Store;
  collector: BurstCollector;
  live: LiveView;
  firmware: FirmwareService;
  broker: Broker | null;
  connections: ConnectionWatch;
}>): Intake {
  return createCameraMessages({
    store,
    collector,
    live,
    updates: firmware,
    // The embedded broker tells by itself who is connected.
    heard: (camera, online) => {
      if (!broker) connections.heard(camera, online);
    },
    clock,
    log: log.child({ component: 'mqtt' }),
  });
}

/** Starts the pauses of cameras. */
export function startPauses({
  store,
  ingest,
  live,
  clockWatch,
  clock,
  log,
}: With<{ store: Store; ingest: CameraChannel; live: LiveView; clockWatch: ClockWatch }>): CameraPauses {
  const pauses = new CameraPauses({
    store,
    command: (camera, verb, data) => ingest.command(camera, verb, data),
    live,
    clockWatch,
    clock,
    log: log.child({ component: 'cameras' }),
  });
  pauses.start();
  return pauses;
}

/** Cuts off cameras that are removed or get a new key. Gives what ends the watch. */
export function cutOffLostKeys({
  store,
  broker,
  ingest,
  live,
  connections,
  clock,
  log,
}: With<{
  store: Store;
  broker: Broker | null;
  ingest: CameraChannel;
  live: LiveView;
  connections: ConnectionWatch;
}>): () => void {
  return watchKeys({
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
}

/** Memory of where each camera was told to find the hub. */
export function rememberTold({ config, store, log }: With<{ store: Store }>): ToldHosts {
  return new ToldHosts({
    store,
    host: () => reachableHost(config.mqttTlsHost, config.advertisedHost),
    log,
  });
}

/** Address of the hub as cameras know it; tells each camera that comes. */
export function tellHubAddress({
  config,
  store,
  told,
  ingest,
  mqttTlsPort,
  log,
}: With<{
  store: Store;
  told: ToldHosts;
  ingest: CameraChannel;
  mqttTlsPort: number | null;
}>): HubAddress {
  const address = new HubAddress({
    store,
    told,
    host: () => reachableHost(config.mqttTlsHost, config.advertisedHost),
    port: mqttTlsPort,
    command: (camera, verb, data) => ingest.command(camera, verb, data),
    log: log.child({ component: 'cameras' }),
  });
  address.start();
  return address;
}

/** Opener of the radio for a pairing. */
export function radioOpener({ radio = RADIO_PROCESS, clock }: HubOptions): () => Radio {
  return () => openRadioProcess(radio, clock);
}
