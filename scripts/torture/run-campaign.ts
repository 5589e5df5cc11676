import type { Campaign } from './campaign.js';
import type { SweepPart } from './failure-plan.js';
import type { Program } from './program.js';
import { Random } from './random.js';
import { type Report, withoutRun, withRun } from './report.js';

export interface RunOptions {
  program: Program;
  folder: string;
  seed: number;
  faults: number;
  sweep: SweepPart | null;
  stuckAfterMs: number;
  /** Whether somebody asked for this campaign by its name: then it has to run. */
  isNamed: boolean;
}

/** Runs one campaign, says on standard error how far it is, and adds it to the report. */
export async function runCampaign(campaign: Campaign, report: Report, options: RunOptions): Promise<Report> {
  const { name } = campaign;
  const why = campaign.missing();
  const { seed, faults, isNamed, ...context } = options;
  if (why !== null) return withoutRun(report, { name, why, isNamed });
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  const progress = (done: number, of = faults) => {
    if (done % Math.ceil(of / 10) === 0) console.error(`${name}: ${done} of ${of}, ${seconds()} s`);
  };
  const result = await campaign.run({ ...context, faults, random: new Random(seed), progress });
  return withRun(report, { name, asked: result.asked ?? faults, seconds: seconds(), result });
}
