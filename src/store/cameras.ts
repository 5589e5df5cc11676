import type { DeferredSettings } from '../cameras/protocol/pause.js';
import type { CameraState } from '../cameras/protocol/types.js';
import type { StreamKind } from '../cameras/streams/source.js';
import type { StreamSettings } from '../cameras/streams/stream-settings.js';
import type { Turn } from '../core/upright.js';

/** One camera with its last report and its counts. */
export interface CameraRow {
  id: string;
  name: string;
  createdAt: number;
  online: boolean;
  lastSeenAt: number | null;
  state: CameraState | null;
  /** By how much its pictures are turned to stand upright. */
  turn: Turn;
  /** Manner and settings of a camera by address; null for a camera on MQTT. */
  stream: CameraStream | null;
  /** Null unless somebody has paused it. */
  pause: CameraPause | null;
  /** Settings that the camera is still to get back after a pause, and shows as its own meanwhile; null for none. */
  deferredSettings: DeferredSettings | null;
  photos: number;
  /** Frames that were refused as damaged or unfit since the camera was added; null when none was. */
  refused: RefusedFrames | null;
  /** Bursts since its last photo of which no frame could be used; null when there is none. */
  unusable: UnusableBursts | null;
}

/** Pause of a camera in wall time, in ms; it lasts until somebody ends it where `until` is null. */
export interface CameraPause {
  since: number;
  until: number | null;
}

/** Camera that the hub reads at an address: how, and what it does with the pictures. */
export interface CameraStream {
  kind: StreamKind;
  /** Pixels of the picture that came when its address was given. */
  width: number;
  height: number;
  settings: StreamSettings;
}

/** Frames of one camera that were refused before they were stored. */
export interface RefusedFrames {
  frames: number;
  /** The most frequent first. */
  reasons: { reason: string; count: number }[];
  lastAt: number;
}

/** Bursts of one camera that gave nothing to look at. */
export interface UnusableBursts {
  bursts: number;
  since: number;
  /** Why the frames of the latest of them were set aside. */
  reasons: string[];
}
