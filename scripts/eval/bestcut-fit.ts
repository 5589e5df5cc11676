import { isLeftOut } from '../../src/imaging/select/features.js';
import { gatesOf, tierOf } from '../../src/imaging/select/gates.js';
import { qualityOf } from '../../src/imaging/select/quality.js';
import { viewOf } from '../../src/imaging/select/signals.js';
import { only, type Pick } from './bestcut-baselines.js';
import type { EvalBurst } from './bestcut-bursts.js';
import { clipOf } from './bestcut-labels.js';
import { generator } from './bestcut-scores.js';

/** One frame that passes as many gates as the best of its burst. */
interface Row {
  index: number;
  isBest: boolean;
  isBad: boolean;
  /** Sharpness and motion, face, presence, noise, exposure, wholeness; each as the shipped weights have it. */
  terms: number[];
}

interface Known {
  clip: string;
  rows: Row[];
  id: string;
  flat: boolean;
}

/** Sets of terms and strengths of the ridge that are tried, inside of each fold. */
const SETS = [
  [true, true, true, true, true, true],
  [true, true, false, true, true, true],
  [true, true, true, true, true, false],
  [true, true, false, true, true, false],
];
const RIDGES = [0.01, 0.1, 1];

const FOLDS = 10;
const INNER_FOLDS = 4;
const STEPS = 150;
const RATE = 0.1;

/**
 * For each burst the pick of weights that were fitted without any burst of its clip: one factor for each term, by
 * gradient descent on the chance that a pick is none of the best or a bad one. Terms and ridge are chosen on clips
 * left out of that fit again, never on the burst that is judged. All terms start alike: nothing of the shipped weights
 * beyond those within a term goes in.
 */
export function refitted(bursts: readonly EvalBurst[]): (burst: EvalBurst) => Pick {
  const known = bursts.map(knownOf);
  const picks = new Map<string, number>();
  for (const { inside, outside } of foldsOf(known, FOLDS, 1)) {
    const options = SETS.flatMap((terms) => RIDGES.map((ridge) => ({ terms, ridge })));
    const scores = options.map((option) => innerScore(inside, option));
    const best = options[scores.indexOf(Math.max(...scores))] as (typeof options)[number];
    const weights = fit(inside, best);
    for (const burst of outside) picks.set(burst.id, bestOf(burst.rows, weights).index);
  }
  return ({ id }) => only(picks.get(id) as number);
}

function knownOf(burst: EvalBurst): Known {
  const view = viewOf(burst.examined.filter(({ analysis }) => !isLeftOut(analysis)));
  const tiers = gatesOf(view).map(tierOf);
  const least = Math.min(...tiers);
  const rows = view.signals.flatMap((signals, i): Row[] => {
    if (tiers[i] !== least) return [];
    const { sharpness, motion, face, presence, noise, exposure, wholeness } = qualityOf(signals);
    const { index } = signals.frame;
    const terms = [sharpness + motion, face, presence, noise, exposure, wholeness];
    return [{ index, isBest: burst.best.includes(index), isBad: burst.bad.includes(index), terms }];
  });
  return { clip: clipOf(burst), id: burst.id, flat: burst.flat ?? false, rows };
}

/** Splits by clip, in a seeded order. */
function foldsOf(known: readonly Known[], count: number, seed: number) {
  const random = generator(seed);
  const clips = [...new Set(known.map(({ clip }) => clip))]
    .sort()
    .map((clip) => ({ clip, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ clip }) => clip);
  const folds = Math.min(count, clips.length);
  return Array.from({ length: folds }, (_, fold) => {
    const out = new Set(clips.filter((_, i) => i % folds === fold));
    return {
      inside: known.filter(({ clip }) => !out.has(clip)),
      outside: known.filter(({ clip }) => out.has(clip)),
    };
  });
}

interface Option {
  terms: boolean[];
  ridge: number;
}

/** Best picks less bad ones on clips that were left out, over bursts that are not flat. */
function innerScore(known: readonly Known[], option: Option): number {
  return foldsOf(known, INNER_FOLDS, 2).reduce((sum, { inside, outside }) => {
    if (inside.length === 0) return sum;
    const weights = fit(inside, option);
    const points = outside.filter(({ flat }) => !flat).map(({ rows }) => bestOf(rows, weights));
    return sum + points.reduce((all, { isBest, isBad }) => all + Number(isBest) - Number(isBad), 0);
  }, 0);
}

function bestOf(rows: readonly Row[], weights: readonly number[]): Row {
  return rows.reduce((best, row) => (dot(row.terms, weights) > dot(best.terms, weights) ? row : best));
}

/** Factors of the terms, at or above 0, around what makes all of them vary alike within a burst. */
function fit(known: readonly Known[], { terms, ridge }: Option): number[] {
  const useful = known.filter(
    ({ flat, rows }) => !flat && rows.some(({ isBest }) => isBest) && rows.some(({ isBest }) => !isBest),
  );
  const scale = terms.map((_, i) => spreadOf(useful, i));
  const start = scale.map((spread, i) => (terms[i] ? 1 / spread : 0));
  let weights = start;
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map(
      (weight, i) => ridge * (weight - (start[i] as number)) * (scale[i] as number) ** 2,
    );
    for (const { rows } of useful) addGradient(rows, weights, 1 / useful.length, gradient);
    weights = weights.map((weight, i) =>
      terms[i] ? Math.max(0, weight - (RATE * (gradient[i] as number)) / (scale[i] as number) ** 2) : 0,
    );
  }
  return weights;
}

/** Root of the mean square deviation of a term from the mean of its burst. */
function spreadOf(known: readonly Known[], term: number): number {
  const deviations = known.flatMap(({ rows }) => {
    const values = rows.map(({ terms }) => terms[term] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => (value - mean) ** 2);
  });
  return Math.sqrt(deviations.reduce((sum, value) => sum + value, 0) / Math.max(1, deviations.length)) + 1e-3;
}

/** Adds the gradient of -log P(best) - log(1 - P(bad)), with the chances that a softmax of the worths gives. */
function addGradient(rows: readonly Row[], weights: readonly number[], share: number, out: number[]): void {
  const worths = rows.map(({ terms }) => dot(terms, weights));
  const most = Math.max(...worths);
  const powers = worths.map((worth) => Math.exp(worth - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const chances = powers.map((power) => power / total);
  const sumOf = (keep: (row: Row) => boolean) =>
    rows.reduce((sum, row, i) => sum + (keep(row) ? (chances[i] as number) : 0), 0);
  const best = sumOf(({ isBest }) => isBest) + 1e-9;
  const bad = sumOf(({ isBad }) => isBad);
  rows.forEach(({ terms, isBest, isBad }, i) => {
    const chance = chances[i] as number;
    const fromBest = chance - (isBest ? chance / best : 0);
    const fromBad = (chance * (Number(isBad) - bad)) / (1 - bad + 1e-6);
    terms.forEach((term, j) => {
      out[j] = (out[j] as number) + share * (fromBest + fromBad) * term;
    });
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
