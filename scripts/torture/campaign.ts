import type { Verdict } from './checker.js';
import type { Program } from './program.js';
import type { Random } from './random.js';

/** Faults that were really brought about, by kind. */
export interface Faults {
  kills: number;
  failedCalls: number;
  cuts: number;
}

export interface CampaignContext {
  program: Program;
  /** For this campaign alone; removed by the caller. */
  folder: string;
  random: Random;
  /** How many faults are asked for. */
  faults: number;
  patienceMs: number;
  /** Says how far it is. */
  progress(done: number): void;
}

export interface CampaignResult {
  faults: Faults;
  /** Faults of the campaign's own kind: fewer than asked for is a failure. */
  done: number;
  verdict: Verdict;
  /** How often the hub ended by itself. */
  deaths: number;
  untidyStops: number;
}

export interface Campaign {
  name: string;
  /** What one fault is, for people. */
  fault: string;
  /** Faults of a run in CI, and of one by hand. */
  quick: number;
  usual: number;
  /** Why it cannot be run here; null when it can. */
  missing(): string | null;
  run(context: CampaignContext): Promise<CampaignResult>;
}
