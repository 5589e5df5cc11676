import type { Trigger } from '../cameras/protocol/types.js';
import type { Turn } from '../core/upright.js';
import type { FrameLook } from '../imaging/select/recall.js';
import type { SceneRegion } from '../imaging/select/scene.js';
import type { Cut } from '../imaging/select/types.js';
import type { EncodedImage } from '../imaging/vision/types.js';
import type { PetAppearance } from './recognition.js';
import type { SceneChange } from './scene.js';

/** Which of the bursts that wait is taken: the one that has waited longest, or the one that came last. */
export type CutOrder = 'oldest' | 'newest';

/** Work for the cut: everything about a closed burst but the bytes. */
export interface CutJob {
  burstId: number;
  camera: string;
  burst: string;
  /** When it was closed; tells this job from a later one of the same burst. */
  closedAt: number;
  /** Why the burst was taken; null without a manifest. */
  trigger: Trigger | null;
  /** The newest photo of its camera of another burst, with the code of what is said of it; null without one. */
  previous: { takenAt: number; code: string } | null;
  /** Model of the camera's image sensor, as its state names it; null when it does not. */
  sensor: string | null;
  /** Pixels of the pictures of a camera by address; null for all others. */
  pixels: number | null;
  /** Durable frames by rising index, with what an earlier try saw of them. */
  frames: { frameId: number; index: number; looks: FrameLook[] }[];
  /** Why frames of it were set aside by earlier tries. */
  lost: string[];
  /** By how much its pictures are turned to stand upright. */
  turn: Turn;
  /** What is known of the scene of its camera, in pictures that are turned alike. */
  scene: SceneRegion[];
  /** Cells of the picture, as it is stored, whose motion the owner ignores: 48 hexadecimal digits; null for none. */
  ignored: string | null;
}

/** Decision of a cut, stored in one commit: verdicts of the frames, the photo, its thumbnails, the event. */
export interface CutResult {
  burstId: number;
  /** The job's; the result of a job is dropped when the burst was opened again since. */
  closedAt?: number;
  cut: Cut;
  thumbnails: { small: EncodedImage; large: EncodedImage };
  at: number;
  /** What the burst has taught of its camera's scene; kept with the first photo of the burst. */
  scene?: SceneChange;
  /** What a model saw of the pets in the chosen frame; kept with the first photo of the burst. */
  seen?: { model: string; appearances: PetAppearance[] };
}

/** A photo whose thumbnails are to be made anew of the frame that it shows. */
export interface ThumbnailJob {
  photoId: number;
  frameId: number;
}

/** Work of the pipeline that waits, of one camera. */
export interface CameraBacklog {
  camera: string;
  cuts: number;
  /** 1 where at least one photo waits: the more there are, the longer it would take to count them all. */
  upscales: number;
}

/** One photo whose enlargement is due. */
export interface UpscaleJob {
  photoId: number;
  frameId: number;
  /** By how much the frame is turned; its enlargement is of no use when that changes meanwhile. */
  turn: Turn;
  /** Failed tries so far, the ones ended by a crash of the hub included. */
  attempts: number;
}
