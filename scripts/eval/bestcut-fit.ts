import { isLeftOut } from '../../src/imaging/select/features.js';
import { gatesOf, tierOf } from '../../src/imaging/select/gates.js';
import { qualityOf } from '../../src/imaging/select/quality.js';
import { viewOf } from '../../src/imaging/select/signals.js';
import { only, type Pick } from './bestcut-baselines.js';
import type { EvalBurst } from './bestcut-bursts.js';
import { ratesOf, sourceOf } from './bestcut-scores.js';

/** One frame: what the gates say, and the terms that are weighed against each other. */
interface Row {
  index: number;
  tier: number;
  terms: number[];
  /** What is not fitted. */
  rest: number;
}

const STEPS = 800;
const RATE = 1;
const RIDGE = 0.01;

/** What the face may be worth, in parts of its present weight. */
const FACE_FACTORS = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75];

/**
 * For each burst the pick of a ranking that was made without any burst of the same source, as the present weights
 * were made with all of them: one factor each for sharpness, face, noise and exposure by pairwise logistic
 * regression of best over other frames, then the face's again by what is picked, every kind of burst weighing
 * the same. Regression alone puts it too low: it goes by many pairs, and a pick by the closest one.
 */
export function refitted(bursts: readonly EvalBurst[]): (burst: EvalBurst) => Pick {
  const known = bursts.map((burst) => ({ burst, rows: rowsOf(burst) }));
  const picks = new Map<string, number>();
  for (const source of new Set(bursts.map(({ id }) => sourceOf(id)))) {
    const others = known.filter(({ burst }) => sourceOf(burst.id) !== source);
    const weights = withFace(fit(others.flatMap(({ burst, rows }) => pairsOf(burst, rows))), others);
    for (const { burst, rows } of known) {
      if (sourceOf(burst.id) === source) picks.set(burst.id, bestOf(rows, weights));
    }
  }
  return ({ id }) => only(picks.get(id) as number);
}

interface Known {
  burst: EvalBurst;
  rows: Row[];
}

function bestOf(rows: readonly Row[], weights: readonly number[]): number {
  const worth = ({ terms, rest }: Row) => dot(terms, weights) + rest;
  return ([...rows].sort((a, b) => a.tier - b.tier || worth(b) - worth(a))[0] as Row).index;
}

/** `fitted`, relative to its factor for sharpness, with the middle one of the best factors for the face. */
function withFace(fitted: readonly number[], known: readonly Known[]): number[] {
  const [sharpness = 1, , noise = 1, exposure = 1] = fitted;
  const weightsFor = (face: number) => [1, face, noise / sharpness, exposure / sharpness];
  const scores = FACE_FACTORS.map((face) => scoreOf(known, weightsFor(face)));
  const best = FACE_FACTORS.filter((_, i) => (scores[i] as number) > Math.max(...scores) - 1e-9);
  return weightsFor(best[best.length >> 1] as number);
}

/** Top-1 less embarrassing picks, the mean over kinds. */
function scoreOf(known: readonly Known[], weights: readonly number[]): number {
  const kinds = [...new Set(known.map(({ burst }) => burst.kind))];
  const means = kinds.map((kind) => {
    const some = known.filter(({ burst }) => burst.kind === kind);
    const points = some.map(({ burst, rows }) => {
      const { top1, bad } = ratesOf(burst, only(bestOf(rows, weights)));
      return top1 - bad;
    });
    return points.reduce((sum, value) => sum + value, 0) / points.length;
  });
  return means.reduce((sum, value) => sum + value, 0) / means.length;
}

function rowsOf({ examined }: EvalBurst): Row[] {
  const view = viewOf(examined.filter(({ analysis }) => !isLeftOut(analysis)));
  const gates = gatesOf(view);
  return view.signals.map((signals, i) => {
    const { sharpness, motion, face, noise, exposure, wholeness } = qualityOf(signals);
    return {
      index: signals.frame.index,
      tier: tierOf(gates[i] ?? []),
      terms: [sharpness + motion, face, noise, exposure],
      rest: wholeness,
    };
  });
}

interface Pair {
  difference: number[];
  weight: number;
}

/** Best frames against the others; every burst weighs the same, fair frames half. */
function pairsOf({ best, bad }: EvalBurst, rows: readonly Row[]): Pair[] {
  const pairs = rows
    .filter(({ index }) => best.includes(index))
    .flatMap((good) =>
      rows
        .filter(({ index }) => !best.includes(index))
        .map((other) => ({
          difference: good.terms.map((term, i) => term - (other.terms[i] as number)),
          weight: bad.includes(other.index) ? 1 : 0.5,
        })),
    );
  return pairs.map(({ difference, weight }) => ({ difference, weight: weight / pairs.length }));
}

/** Gradient descent on the logistic loss of the scaled differences, factors kept at or above 0. */
function fit(pairs: readonly Pair[]): number[] {
  const scale = [0, 1, 2, 3].map(
    (i) =>
      Math.sqrt(
        pairs.reduce((sum, { difference }) => sum + (difference[i] as number) ** 2, 0) / pairs.length,
      ) + 1e-6,
  );
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  let factors = scale.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = factors.map((factor) => RIDGE * factor);
    for (const { difference, weight } of pairs) {
      const scaled = difference.map((value, i) => value / (scale[i] as number));
      const push = weight / total / (1 + Math.exp(dot(scaled, factors)));
      scaled.forEach((value, i) => {
        gradient[i] = (gradient[i] as number) - push * value;
      });
    }
    factors = factors.map((factor, i) => Math.max(0, factor - RATE * (gradient[i] as number)));
  }
  return factors.map((factor, i) => factor / (scale[i] as number));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
