import type { PetLabel } from '../vision/types.js';

/** A reason with a stable code, so that every surface can say it in its own words and language. */
export interface Reason {
  code: string;
  /** Values the sentence needs, for instance `{ of: 6 }`. */
  params: Record<string, string | number>;
  /** The English sentence. */
  text: string;
}

/** The verdict on one frame of a burst. `place` is 1 for the chosen one. */
export interface FrameVerdict {
  index: number;
  place: number;
  /** Names of the gates this frame failed; empty for a sound frame. */
  gates: string[];
  /** The numbers that decided, each 0..1, higher is better. */
  scores: Record<string, number>;
  reason: Reason;
}

/** The answer for one burst. `ranking` holds indices, best first. */
export interface Cut {
  chosen: number;
  hasPet: boolean;
  /** What the pet rather is; null without one. */
  pet: PetLabel | null;
  /** True when that may be said; else there is a pet, and nobody knows of which kind. */
  isKindSure: boolean;
  /** The chosen frame's overall score, 0..1. */
  score: number;
  ranking: number[];
  frames: FrameVerdict[];
  summary: Reason;
}
