import type { Verdict } from './checker.js';
import type { SweepPart } from './failure-plan.js';
import type { Program } from './program.js';
import type { Random } from './random.js';

/** Faults that were really brought about, by kind. */
export interface Faults {
  kills: number;
  failedCalls: number;
  /** Power cuts after which the hub started on what was left. */
  cuts: number;
  /** Power cuts of which only the database was looked at. */
  images: number;
  /** Times in which the disk was full. */
  fills: number;
  /** Times in which the hub or its vision process stood still. */
  stalls: number;
  /** Times in which one of them could hardly get memory. */
  squeezes: number;
  storms: number;
  /** Times in which the external broker was gone or stood still. */
  brokerFaults: number;
}

export const NO_FAULTS: Faults = {
  kills: 0,
  failedCalls: 0,
  cuts: 0,
  images: 0,
  fills: 0,
  stalls: 0,
  squeezes: 0,
  storms: 0,
  brokerFaults: 0,
};

/** The sum of two counts. */
export function addFaults(one: Faults, other: Faults): Faults {
  const sum = { ...NO_FAULTS };
  for (const kind of Object.keys(sum) as (keyof Faults)[]) sum[kind] = one[kind] + other[kind];
  return sum;
}

export interface CampaignContext {
  program: Program;
  /** For this campaign alone; removed by the caller. */
  folder: string;
  random: Random;
  /** How many faults are asked for. */
  faults: number;
  /** Every n-th failing call once, of them this part, in place of `faults`; null for so many as `faults` says. */
  sweep: SweepPart | null;
  stuckAfterMs: number;
  /** Says how far it is. */
  progress(done: number, of?: number): void;
}

export interface CampaignResult {
  faults: Faults;
  /** Faults of the campaign's own kind: fewer than asked for is a failure. */
  done: number;
  /** How many had to be made; as many as were asked for unless given. */
  asked?: number;
  verdict: Verdict;
  /** How often the hub ended by itself. */
  deaths: number;
  untidyStops: number;
  /** Kinds of fault that could not be brought about, with the reason. */
  skipped?: { name: string; why: string }[];
}

export interface Campaign {
  name: string;
  /** What one fault is, for people. */
  fault: string;
  /** Faults of a run in CI, 0 where there is no time for it, and of one by hand. */
  quick: number;
  usual: number;
  /** Why it cannot be run here; null when it can. */
  missing(): string | null;
  run(context: CampaignContext): Promise<CampaignResult>;
}
