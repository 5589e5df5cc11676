import type { ConnectionReport } from '../../../cameras/mqtt/connection-watch.js';
import type { CameraSettings as Settings, Verb } from '../../../cameras/protocol/types.js';
import type { CameraRow } from '../../../store/cameras.js';

/** The hub's line to its cameras. */
export interface CameraLink {
  /**
   * Asks a camera and waits for its answer's `data`. Rejects with a Refusal: `camera-offline`, `camera-timeout`, or
   * `camera-refused` with the camera's own words.
   */
  command(camera: string, verb: Verb, data: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Recent connections of a camera. */
  connections(camera: string): ConnectionReport;
  /** Where programs on the hub connect, or every camera with an external broker: `mqtt://127.0.0.1:1883`. */
  address(): string;
  /** Name by which cameras find the hub whatever its address is; null where it is not announced. */
  name(): string | null;
  /** Notes that a camera is told the address of now. */
  told(camera: string): void;
  /** Where they connect from the network, over TLS with their key; null with an external broker. */
  tlsAddress(): string | null;
}

/** Pauses of cameras, and settings that are kept while one lasts. Refusal `camera-unknown` for each. */
export interface PausePort {
  /** Pauses a camera for so many minutes, or until somebody ends it for null. */
  pause(camera: string, minutes: number | null): Promise<CameraRow>;
  /** Ends the pause of a camera; nothing happens without one. */
  end(camera: string): Promise<CameraRow>;
  /** Changes settings and gives those in force, or in force after the pause. Rejects as `CameraLink.command`. */
  changeSettings(camera: string, change: Partial<Settings>): Promise<Settings>;
}
