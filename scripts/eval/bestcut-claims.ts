import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { claimsOf } from '../../src/imaging/select/claims.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import { isLeftOut } from '../../src/imaging/select/features.js';
import { viewOf } from '../../src/imaging/select/signals.js';
import type { EvalBurst } from './bestcut-bursts.js';

/**
 * What is to be seen in the frames of one burst, judged by looking: a letter a frame. `whole` is w for the whole animal
 * in the frame, n for plainly not, p for nearly, partly hidden or in doubt; `looking` y for a face that looks at the
 * camera with open eyes, n for none or a profile, p for between or in doubt; - where nobody looked. `beside` is what else
 * is there: more pets, or a person who holds or touches the pet; - for neither.
 */
interface Truth {
  kind: 'cat' | 'dog' | 'both';
  whole: string;
  looking: string;
  beside: 'pets' | 'person' | '-';
}

/** What was said and what was true, counted over photos. */
interface Tally {
  said: number;
  /** Photos of which it was said and is not plainly false, and of which it is true beyond doubt. */
  notFalse: number;
  right: number;
  /** Photos of which it is true beyond doubt, said or not. */
  isTrue: number;
}

const FILE = fileURLToPath(new URL('bestcut-truth.tsv', import.meta.url));

/** The truth by the burst's id, from `bestcut-truth.tsv`. */
export function readTruth(file = FILE): Map<string, Truth> {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return new Map(
    rows.map((row) => {
      const [id, kind, whole, looking, beside] = row.split('\t') as [
        string,
        Truth['kind'],
        string,
        string,
        Truth['beside'],
      ];
      return [id, { kind, whole, looking, beside }];
    }),
  );
}

/** One photo: what is said of it, and what is true. */
interface Case {
  said: { kind: string | null; whole: boolean; facing: boolean };
  truth: { kind: Truth['kind']; whole: string; looking: string };
}

/** The photos that are chosen, with the sentence that the hub gives. */
export function picks(bursts: readonly EvalBurst[], truth: ReadonlyMap<string, Truth>): Case[] {
  return bursts.flatMap(({ id, examined }) => {
    const { chosen, hasPet, summary } = chooseCut(examined);
    if (!hasPet) return [];
    const { pet, face, whole } = summary.params;
    const kind = pet === 'cat' || pet === 'dog' ? pet : null;
    return caseOf(truth.get(id), chosen, { kind, whole: whole === 'yes', facing: face === 'yes' });
  });
}

/** Every frame that may win, as if it had been chosen. */
export function contenders(bursts: readonly EvalBurst[], truth: ReadonlyMap<string, Truth>): Case[] {
  return bursts.flatMap(({ id, bad, examined }) => {
    const view = viewOf(examined.filter(({ analysis }) => !isLeftOut(analysis)));
    if (!view.hasPet) return [];
    const usable = view.signals.filter(({ pet, frame }) => pet && !bad.includes(frame.index));
    return usable.flatMap((signals) => {
      const { pet, whole, facing } = claimsOf(signals, view);
      return caseOf(truth.get(id), signals.frame.index, { kind: pet, whole, facing });
    });
  });
}

function caseOf(truth: Truth | undefined, index: number, said: Case['said']): Case[] {
  const [whole, looking] = [truth?.whole[index], truth?.looking[index]];
  if (!truth || !whole || !looking || whole === '-') return [];
  return [{ said, truth: { kind: truth.kind, whole, looking } }];
}

/** Counts of each claim. */
export function tallies(cases: readonly Case[]): Record<'kind' | 'whole' | 'facing', Tally> {
  const tally = (
    isSaid: (one: Case) => boolean,
    truthOf: (one: Case) => string,
    isTrue = (one: Case) => truthOf(one) === 'y' || truthOf(one) === 'w',
  ): Tally => {
    const said = cases.filter(isSaid);
    const isRight = (one: Case) => truthOf(one) === 'y' || truthOf(one) === 'w';
    return {
      said: said.length,
      notFalse: said.filter((one) => truthOf(one) !== 'n').length,
      right: said.filter(isRight).length,
      isTrue: cases.filter(isTrue).length,
    };
  };
  const kindIs = ({ said: { kind }, truth }: Case) =>
    truth.kind === 'both' || kind === truth.kind ? 'y' : 'n';
  return {
    // Every one of them is a cat or a dog, said or not.
    kind: tally(
      ({ said }) => said.kind !== null,
      kindIs,
      () => true,
    ),
    whole: tally(
      ({ said }) => said.whole,
      ({ truth }) => truth.whole,
    ),
    facing: tally(
      ({ said }) => said.facing,
      ({ truth }) => truth.looking,
    ),
  };
}

/** The counts as lines of a table. */
export function claimLines(title: string, cases: readonly Case[]): string {
  const percent = (count: number, of: number) =>
    of === 0 ? '   -' : `${((100 * count) / of).toFixed(0).padStart(3)}%`;
  const lines = Object.entries(tallies(cases)).map(
    ([name, { said, notFalse, right, isTrue }]) =>
      `  ${name.padEnd(8)} said ${String(said).padStart(4)}   not plainly false ${percent(notFalse, said)}   beyond doubt ${percent(right, said)}   of the true ones ${percent(right, isTrue)}`,
  );
  return [`${title} (${cases.length} photos)`, ...lines, ''].join('\n');
}
