import type { EncodedImage, Subject } from '../imaging/vision/types.js';
import type { ImageBlob } from './types.js';

/** Periods that have a highlight. */
export type HighlightKind = 'day' | 'week';

/** `quiet` periods have too little to show; `pending` waits for its images. */
export type HighlightState = 'quiet' | 'pending' | 'done' | 'failed';

/** Images of a highlight: animated WebP and JPEG collage. */
export type HighlightVariant = 'animation' | 'collage';

/** The best of one day or week. */
export interface HighlightRow {
  id: number;
  kind: HighlightKind;
  /** Its first day in the hub's local time, `2026-11-23`. */
  day: string;
  /** Inclusive start and exclusive end. */
  from: number;
  until: number;
  state: HighlightState;
  /** In the order they were taken; `best` is one of them. Both are empty for a quiet period. */
  photos: number[];
  best: number | null;
  /** When its photos were chosen. */
  chosenAt: number;
  /** Changes with the photos it shows. */
  version: number;
}

/** Photos that a period shall show; `choice` is null for a quiet one. */
export interface HighlightPlan {
  kind: HighlightKind;
  day: string;
  from: number;
  until: number;
  choice: { photos: number[]; best: number } | null;
}

/** A photo that may be part of a highlight: the best few of each hour and camera. */
export interface HighlightCandidate {
  id: number;
  burstId: number;
  camera: string;
  takenAt: number;
  score: number;
  favourite: boolean;
  hasPet: boolean;
}

/** A highlight to render. A photo that made room for newer ones since it was chosen is left out. */
export interface HighlightJob {
  id: number;
  version: number;
  /** Tries so far, the ones ended by a crash of the hub included. */
  attempts: number;
  /** Index of the best photo. */
  best: number;
  /** `subject` is where the pet is, as parts of the picture's size; null without one. */
  photos: { photoId: number; frameId: number; subject: Subject | null }[];
}

/** The best of days and weeks. One that shows a photo which the owner has deleted is in none of these. */
export interface Highlights {
  /** Those with something to show, the newest period first. */
  highlights(limit: number): HighlightRow[];
  highlight(id: number): HighlightRow | null;
  /** Also a quiet one. */
  highlightOf(kind: HighlightKind, day: string): HighlightRow | null;
  highlightImage(id: number, variant: HighlightVariant): ImageBlob | null;
  highlightCandidates(from: number, until: number): HighlightCandidate[];
  /** True when the owner has chosen another frame for one of its photos since it was made. */
  highlightIsStale(id: number): boolean;
  /** The oldest that waits for its images, with the fewest tries, and is not one of `except`. */
  nextHighlightJob(except?: readonly number[]): HighlightJob | null;
  /** Says what a period shall show. What it showed is kept when that is the same, and forgotten when it is not. */
  planHighlight(plan: HighlightPlan): Promise<HighlightRow>;
  /** Counts a try before it starts. */
  beginHighlight(id: number): Promise<void>;
  /** Takes a try back that ended for no fault of the photos. */
  forgoHighlight(id: number): Promise<void>;
  /** Both images in one commit. Does nothing when it was planned anew, or is gone. */
  saveHighlight(
    id: number,
    version: number,
    images: { animation: EncodedImage; collage: EncodedImage },
  ): Promise<void>;
  failHighlight(id: number, version: number, reason: string): Promise<void>;
  /** Removes what was chosen before `before`, at most `limit`. */
  trimHighlights(before: number, limit: number): Promise<{ highlights: number }>;
}
