/**
 * The pairing as the hub shows it: one at a time, only in a window that an owner opened, from "searching" to the first
 * word of the camera over MQTT. docs/PAIRING.md tells it to an owner, docs/PROTOCOL.md to an author of firmware.
 */

import type { PairingFailure } from '../../core/codes.js';

/** How far a pairing is. `choosing` and `networks` wait for the owner; `done` and `failed` stay until the next one. */
export type PairingStep =
  | 'idle'
  | 'searching'
  | 'choosing'
  | 'connecting'
  | 'securing'
  | 'scanning'
  | 'networks'
  | 'joining'
  | 'handover'
  | 'arriving'
  | 'done'
  | 'failed';

/** A camera in the air that offers pairing. */
export interface FoundCamera {
  /** Names it within this pairing only. */
  device: string;
  name: string;
  /** dBm. */
  rssi: number;
}

/** A network as the camera hears it, the strongest first, each name once. */
export interface FoundNetwork {
  ssid: string;
  /** dBm. */
  rssi: number;
  /** False for an open network. */
  secured: boolean;
}

/** State of the pairing as page and terminal show it. */
export interface PairingStatus {
  step: PairingStep;
  /** Name that the owner gave, and the id that comes of it; null while idle. */
  name: string | null;
  camera: string | null;
  /** When the window closes, wall-clock milliseconds; null when none is open. */
  until: number | null;
  found: FoundCamera[];
  networks: FoundNetwork[];
  /** The network that the camera joins or joined; never its password. */
  ssid: string | null;
  failure: {
    code: PairingFailure /** One English sentence, for logs and the command line. */;
    message: string;
  } | null;
  /** Version of the pairing protocol that the camera speaks, for instance `1.1`; null before it is known. */
  version: string | null;
}

/** Request of an owner to open the pairing window. */
export interface PairingRequest {
  name: string;
  /** Pair this camera anew: it keeps its id and photos and gets a new key. Null for a new camera. */
  camera: string | null;
  /**
   * Only the Wi-Fi is new: a camera that was paired before keeps hub and key. One that cannot, or has nothing to keep,
   * gets a new key.
   */
  keepKey: boolean;
  /** Length of the window in seconds, 30 to 600. */
  seconds: number;
}

/**
 * Each call rejects with a Refusal `pairing-busy` (a window is open), `pairing-not-now` (the step does not wait for
 * this), `camera-exists`, `camera-unknown` or `request-invalid`. None waits for the radio: progress comes by `onChange`.
 */
export interface Pairing {
  status(): PairingStatus;
  /** Opens the window and starts looking. */
  open(request: PairingRequest): Promise<PairingStatus>;
  /** Which camera, and the code on its label. Also from `failed` with `wrong-code` while the window is open. */
  choose(choice: { device: string; code: string }): Promise<PairingStatus>;
  /** The Wi-Fi to join. Also from `failed` with a `wifi-` code while the window is open. */
  wifi(network: { ssid: string; password: string }): Promise<PairingStatus>;
  /** Ends it at any step; does nothing when none runs. */
  cancel(): Promise<PairingStatus>;
  /** Called after each change. Returns the unsubscription. */
  onChange(listener: (status: PairingStatus) => void): () => void;
  /** The camera with this id has connected over MQTT. */
  arrived(camera: string): void;
  stop(): Promise<void>;
}
