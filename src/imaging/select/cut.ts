import { type AnalysedFrame, feature, isLeftOut } from './features.js';
import { contentOf, type Gate, gatesOf, tierOf } from './gates.js';
import { firstLookScores, type Quality, qualityOf, scoreOf, scoresOf, worthOf } from './quality.js';
import { reasonsOf, whyLeftOut } from './reasons.js';
import { type BurstView, type Signals, viewOf } from './signals.js';
import type { Cut, FrameVerdict } from './types.js';

/** One frame with everything that decides its place. */
export interface Candidate {
  index: number;
  gates: Gate[];
  signals: Signals;
  quality: Quality;
  worth: number;
  content: string;
}

/** Frames that failed a gate, and bursts without a pet, count half. */
const HALF = 0.5;

/**
 * Ranks the frames of one burst: the sound ones before those that fail a gate, then by worth, then by content
 * and at last by index; behind them those that only the first look saw, as it rated them. A total order, and the same
 * whatever order the frames come in.
 *
 * @throws RangeError when there is no frame, none was looked at closely, or two have the same index.
 */
export function chooseCut(frames: readonly AnalysedFrame[]): Cut {
  if (frames.length === 0) throw new RangeError('a cut needs at least one frame');
  if (new Set(frames.map(({ index }) => index)).size < frames.length) {
    throw new RangeError('two frames of the burst have the same index');
  }
  const examined = frames.filter(({ analysis }) => !isLeftOut(analysis));
  if (examined.length === 0) throw new RangeError('no frame of the burst was looked at closely');
  const view = viewOf(examined);
  const ranked = candidatesOf(view).sort(before);
  const chosen = ranked[0] as Candidate;
  const { summary, reasons } = reasonsOf(ranked, view, frames.length);
  const best = bestOf(ranked);
  const verdicts: FrameVerdict[] = ranked.map((candidate, i) => ({
    index: candidate.index,
    place: i + 1,
    gates: [...candidate.gates],
    scores: scoresOf(candidate.quality, candidate.signals, best),
    reason: reasons[i] as Cut['summary'],
  }));
  const last = verdicts.at(-1) as FrameVerdict;
  verdicts.push(...leftOut(frames, last));
  return {
    chosen: chosen.index,
    hasPet: view.hasPet,
    pet: view.pet,
    isKindSure: view.isKindSure,
    score: scoreOf(chosen.worth) * (chosen.gates.length > 0 ? HALF : 1) * (view.hasPet ? 1 : HALF),
    ranking: verdicts.map(({ index }) => index),
    frames: verdicts.sort((a, b) => a.index - b.index),
    summary,
  };
}

/** The frames that only the first look saw, behind all others and never above the `last` of them. */
function leftOut(frames: readonly AnalysedFrame[], last: FrameVerdict): FrameVerdict[] {
  const rating = (frame: AnalysedFrame) => feature(frame, 'glanceRating');
  return frames
    .filter(({ analysis }) => isLeftOut(analysis))
    .sort((a, b) => rating(b) - rating(a) || a.index - b.index)
    .map((frame, i) => ({
      index: frame.index,
      place: last.place + i + 1,
      gates: ['first-look'],
      scores: firstLookScores(frame, last.scores['overall'] as number),
      reason: whyLeftOut(frame),
    }));
}

function candidatesOf(view: BurstView): Candidate[] {
  const gates = gatesOf(view);
  return view.signals.map((signals, i) => {
    const quality = qualityOf(signals);
    return {
      index: signals.frame.index,
      gates: gates[i] as Gate[],
      signals,
      quality,
      worth: worthOf(quality),
      content: contentOf(signals.frame),
    };
  });
}

function before(a: Candidate, b: Candidate): number {
  return (
    tierOf(a.gates) - tierOf(b.gates) ||
    b.worth - a.worth ||
    (a.content < b.content ? -1 : a.content > b.content ? 1 : a.index - b.index)
  );
}

/** The best value of every term in the burst. */
function bestOf(candidates: readonly Candidate[]): Quality {
  const most = (term: keyof Quality) => Math.max(...candidates.map(({ quality }) => quality[term]));
  return {
    sharpness: most('sharpness'),
    motion: most('motion'),
    face: most('face'),
    presence: most('presence'),
    exposure: most('exposure'),
    noise: most('noise'),
    wholeness: most('wholeness'),
    damage: most('damage'),
  };
}
