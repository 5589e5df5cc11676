import type { RejectReason, Trigger } from '../cameras/protocol/types.js';
import type { Turn } from '../core/upright.js';
import type { Cut } from '../imaging/select/types.js';
import type { Features } from '../imaging/vision/features.js';
import type { Subject } from '../imaging/vision/types.js';

/** Animals that the hub tells apart. */
export type Pet = 'cat' | 'dog';

/** Kind that the hub took the pet of a photo for; `unsure` where it could be either. */
export type Look = Pet | 'unsure';

/** Kinds of animals that a home can have. */
export type PetKind = Pet | 'other';

/** One pet of the home. */
export interface PetRow {
  id: number;
  name: string;
  kind: PetKind;
  /** Photo that it is shown by, in its version; null without one. */
  picture: { photo: number; version: number } | null;
}

/**
 * `open` collects, `closed` waits for the cut, `cut` has a photo, `empty` closed with no usable frame, or
 * its photo was deleted for good.
 */
export type BurstState = 'open' | 'closed' | 'cut' | 'empty';

/** Why a burst gets no cut until a person has it tried again: a code, for instance `unforeseen`, and a sentence. */
export interface Aside {
  reason: string;
  detail: string;
  at: number;
}

/** A burst that was set aside, or that ended without some of its frames. `openedAt` is about when it was taken. */
export interface AsideBurst extends Aside {
  id: number;
  camera: string;
  openedAt: number;
  /** Number of frames that are set aside with it, or in it. */
  frames: number;
}

/** `durable` is stored and not judged yet. `aside` could not be decoded; the reason says why. */
export type FrameState = 'durable' | 'kept' | 'chosen' | 'aside';

/** States of a photo's enlargement; a `failed` one is tried again when a person asks. */
export type UpscaleState = 'pending' | 'done' | 'failed';

/** Images of a photo: as taken, enlarged, and two sizes for lists. */
export type ImageVariant = 'original' | 'upscaled' | 'thumb' | 'preview';

/** One photo: the best cut of a burst with the facts of its frame. */
export interface PhotoRow {
  id: number;
  camera: string;
  burstId: number;
  frameId: number;
  /** Exposure of the chosen frame. */
  takenAt: number;
  /** Kind of the pet, of those that live here; null without a pet. */
  pet: PetKind | null;
  /** Ids of the pets of the home that are on it; empty where it is not known which. */
  pets: number[];
  /** Id of a pet of the home that may be on it, to be asked about; null where there is no question. */
  maybe: number | null;
  /** A person has said who is on it. */
  corrected: boolean;
  /** It shows only movement: it is left out of lists, not enlarged, and goes with the frames that were not chosen. */
  folded: boolean;
  favourite: boolean;
  /** 0..1, the chosen frame's. */
  score: number;
  /** English sentence and its structured form, why this frame was chosen. */
  summary: Cut['summary'];
  width: number;
  height: number;
  /** Where the pet is, in parts of width and height, 0..1; null where none was seen. */
  subject: Subject | null;
  upscale: UpscaleState;
  /** Changes whenever the bytes behind any variant of this photo change (a swap, a turn, an upscale). */
  version: number;
  /** By how much its camera's picture is turned. */
  turn: Turn;
}

/** Photos of one camera that belong together. */
export interface MomentRow {
  /** Its oldest photo, whose id is the moment's. */
  id: number;
  camera: string;
  /** Times of its first and last photo. */
  from: number;
  until: number;
  /** Since when the pet has been where it is; null when that is not long. */
  stillSince: number | null;
  /** The best of its photos. */
  cover: number;
  /** Ids, newest first. */
  photos: number[];
}

/** Conditions of a list of photos; absent ones do not matter. */
export interface PhotoFilter {
  /** Those of these cameras alone; of all when absent. */
  cameras?: readonly string[];
  pet?: PetKind | 'any' | 'none';
  /** Id of a pet of the home. */
  who?: number;
  /** Photos that show only movement: left out, or alone; among the others when absent. */
  movement?: 'without' | 'only';
  favourite?: boolean;
  /** Inclusive start and exclusive end of `takenAt`. */
  from?: number;
  until?: number;
}

/** Newest first unless `oldestFirst`; `after` is the last row's (takenAt, id) of the page before. */
export interface PhotoPageQuery extends PhotoFilter {
  limit: number;
  oldestFirst?: boolean;
  after?: { takenAt: number; id: number };
  /** So many are passed over first; 0 when absent. */
  skip?: number;
}

/** Bytes of one image with type and SHA-256. */
export interface ImageBlob {
  bytes: Uint8Array;
  mime: string;
  /** Of the stored bytes, lower-case hexadecimal. */
  sha256: string;
  /** Turn that a camera's picture is marked with; its stored bytes are not. */
  turn?: Turn;
}

/** One frame of a burst with its verdict, for the API. */
export interface FrameDetail {
  id: number;
  index: number;
  state: FrameState;
  length: number;
  receivedAt: number;
  takenAt: number;
  /** Null until judged. */
  place: number | null;
  reason: Cut['frames'][number]['reason'] | null;
  /** Names of the gates this frame failed. */
  gates: string[];
  scores: Record<string, number>;
  /** False once retention has removed the bytes of a losing frame. */
  hasBytes: boolean;
}

/** One burst with all its frames, for the API. */
export interface BurstDetail {
  id: number;
  camera: string;
  burst: string;
  trigger: Trigger | null;
  /** `aside` waits for a person: see `aside`. */
  state: BurstState | 'aside';
  aside: Aside | null;
  openedAt: number;
  closedAt: number | null;
  closedBy: 'manifest' | 'quiet' | 'crowded' | null;
  /** Indices that the manifest named and that never came. */
  missing: number[];
  rejected: { index: number | null; reason: RejectReason; count: number }[];
  photoId: number | null;
  /** By how much its pictures are turned. */
  turn: Turn;
  /** True when `retryBurst` has something to try again. */
  retryable: boolean;
  frames: FrameDetail[];
}

/** Sizes and numbers of what the hub keeps. */
export interface StorageUse {
  /** Size of the file without pages that are free inside it. */
  usedBytes: number;
  databaseBytes: number;
  /** Photos that are not deleted. */
  photos: number;
  /** Frames whose bytes are there, chosen ones included. */
  frames: number;
  /** Free space of the file system that the hub may use, the reserve included. */
  freeBytes: number;
}

/** A month with photos; `from` and `until` fit a `PhotoFilter`. */
export interface PhotoMonth {
  /** `2026-11`, in the time zone that was asked for. */
  month: string;
  from: number;
  until: number;
  count: number;
}

/**
 * Where the frames of one camera went. Every frame that was ever durable is in exactly one of `waiting`, `kept`,
 * `chosen` and `aside`; copies that were refused are in `rejected` only. Removing old bytes changes no number.
 */
export interface FrameAccount {
  camera: string;
  waiting: number;
  kept: number;
  chosen: number;
  aside: number;
  rejected: number;
}

/** One swap by the owner: what was shown, what the owner wanted. */
export interface FeedbackRow {
  id: number;
  at: number;
  camera: string;
  burstId: number;
  from: FeedbackFrame;
  to: FeedbackFrame;
}

/** One frame of a choice that an owner corrected, as it was judged. */
export interface FeedbackFrame {
  index: number;
  place: number | null;
  scores: Record<string, number>;
  features: Features;
}

/** Ids of the rows that are dated by arrival. */
export interface RowIds {
  frame: number;
  burst: number;
}

/** Which times are moved, and by how many ms: those from `since` to `until` of rows after some ids, through others. */
export interface TimeShift {
  since: number;
  until: number;
  after: RowIds;
  /** Null for all that came later. */
  through: RowIds | null;
  by: number;
}
