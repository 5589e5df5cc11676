import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { CameraId } from '../protocol/types.js';
import { CodeGuard } from './code-guard.js';
import type { Pairing, PairingRequest, PairingStatus } from './contract.js';
import type { Radio } from './radio.js';
import { PairingWindow } from './window.js';

/** A camera as the hub admits it: its key is stored before it is sent. */
export interface Admission {
  camera: CameraId;
  name: string;
  /** 64 lower-case hexadecimal digits. */
  key: string;
  /** The id is a known camera's, which keeps its photos and gets this key. */
  again: boolean;
}

/** Cameras of the hub, as a pairing needs them. */
export interface CameraRegistry {
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
  /**
   * Where cameras connect by TLS. Host: an IPv4 address or a name of at most 63 characters; `name`: what the hub is
   * called by mDNS, absent when it is not announced.
   */
  address(): { host: string; port: number; name?: string };
}

/** Collaborators of the pairing: cameras of the hub, radio and time. */
export interface PairingParts {
  registry: CameraRegistry;
  /** Starts the radio process. Called when a window opens; `close` of what it gives is called when it ends. */
  openRadio(): Radio;
  /** Take cameras that speak security 1 too, whose answers nothing protects against changes. */
  allowSecurity1: boolean;
  clock: Clock;
  log: Logger;
}

const IDLE: PairingStatus = {
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

const MAX_NAME = 64;
const MAX_CODE = 64;
const MAX_SSID_BYTES = 32;
const PASSWORD_BYTES = { min: 8, max: 64 };
const SECONDS = { min: 30, max: 600 };

/** The pairing of this hub: nothing runs before `open`. */
export function createPairing(parts: PairingParts): Pairing {
  const listeners = new Set<(status: PairingStatus) => void>();
  const guard = new CodeGuard(parts.clock);
  let window: PairingWindow | null = null;

  const publish = (status: PairingStatus) => {
    for (const listener of listeners) listener(status);
  };
  const status = () => window?.status ?? IDLE;
  const current = () => {
    if (window) return window;
    throw new Refusal('pairing-not-now', 'No pairing is open.');
  };

  return {
    status,
    async open(request) {
      const checked = checkRequest(request);
      if (window && !window.resting) throw new Refusal('pairing-busy', 'A pairing is open already.');
      const identity = parts.registry.identify(checked.name, checked.camera);
      const before = window;
      before?.cancel();
      window = new PairingWindow({ ...parts, guard, publish }, checked, identity);
      publish(window.status);
      window.start(before?.closed() ?? Promise.resolve());
      return status();
    },
    async choose({ device, code }) {
      current().choose({ device, code: checkCode(code) });
      return status();
    },
    async wifi(network) {
      current().wifi(checkNetwork(network));
      return status();
    },
    async cancel() {
      window?.cancel();
      return status();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    arrived: (camera) => window?.arrived(camera),
    async stop() {
      window?.cancel();
      await window?.closed();
    },
  };
}

function checkRequest({ name, camera, keepKey, seconds }: PairingRequest): PairingRequest {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME) {
    throw new Refusal('request-invalid', `A name has 1 to ${MAX_NAME} characters.`);
  }
  if (!Number.isInteger(seconds) || seconds < SECONDS.min || seconds > SECONDS.max) {
    throw new Refusal('request-invalid', `A pairing is open for ${SECONDS.min} to ${SECONDS.max} seconds.`);
  }
  if (keepKey && camera === null) throw new Refusal('request-invalid', 'A new camera has no key to keep.');
  return { name: trimmed, camera, keepKey, seconds };
}

/** People read a code in groups: spaces and hyphens are not part of it. */
function checkCode(code: string): string {
  const plain = code.replace(/[\s-]/g, '');
  if (plain === '' || plain.length > MAX_CODE) {
    throw new Refusal('request-invalid', `A code has 1 to ${MAX_CODE} characters.`);
  }
  return plain;
}

/** IEEE 802.11: a name of 1 to 32 bytes; a passphrase of 8 to 63 or a key of 64 characters; none for an open network. */
function checkNetwork({ ssid, password }: { ssid: string; password: string }) {
  const name = Buffer.byteLength(ssid);
  const secret = Buffer.byteLength(password);
  if (name === 0 || name > MAX_SSID_BYTES) {
    throw new Refusal('request-invalid', `The name of a network has 1 to ${MAX_SSID_BYTES} bytes.`);
  }
  if (secret !== 0 && (secret < PASSWORD_BYTES.min || secret > PASSWORD_BYTES.max)) {
    const { min, max } = PASSWORD_BYTES;
    throw new Refusal('request-invalid', `A Wi-Fi password has ${min} to ${max} characters.`);
  }
  return { ssid, password };
}
