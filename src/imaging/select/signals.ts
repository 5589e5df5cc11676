import type { PetLabel } from '../vision/types.js';
import { isGrey, isPetSure } from './certainty.js';
import { type AnalysedFrame, feature, median } from './features.js';
import { kindOf } from './kind.js';

/** Evidence for and against one frame, compared with the rest of its burst. */
export interface Signals {
  frame: AnalysedFrame;
  /** True when the burst's pet was found in this frame. */
  pet: boolean;
  /** Detail in the worst direction, log2 of levels squared: an octave is a doubling of gradient energy. */
  detail: number;
  /** Finest band against a coarse one, log2: sharpness that does not grow with contrast or exposure. */
  texture: number;
  /** Least against most directed detail, log2, at most about 0: motion blur pulls it down. */
  direction: number;
  /** Detail from afar where the burst moves, octaves behind the sharpest frame: at most 0, and 0 where nobody looked. */
  afar: number;
  /** How sure the detector is of the pet, 0..1: it is less sure of one that is cut, hidden, blurred or turned away. */
  score: number;
  /** Octaves darker than the burst's median from afar, beyond what is usual; 0 where nobody looked. */
  afarDim: number;
  /** How much of a face is turned to the camera, logit, not below `FACELESS`; 0 where nobody looked. */
  face: number;
  /** Octaves of noise above the burst's median, beyond what is usual. */
  noise: number;
  /** Octaves darker and brighter than the burst's median, beyond what is usual, in pet and frame alike. */
  dim: number;
  bright: number;
  /** Share of the subject that is burnt out, beyond the least of the burst. */
  clipped: number;
  /** Edges of the frame that cut the pet, at most 2. */
  edges: number;
}

/** Facts about a burst as a whole, with the signals of its frames. */
export interface BurstView {
  hasPet: boolean;
  /** What the pet rather is; null without one. */
  pet: PetLabel | null;
  /** True when that may be said. */
  isKindSure: boolean;
  signals: Signals[];
}

/** Below this a map of logits says only "no face", and differences mean nothing. */
export const FACELESS = -2;

/** Octaves of noise and of brightness by which frames of one scene differ anyway; the whole frame less. */
const USUAL_NOISE = 0.6;
const USUAL_LIGHT = 0.25;
const USUAL_FRAME_LIGHT = 0.1;
/** A share of burnt-out pixels that nobody sees. */
const USUAL_CLIPPED = 0.02;

/** Looks at a burst. The order of `frames` does not matter. */
export function viewOf(frames: readonly AnalysedFrame[]): BurstView {
  const hasPet = isPetSure(frames);
  const found = (frame: AnalysedFrame) => hasPet && feature(frame, 'petScore') > 0;
  const reference = hasPet ? frames.filter(found) : frames;
  const norm = normsOf(reference, hasPet);
  const signals = frames.map((frame) => signalsOf(frame, found(frame), hasPet, norm));
  const { kind, isSure } = kindOf(reference);
  return { hasPet, pet: hasPet ? kind : null, isKindSure: hasPet && isSure, signals };
}

/** Usual values of this burst. */
interface Norms {
  noiseFeature: 'chromaNoise' | 'lumaNoise';
  noise: number;
  light: number;
  frameLight: number;
  clipped: number;
}

function normsOf(frames: readonly AnalysedFrame[], hasPet: boolean): Norms {
  const noiseFeature = isGrey(frames) ? 'lumaNoise' : 'chromaNoise';
  return {
    noiseFeature,
    noise: median(frames.map((frame) => noiseOf(frame, noiseFeature))),
    light: median(frames.map((frame) => lightOf(frame, hasPet))),
    frameLight: median(frames.map((frame) => lightOf(frame, false))),
    clipped: Math.min(...frames.map((frame) => clippedOf(frame, hasPet))),
  };
}

function signalsOf(frame: AnalysedFrame, pet: boolean, hasPet: boolean, norm: Norms): Signals {
  const region = hasPet ? 'head' : 'frame';
  const read = (name: 'Detail' | 'DetailMost' | 'Fine' | 'Coarse') => feature(frame, `${region}${name}`);
  const light = lightOf(frame, hasPet) - norm.light;
  // A pet that walks into the sun or the shade is no fault of the exposure.
  const frameLight = lightOf(frame, false) - norm.frameLight;
  return {
    frame,
    pet,
    detail: Math.log2(Math.max(0.05, read('Detail'))),
    texture: Math.log2((read('Fine') + 0.05) / (read('Coarse') + 1)),
    direction: Math.log2((read('Detail') + 0.02) / (read('DetailMost') + 0.05)),
    afar: Math.min(0, feature(frame, 'glanceSharpness')),
    score: pet ? feature(frame, 'petScore') : 0,
    afarDim: Math.max(0, feature(frame, 'glanceDim')),
    face: hasPet ? Math.max(FACELESS, feature(frame, 'face', pet ? 0 : FACELESS)) : 0,
    noise: Math.max(0, noiseOf(frame, norm.noiseFeature) - norm.noise - USUAL_NOISE),
    dim: Math.max(0, Math.min(-light - USUAL_LIGHT, -frameLight - USUAL_FRAME_LIGHT)),
    bright: Math.max(0, Math.min(light - USUAL_LIGHT, frameLight - USUAL_FRAME_LIGHT)),
    clipped: Math.max(0, clippedOf(frame, hasPet) - norm.clipped - USUAL_CLIPPED),
    edges: hasPet ? Math.min(2, feature(frame, 'petEdges')) : 0,
  };
}

function noiseOf(frame: AnalysedFrame, name: Norms['noiseFeature']): number {
  return Math.log2(feature(frame, name) + 0.3);
}

function lightOf(frame: AnalysedFrame, hasPet: boolean): number {
  return Math.log2(Math.max(4, feature(frame, hasPet ? 'subjectMean' : 'frameMean')));
}

function clippedOf(frame: AnalysedFrame, hasPet: boolean): number {
  if (!hasPet) return feature(frame, 'frameClipped');
  return Math.max(feature(frame, 'subjectClipped'), feature(frame, 'headClipped'));
}
