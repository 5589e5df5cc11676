/** The shapes of docs/PROTOCOL.md, as they are after decoding and checking. */

/** Matches `^[a-z0-9][a-z0-9-]{0,31}$` and is neither `bridge` nor `hub`. */
export type CameraId = string;

/** The camera's own name for a burst, `^[A-Za-z0-9_-]{1,32}$`, never used twice by one camera. */
export type BurstKey = string;

/** Causes of a burst, as the camera names them. */
export type Trigger = 'motion' | 'command' | 'schedule' | 'button';

/** One whole JPEG as it arrived; `crc32` is computed by the hub over `bytes`. */
export interface Frame {
  camera: CameraId;
  burst: BurstKey;
  index: number;
  bytes: Uint8Array;
  crc32: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Wall time in ms. */
  receivedAt: number;
}

/** One frame as the manifest lists it. */
export interface ManifestFrame {
  index: number;
  length: number;
  crc32: number;
  /** Milliseconds from exposure to the sending of the manifest. */
  ageMs: number;
}

/** Content of a burst, as its camera lists it. */
export interface Manifest {
  burst: BurstKey;
  trigger: Trigger;
  frames: ManifestFrame[];
}

/** Why something from a camera was refused; docs/PROTOCOL.md, section "Reasons". */
export type RejectReason =
  | 'frame-too-large'
  | 'frame-empty'
  | 'not-jpeg'
  | 'index-out-of-range'
  | 'crc-mismatch'
  | 'length-mismatch'
  | 'conflict'
  | 'duplicate'
  | 'late'
  | 'manifest-invalid'
  | 'manifest-conflict'
  | 'hub-busy'
  | 'storage-full'
  | 'topic-invalid'
  | 'message-too-large';

/** Acknowledgement of a burst: frames on the disk, missing and refused ones. */
export interface Ack {
  burst: BurstKey;
  state: 'open' | 'waiting' | 'closed';
  durable: number[];
  missing: number[];
  rejected: { index: number; reason: RejectReason }[];
  /** The hub's wall time in ms. */
  time: number;
}

/** Sizes of the pictures that a camera takes, as the sensor names them. */
export type FrameSize = 'qvga' | 'vga' | 'svga' | 'xga' | 'sxga' | 'uxga';

/** Settings that an owner can change on a camera. */
export interface CameraSettings extends LaterSettings {
  frameSize: FrameSize;
  quality: number;
  burstFrames: number;
  burstIntervalMs: number;
  warmupFrames: number;
  motion: boolean;
  motionSensitivity: number;
  cooldownMs: number;
  flash: 'off' | 'on' | 'auto';
  scheduleSeconds: number;
}

/** Settings that the first cameras do not have. Absent where a camera does not know one. */
export interface LaterSettings {
  flip?: boolean;
  mirror?: boolean;
  brightness?: number;
  contrast?: number;
  exposure?: number;
  gainCeiling?: 2 | 4 | 8 | 16 | 32 | 64 | 128;
  nightMode?: boolean;
  clockMhz?: 8 | 10 | 20;
  motionIgnore?: string;
}

/** The image sensor as its camera found it. */
export interface CameraSensor {
  state: 'ok' | 'failing' | 'unsupported' | 'no-memory' | 'unknown';
  model?: string;
  /** Model of the image sensor. */
  id?: number;
}

/** Report of a camera about itself. */
export interface CameraState {
  firmware: string;
  board: string;
  rssi: number;
  uptimeMs: number;
  resetReason: string;
  bursts: { queued: number; sent: number; lost: number; framesLost: number };
  settings: CameraSettings;
  /** Outcome of the update to that version; absent when there is nothing to say. */
  update?: { version: string; state: 'trial' | 'kept' | 'rolled-back' };
  /** Absent from the first cameras. */
  sensor?: CameraSensor;
  /** Features of this firmware beyond the first cameras: names of settings, and of requests such as `move`. */
  capabilities?: string[];
}

/** Verbs of the commands to a camera. */
export type Verb = 'capture' | 'settings' | 'preview' | 'restart' | 'time' | 'update' | 'move';

/** Answer of a camera to one command. */
export interface CommandResult {
  transaction: string;
  status: 'ok' | 'error';
  data: Record<string, unknown>;
  error?: { code: string; message: string };
}
