import { gatesOf, tierOf } from '../../src/select/gates.js';
import { qualityOf } from '../../src/select/quality.js';
import { viewOf } from '../../src/select/signals.js';
import { only, type Pick } from './bestcut-baselines.js';
import type { EvalBurst } from './bestcut-bursts.js';
import { sourceOf } from './bestcut-scores.js';

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

/**
 * For each burst the pick of a ranking whose weights were fitted without any burst of the same source: one factor
 * each for sharpness, face, noise and exposure, by pairwise logistic regression of best over other frames.
 */
export function refitted(bursts: readonly EvalBurst[]): (burst: EvalBurst) => Pick {
  const rows = new Map(bursts.map((burst) => [burst.id, rowsOf(burst)]));
  const factors = new Map<string, number[]>();
  for (const source of new Set(bursts.map(({ id }) => sourceOf(id)))) {
    const others = bursts.filter(({ id }) => sourceOf(id) !== source);
    factors.set(source, fit(others.flatMap((burst) => pairsOf(burst, rows.get(burst.id) as Row[]))));
  }
  return (burst) => {
    const weights = factors.get(sourceOf(burst.id)) as number[];
    const worth = ({ terms, rest }: Row) => dot(terms, weights) + rest;
    const ranked = [...(rows.get(burst.id) as Row[])].sort((a, b) => a.tier - b.tier || worth(b) - worth(a));
    return only((ranked[0] as Row).index);
  };
}

function rowsOf({ frames }: EvalBurst): Row[] {
  const view = viewOf(frames);
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
