import { isWhite } from './certainty.js';
import { type AnalysedFrame, damageIn, feature } from './features.js';
import type { BurstView, Signals } from './signals.js';

/** Conditions that rule a frame out as long as another one passes. */
export type Gate = 'no-pet' | 'too-dark' | 'too-bright' | 'noisy' | 'duplicate' | 'damaged';

/** A frame at half the light of the others is one of a sensor that has not settled yet. */
const DARK_OCTAVES = 0.6;
/** A mean level under which an 8-bit camera picture shows nothing. */
const BLACK_MEAN = 14;
const BRIGHT_OCTAVES = 0.2;
const BURNT_SHARE = 0.08;
/** Three times the others' noise and more. */
const NOISE_OCTAVES = 1.4;

/** How far back a gate puts a frame: a picture without the pet is worth less than a bad one of it. */
const SEVERITY: Record<Gate, number> = {
  duplicate: 1,
  'too-dark': 1,
  'too-bright': 1,
  noisy: 1,
  damaged: 1,
  'no-pet': 2,
};

/** The gates that each frame fails, in the order of `view.signals`. */
export function gatesOf(view: BurstView): Gate[][] {
  const twins = duplicatesOf(view.signals.map(({ frame }) => frame));
  return view.signals.map((signals) => {
    const gates: Gate[] = [];
    if (view.hasPet && !signals.pet) gates.push('no-pet');
    if (signals.dim > DARK_OCTAVES || meanOf(signals, view.hasPet) < BLACK_MEAN) gates.push('too-dark');
    const isBurnt = signals.bright > BRIGHT_OCTAVES && signals.clipped > BURNT_SHARE;
    if (isBurnt || isWhite(signals.frame)) gates.push('too-bright');
    if (signals.noise > NOISE_OCTAVES) gates.push('noisy');
    if (damageIn(signals.frame).grade === 2) gates.push('damaged');
    if (twins.has(signals.frame)) gates.push('duplicate');
    return gates;
  });
}

/** 0 for a sound frame; frames of a higher tier come after all frames of a lower one. */
export function tierOf(gates: readonly Gate[]): number {
  return Math.max(0, ...gates.map((gate) => SEVERITY[gate]));
}

function meanOf({ frame }: Signals, hasPet: boolean): number {
  return feature(frame, hasPet ? 'subjectMean' : 'frameMean', 255);
}

/** Frames that are the same picture as one with a lower index. */
function duplicatesOf(frames: readonly AnalysedFrame[]): Set<AnalysedFrame> {
  const first = new Map<string, AnalysedFrame>();
  const twins = new Set<AnalysedFrame>();
  for (const frame of [...frames].sort((a, b) => a.index - b.index)) {
    const content = contentOf(frame);
    if (first.has(content)) twins.add(frame);
    else first.set(content, frame);
  }
  return twins;
}

/** An analysis as text, the same for the same picture however closely it was looked at. */
export function contentOf({ analysis }: AnalysedFrame): string {
  const features = Object.entries(analysis.features)
    .filter(([name]) => name !== 'looked')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    analysis.width,
    analysis.height,
    features,
    analysis.pets.map(({ label, score, x, y, width, height }) => [label, score, x, y, width, height]),
  ]);
}
