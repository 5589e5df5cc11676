import type { CameraId } from '../camera/types.js';
import type { Clock } from '../clock.js';
import { Refusal } from '../errors.js';
import type { Logger } from '../log.js';
import type { Pairing, PairingStatus } from './contract.js';
import type { Radio } from './radio.js';

/** A camera as the house takes it in: its key is stored before it is sent. */
export interface Admission {
  camera: CameraId;
  name: string;
  /** 64 lower-case hexadecimal digits. */
  key: string;
  /** The id is a known camera's, which keeps its photos and gets this key. */
  again: boolean;
}

/** What a pairing asks of the house. */
export interface PairingHouse {
  /**
   * The id that a camera of this name gets, or `camera` itself when a known one is paired anew. A camera of the same
   * name that was admitted but never arrived is the same camera: a half-paired one starts over under its id.
   *
   * @throws Refusal `camera-unknown`, `camera-exists` or `request-invalid`.
   */
  identify(name: string, camera: CameraId | null): { camera: CameraId; again: boolean };
  /**
   * Stores the key and, for a known camera, cuts the connection made with its former key. Resolves after the commit
   * with how to undo it: a new camera is removed, a known one gets its former key back.
   *
   * Rejects with a Refusal `camera-exists` or `camera-unknown` when things have changed since `identify`.
   */
  admit(admission: Admission): Promise<() => Promise<void>>;
  /** Where cameras of this house connect by TLS. Host: an IPv4 address or a name of at most 63 characters. */
  address(): { host: string; port: number };
}

export interface PairingParts {
  house: PairingHouse;
  /** Starts the radio process. Called when a window opens; `close` of what it gives is called when it ends. */
  openRadio(): Radio;
  /** Take cameras that speak security 1 too, whose answers nothing protects against changes. */
  allowSecurity1: boolean;
  clock: Clock;
  log: Logger;
}

/** The pairing of this house: nothing runs before `open`. */
export function createPairing(_parts: PairingParts): Pairing {
  const idle: PairingStatus = {
    step: 'idle',
    name: null,
    camera: null,
    until: null,
    found: [],
    networks: [],
    ssid: null,
    failure: null,
    version: null,
  };
  const notNow = async () => {
    throw new Refusal('pairing-not-now', 'No pairing waits for this.');
  };
  return {
    status: () => idle,
    open: notNow,
    choose: notNow,
    wifi: notNow,
    cancel: async () => idle,
    onChange: () => () => {},
    arrived: () => {},
    stop: async () => {},
  };
}
