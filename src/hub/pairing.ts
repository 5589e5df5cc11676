import { isIPv6 } from 'node:net';
import type { Pairing } from '../cameras/pairing/contract.js';
import { type Admission, type CameraRegistry, createPairing } from '../cameras/pairing/pairing.js';
import type { Radio } from '../cameras/pairing/radio.js';
import { freeCameraId } from '../cameras/protocol/camera-id.js';
import { MULTICAST_NAME, reachableHost } from '../core/address.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { Refusal } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { Cameras, EventLog } from '../store/contract.js';
import type { ToldHosts } from './told-hosts.js';

/** Part of the store that a pairing needs: cameras and their keys. */
export type PairingStore = Pick<
  Cameras,
  'cameras' | 'camera' | 'addCamera' | 'removeCamera' | 'cameraKey' | 'rotateCameraKey'
>;

/** Collaborators of the camera registry. */
export interface CameraRegistryParts {
  store: PairingStore;
  config: Pick<Config, 'mqttTlsHost' | 'advertisedHost' | 'mdns'>;
  /** Called when a camera has a key and is told where the hub is. */
  told: (camera: string) => void;
  /** Where cameras connect by TLS; null with an external broker, whose access is not the hub's to give. */
  tlsPort: number | null;
}

/**
 * Registry in which a pairing enters a camera and gives it a key. A camera whose key is replaced is disconnected by
 * the watch on keys, so that is not done here.
 */
export function cameraRegistry({ store, config, told, tlsPort }: CameraRegistryParts): CameraRegistry {
  function identify(name: string, camera: string | null) {
    if (tlsPort === null)
      throw new Refusal(
        'pairing-unavailable',
        'This hub uses an MQTT broker of its own: give the camera its access there.',
      );
    if (camera === null) return nameless(name);
    if (!store.camera(camera)) throw new Refusal('camera-unknown', 'There is no such camera.');
    return { camera, again: true };
  }

  /** A camera of that name which has never been heard of was paired half: it starts over as itself. */
  function nameless(name: string) {
    const half = store.cameras().find((known) => known.name === name && known.lastSeenAt === null);
    if (half) return { camera: half.id, again: true };
    return { camera: freeCameraId(name, (id) => store.camera(id) !== null), again: false };
  }

  async function admit({ camera, name, key, again }: Admission) {
    const bytes = Buffer.from(key, 'hex');
    const former = again ? store.cameraKey(camera) : null;
    if (again) await store.rotateCameraKey(camera, bytes);
    else await store.addCamera(camera, name, bytes);
    told(camera);
    return async () => {
      if (!again) await store.removeCamera(camera);
      else if (former) await store.rotateCameraKey(camera, former);
    };
  }

  return {
    identify,
    admit,
    address: () => ({
      host: hostForCameras(config),
      port: Number(tlsPort),
      ...(config.mdns && { name: MULTICAST_NAME }),
    }),
  };
}

/** Cameras take no literal of IPv6: in a network without IPv4 they are told the name of the hub. */
function hostForCameras(config: CameraRegistryParts['config']): string {
  const host = reachableHost(config.mqttTlsHost, config.advertisedHost);
  return config.mdns && isIPv6(host) ? MULTICAST_NAME : host;
}

/** Collaborators of the pairing of a running hub. */
export interface PairingServiceParts {
  config: Pick<Config, 'mqttTlsHost' | 'advertisedHost' | 'pairingSecurity1' | 'mdns'>;
  store: PairingStore & Pick<EventLog, 'onEvents'>;
  told: Pick<ToldHosts, 'note'>;
  /** Port of MQTT over TLS; null with an external broker. */
  mqttTlsPort: number | null;
  /** Opens the radio for one pairing. */
  openRadio: () => Radio;
  clock: Clock;
  log: Logger;
}

/**
 * Pairing of a running hub: hears from the store that a camera has connected, and gives each key to its camera
 * alone.
 */
export function openPairingService(parts: PairingServiceParts): Pairing {
  const { store, config, told, mqttTlsPort, openRadio, clock, log } = parts;
  const pairing = createPairing({
    registry: cameraRegistry({
      store,
      config,
      told: (camera) => told.note(camera),
      tlsPort: mqttTlsPort,
    }),
    openRadio,
    allowSecurity1: config.pairingSecurity1,
    clock,
    log: log.child({ component: 'pairing' }),
  });
  store.onEvents((events) => {
    for (const { type, data } of events)
      if (type === 'camera.updated' && data.online) pairing.arrived(data.camera);
  });
  return pairing;
}
