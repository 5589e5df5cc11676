import { addFaults, type CampaignResult, type Faults, NO_FAULTS } from './campaign.js';
import { addVerdicts, isClean, NOTHING, type Verdict } from './checker.js';

/** What a run prints as one line of JSON. */
export interface Report extends Faults, Omit<Verdict, 'findings'> {
  seed: number;
  seconds: number;
  /** Clean, and with every fault that was asked for. */
  passed: boolean;
  deaths: number;
  untidyStops: number;
  campaigns: { name: string; asked: number; done: number; passed: boolean; seconds: number }[];
  /** Campaigns that cannot be run here, and kinds of fault that did not occur, with the reason. */
  skipped: { name: string; why: string }[];
  findings: string[];
}

export function emptyReport(seed: number): Report {
  const { findings, ...counts } = NOTHING;
  const lists = { campaigns: [], skipped: [], findings: [...findings] };
  return { seed, seconds: 0, passed: true, ...NO_FAULTS, ...counts, deaths: 0, untidyStops: 0, ...lists };
}

export interface CampaignRun {
  name: string;
  asked: number;
  seconds: number;
  result: CampaignResult;
}

/** The report with one more campaign in it. */
export function withRun(report: Report, { name, asked, seconds, result }: CampaignRun): Report {
  const { faults, verdict, done } = result;
  const passed = isClean(verdict) && done >= asked;
  const named = { ...verdict, findings: verdict.findings.map((text) => `${name}: ${text}`) };
  if (done < asked) named.findings.unshift(`${name}: only ${done} of ${asked} faults came to pass`);
  return {
    ...report,
    ...addVerdicts(report, named),
    ...addFaults(report, faults),
    seconds: report.seconds + seconds,
    passed: report.passed && passed,
    deaths: report.deaths + result.deaths,
    untidyStops: report.untidyStops + result.untidyStops,
    campaigns: [...report.campaigns, { name, asked, done, passed, seconds }],
    skipped: [...report.skipped, ...(result.skipped ?? [])],
  };
}

/** The report with a campaign that cannot run here. */
export function withoutRun(report: Report, left: { name: string; why: string; isNamed: boolean }): Report {
  const { isNamed, ...skipped } = left;
  return { ...report, passed: report.passed && !isNamed, skipped: [...report.skipped, skipped] };
}
