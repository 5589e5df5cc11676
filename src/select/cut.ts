import type { AnalysedFrame } from './features.js';
import { contentOf, type Gate, gatesOf, tierOf } from './gates.js';
import { type Quality, qualityOf, scoreOf, scoresOf, worthOf } from './quality.js';
import { reasonsOf } from './reasons.js';
import { type BurstView, type Signals, viewOf } from './signals.js';
import type { Cut } from './types.js';

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
 * and at last by index. A total order, and the same whatever order the frames come in.
 *
 * @throws RangeError when there is no frame, or two have the same index.
 */
export function chooseCut(frames: readonly AnalysedFrame[]): Cut {
  if (frames.length === 0) throw new RangeError('a cut needs at least one frame');
  if (new Set(frames.map(({ index }) => index)).size < frames.length) {
    throw new RangeError('two frames of the burst have the same index');
  }
  const view = viewOf(frames);
  const ranked = candidatesOf(view).sort(before);
  const chosen = ranked[0] as Candidate;
  const { summary, reasons } = reasonsOf(ranked, view);
  const best = bestOf(ranked);
  return {
    chosen: chosen.index,
    hasPet: view.hasPet,
    pet: view.pet,
    score: scoreOf(chosen.worth) * (chosen.gates.length > 0 ? HALF : 1) * (view.hasPet ? 1 : HALF),
    ranking: ranked.map(({ index }) => index),
    frames: ranked
      .map((candidate, i) => ({
        index: candidate.index,
        place: i + 1,
        gates: [...candidate.gates],
        scores: scoresOf(candidate.quality, candidate.signals, best),
        reason: reasons[i] as Cut['summary'],
      }))
      .sort((a, b) => a.index - b.index),
    summary,
  };
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
    exposure: most('exposure'),
    noise: most('noise'),
    wholeness: most('wholeness'),
  };
}
