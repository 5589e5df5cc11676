// npm run eval:bestcut -- --data DIR: how often the hub picks a best frame, and an embarrassing one, against others.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/core/errors.js';
import { chooseCut } from '../../src/imaging/select/cut.js';
import type { AnalysedFrame } from '../../src/imaging/select/features.js';
import { BASELINES, only, type Pick } from './bestcut-baselines.js';
import { analyseBursts, type EvalBurst } from './bestcut-bursts.js';
import { claimLines, contenders, picks, readTruth } from './bestcut-claims.js';
import { refitted } from './bestcut-fit.js';
import { clipOf } from './bestcut-labels.js';
import {
  type Difference,
  differenceOf,
  type Rated,
  type Rates,
  ratesOf,
  type Scores,
  scoresOf,
} from './bestcut-scores.js';

const USAGE = `Usage: npm run eval:bestcut -- --data DIR... [--picks] [--claims] [--join N] [--grey] [--cache FILE] [--shake N] [--models DIR] [--json]

DIR holds labels.json ([{"id","kind","best":[..],"bad":[..],"flat","clip"}]) and one folder of 00.jpg, 01.jpg.. per id.

  --data DIR    the bursts; more than once for more folders, which are judged together
  --picks       also print what was picked in every burst, and why
  --claims      also print how often what the sentences say is true, where bestcut-truth.tsv has it
  --cache FILE  keep the analyses there and use them the next time
  --join N      judge bursts of one clip joined to at most N frames, not the single ones
  --grey        judge the same frames without colour, as by infra-red
  --shake N     judge ours N more times, with the detector's boxes moved and resized by up to 5% (seeded)
  --models DIR  the models to use (default: models)
  --json        print nothing but the last line
  --help        print this

"ours, refitted" has its weights fitted anew without the burst's clip (or its animal): what to expect on bursts that
nothing was fitted on. It needs bursts of at least two clips. In a flat burst no frame is better than another.

everyFrame is ours with nothing spared: every frame is looked at closely. sameChoice is how often both choose the same.

top-1: the pick is one of the best frames; bad: it is one of the embarrassing ones. Ranges are 95% bootstrap
intervals over clips (2000 resamples, seeded). "against" is the paired difference to the best baseline, resampled the
same way. The last line is the result as one line of JSON, fractions of 1.`;

type Method = (burst: EvalBurst) => Pick;

const METHODS: Record<string, Method> = {
  ours: ({ examined }) => only(chooseCut(examined).chosen),
  everyFrame: ({ thorough }) => only(chooseCut(thorough).chosen),
  ...BASELINES,
};

function table(bursts: EvalBurst[], title: string, heldOut: Method | null): string {
  const { ours, ...baselines } = METHODS as { ours: Method };
  const methods = { ours, ...(heldOut && { 'ours, refitted': heldOut }), ...baselines };
  const lines = Object.entries(methods).map(([name, method]) => line(name, scoresOf(rated(bursts, method))));
  const other = bestBaseline(bursts);
  const against = (method: Method) => differenceOf(rated(bursts, method), rated(bursts, other.method));
  const differences = [line(`ours against ${other.name}`, against(ours))];
  if (heldOut) differences.push(line(`refitted against ${other.name}`, against(heldOut)));
  const clips = new Set(bursts.map(clipOf)).size;
  const head = `${title} (${bursts.length} bursts of ${clips} clips)`;
  return [head, `  ${''.padEnd(WIDTH)} top-1 [95%]         bad [95%]`, ...lines, ...differences, ''].join(
    '\n',
  );
}

const WIDTH = 28;

function line(name: string, { top1, top1Range, bad, badRange }: Difference): string {
  return `  ${name.padEnd(WIDTH)} ${percent(top1)} ${range(top1Range)}   ${percent(bad)} ${range(badRange)}`;
}

/** The baseline with the most picks among the best. */
function bestBaseline(bursts: EvalBurst[]): { name: string; method: Method } {
  const rates = Object.entries(BASELINES).map(([name, method]) => ({
    name,
    method,
    ...score(bursts, method),
  }));
  return rates.reduce((best, next) => (next.top1 > best.top1 ? next : best));
}

function rated(bursts: EvalBurst[], method: Method): Rated[] {
  return bursts.map((burst) => ({ clip: clipOf(burst), ...ratesOf(burst, method(burst)) }));
}

function score(bursts: EvalBurst[], method: Method): Scores {
  return scoresOf(rated(bursts, method));
}

/** All bursts, those of each kind, the real ones of each folder that are not flat, and those with more than the pet. */
function partsOf(bursts: EvalBurst[]): [string, EvalBurst[]][] {
  const some = (keep: (burst: EvalBurst) => boolean) => bursts.filter(keep);
  const truth = readTruth();
  const beside = (what: string) =>
    some(({ id, kind, flat }) => kind === 'real' && !flat && truth.get(id)?.beside === what);
  const parts: [string, EvalBurst[]][] = [
    ['all', bursts],
    ...kindsOf(bursts).map((kind): [string, EvalBurst[]] => [kind, some((burst) => burst.kind === kind)]),
    ...[...new Set(bursts.map(({ set }) => set))].map((set): [string, EvalBurst[]] => [
      `real of ${set}, not flat`,
      some((burst) => burst.kind === 'real' && burst.set === set && !burst.flat),
    ]),
    ['real with more than one pet, not flat', beside('pets')],
    ['real with a person who holds the pet, not flat', beside('person')],
  ];
  return parts.filter(([, part]) => part.length > 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0).padStart(3)}%`;
}

function range([low, high]: [number, number]): string {
  return `[${(100 * low).toFixed(0)}-${(100 * high).toFixed(0)}]`.padEnd(9);
}

function result(bursts: EvalBurst[]) {
  const parts = partsOf(bursts).slice(1);
  const of = (method: Method) => ({
    ...rates(score(bursts, method)),
    kinds: Object.fromEntries(parts.map(([part, some]) => [part, rates(score(some, method))])),
  });
  const { ours, ...baselines } = METHODS;
  return {
    ours: {
      ...of(ours as Method),
      ...effortOf(bursts),
      ...(bursts[0]?.shaken.length && { shaken: shaken(bursts, of) }),
    },
    baselines: Object.fromEntries(Object.entries(baselines).map(([name, method]) => [name, of(method)])),
  };
}

/** What is left of the answer when the detector's boxes are a little different. */
function shaken<T extends object>(bursts: EvalBurst[], of: (method: Method) => T) {
  const times = bursts[0]?.shaken.length ?? 0;
  return Array.from({ length: times }, (_, i) => {
    const pick = (burst: EvalBurst) => chooseCut(burst.shaken[i] as AnalysedFrame[]).chosen;
    const same = bursts.filter((burst) => pick(burst) === chooseCut(burst.examined).chosen).length;
    return { ...of((burst) => only(pick(burst))), sameChoice: Number((same / bursts.length).toFixed(4)) };
  });
}

/** What the cheap first look spares, and what that changes. */
function effortOf(bursts: EvalBurst[]) {
  const mean = (of: (burst: EvalBurst) => number) =>
    Number((bursts.reduce((sum, burst) => sum + of(burst), 0) / bursts.length).toFixed(4));
  const same = (others: (burst: EvalBurst) => AnalysedFrame[]) =>
    mean((burst) => Number(chooseCut(burst.examined).chosen === chooseCut(others(burst)).chosen));
  const per10 = (model: 'detector' | 'head') =>
    mean(({ runs, frames }) => (10 * runs[model]) / frames.length);
  return {
    sameChoice: same(({ thorough }) => thorough),
    detectorRunsPer10: per10('detector'),
    headRunsPer10: per10('head'),
    mostDetectorRuns: Math.max(...bursts.map(({ runs }) => runs.detector)),
  };
}

function rates({ top1, bad }: Rates): Rates {
  return { top1, bad };
}

function kindsOf(bursts: EvalBurst[]): string[] {
  return [...new Set(bursts.map(({ kind }) => kind))];
}

function printPicks(bursts: EvalBurst[]): void {
  for (const burst of bursts) {
    const cut = chooseCut(burst.examined);
    const verdict = burst.best.includes(cut.chosen)
      ? 'best'
      : burst.bad.includes(cut.chosen)
        ? 'BAD '
        : 'fair';
    console.log(`${verdict} ${burst.id} frame ${cut.chosen}: ${cut.summary.text}`);
    const others = cut.frames.filter(({ index }) => index !== cut.chosen);
    console.log(`       ${others.map(({ index, reason }) => `${index}: ${reason.text}`).join('; ')}`);
  }
}

function printClaims(bursts: EvalBurst[]): void {
  const truth = readTruth();
  console.log(claimLines('claims about the photos that are chosen', picks(bursts, truth)));
  console.log(claimLines('about every frame that may win, as if it were chosen', contenders(bursts, truth)));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true, default: [] },
      picks: { type: 'boolean', default: false },
      claims: { type: 'boolean', default: false },
      cache: { type: 'string' },
      join: { type: 'string', default: '0' },
      grey: { type: 'boolean', default: false },
      shake: { type: 'string', default: '0' },
      models: { type: 'string', default: fileURLToPath(new URL('../../models', import.meta.url)) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (values.data.length === 0) throw new Error(`--data is missing\n\n${USAGE}`);
  const bursts = await analyseBursts(values.data, {
    models: values.models,
    cache: values.cache,
    shakes: Number(values.shake),
    join: Number(values.join),
    grey: values.grey,
    progress: (done, of) => {
      if (process.stderr.isTTY && !values.json) process.stderr.write(`\r${done} of ${of} bursts`);
    },
  });
  if (!values.json) {
    if (values.picks) printPicks(bursts);
    if (values.claims) printClaims(bursts);
    const heldOut = new Set(bursts.map(clipOf)).size > 1 ? refitted(bursts) : null;
    for (const [title, some] of partsOf(bursts)) console.log(`\n${table(some, title, heldOut)}`);
  }
  console.log(JSON.stringify(result(bursts)));
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
