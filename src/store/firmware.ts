/** Firmware images for cameras and how far each camera is with them, found by state. docs/UPDATES.md. */

/** An image that an owner has handed to the hub; its bytes are read chunk by chunk. */
export interface FirmwareImage {
  id: number;
  board: string;
  /** MAJOR.MINOR.PATCH. */
  version: string;
  /** Bytes. */
  length: number;
  sha256: string;
  /** The signed line, and the signature over it. docs/PROTOCOL.md, "The image file". */
  claim: string;
  signature: string;
  addedAt: number;
}

/**
 * `waiting` for its turn; `offered`: the camera is being asked, or was; `receiving` bytes; `restarting` into the image;
 * `trial`: it runs and is not kept yet. Then one of the ends: `done`, `failed`, `rolled-back` (the camera gave the
 * image up), `cancelled`.
 */
export type RolloutState =
  | 'waiting'
  | 'offered'
  | 'receiving'
  | 'restarting'
  | 'trial'
  | 'done'
  | 'failed'
  | 'rolled-back'
  | 'cancelled';

/** One camera and one image. */
export interface Rollout {
  id: number;
  imageId: number;
  camera: string;
  board: string;
  version: string;
  length: number;
  claim: string;
  signature: string;
  state: RolloutState;
  /** Bytes that the camera has, as of the last note. */
  received: number;
  /** Why it ended as it did; null else. */
  reason: string | null;
  /** It went wrong, and the owner has not gone on since: nobody else gets this image. */
  halts: boolean;
  askedAt: number;
  changedAt: number;
}

/** Next state of a rollout, with the bytes received and the reason where they change. */
export interface RolloutStep {
  state: RolloutState;
  received?: number;
  reason?: string | null;
}

/** Firmware images, their bytes by chunk, and the rollouts to cameras. */
export interface Firmware {
  /** In the order they were added. */
  firmwareImages(): FirmwareImage[];
  firmwareImage(id: number): FirmwareImage | null;
  /** The bytes at `offset`, a multiple of `FIRMWARE_CHUNK_BYTES`; null when there are none. */
  firmwareChunk(imageId: number, offset: number): Uint8Array | null;
  /** Rollouts of cameras that are there, in the order in which they were asked for. */
  rollouts(): Rollout[];
  /**
   * Keeps an image; the same one again changes nothing. Refusals `firmware-exists` (another one of this board and
   * version), `firmware-full`.
   */
  addFirmware(image: Omit<FirmwareImage, 'id' | 'addedAt'>, bytes: Uint8Array): Promise<FirmwareImage>;
  /** Forgets it with its roll-out. Refusals `firmware-unknown`, `firmware-in-use` while a camera is under way with it. */
  removeFirmware(id: number): Promise<void>;
  /**
   * Puts cameras in line for an image, and lets its roll-out go on where it had halted. A camera leaves the line for
   * any other image. Refusals `firmware-unknown`, `camera-unknown`, `firmware-busy` (under way with another image).
   */
  askRollout(imageId: number, cameras: string[]): Promise<void>;
  /** Ends what waits or is being received. Refusal `firmware-unknown`. */
  stopRollout(imageId: number): Promise<void>;
  /** False, and nothing changes, when the row is in none of the states `from`. */
  stepRollout(id: number, from: RolloutState[], step: RolloutStep): Promise<boolean>;
}
