// npm run torture: faults of many kinds against the hub, held to account by a checker that shares no code with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Campaign } from './campaign.js';
import { CAMPAIGNS } from './campaigns.js';
import { DEFECTS } from './defects.js';
import type { SweepPart } from './failure-plan.js';
import { buildProgram } from './program.js';
import { prove } from './prove.js';
import { emptyReport, type Report } from './report.js';
import { runCampaign } from './run-campaign.js';

const STUCK_AFTER_S = 150;
const names = CAMPAIGNS.map(({ name, fault, usual }) => `  ${name.padEnd(11)} ${fault} (${usual})`).join(
  '\n',
);
const help = `npm run torture -- [CAMPAIGN ...] [OPTIONS]

Runs the hub of today's sources with cameras written from docs/PROTOCOL.md alone, brings faults about, and compares its
database with what the cameras were told. Campaigns, all of them unless named, with what one fault is and how many:

${names}

  --faults N      so many faults in each campaign
  --quick         the short run of CI: a few faults of the first four, within 120 s on two cores
  --prove         plants ${DEFECTS.length} defects in copies of the hub, one after the other: each has to be found
  --sweep K/N     io-errors alone: every n-th call of each kind fails once; of N runs side by side the K-th, 1/1 for one
  --seed N        the same faults again (default: by the clock, and said)
  --stuck-after S a hub without progress for so long, with no fault any more, is stuck (default ${STUCK_AFTER_S})
  --keep          leave the folders of the campaigns, with database and log, and say where
  --json          one line of JSON at the end and nothing else on standard output
  --help          this text

Exit code 0: nothing lost, doubled, given up, stuck or set aside, and every fault that was asked for came to pass. A
campaign that is named and cannot run here is a failure; unnamed ones are skipped, and said.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    faults: { type: 'string' },
    quick: { type: 'boolean', default: false },
    prove: { type: 'boolean', default: false },
    sweep: { type: 'string' },
    seed: { type: 'string' },
    'stuck-after': { type: 'string' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function chosen(): readonly Campaign[] {
  const unknown = positionals.find((name) => !CAMPAIGNS.some((campaign) => campaign.name === name));
  if (unknown) throw new Error(`there is no campaign "${unknown}"\n\n${help}`);
  if (positionals.length > 0) return CAMPAIGNS.filter(({ name }) => positionals.includes(name));
  return values.quick ? CAMPAIGNS.filter(({ quick }) => quick > 0) : CAMPAIGNS;
}

/** @throws {Error} for what is no whole number: a campaign of NaN faults would be over at once. */
function numberOf(option: 'faults' | 'seed' | 'stuck-after', otherwise: number): number {
  const text = values[option];
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw new Error(`--${option} is to be a whole number, not "${text}"`);
  return Number(text);
}

/** @throws {Error} for what is no part of so many, or without the one campaign that has a sweep. */
function sweepPart(): SweepPart | null {
  if (values.sweep === undefined) return null;
  const [part = 0, of = 0] = values.sweep.split('/').map(Number);
  if (!(Number.isInteger(part) && Number.isInteger(of) && part >= 1 && part <= of))
    throw new Error(`--sweep is to be K/N, K from 1 to N, not "${values.sweep}"`);
  if (positionals.join() !== 'io-errors')
    throw new Error('--sweep is for io-errors alone: name that campaign');
  return { part, of };
}

async function main(): Promise<boolean> {
  const seed = numberOf('seed', Date.now() % 1_000_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'petcam-torture-'));
  try {
    const options = { folder, seed, stuckAfterMs: numberOf('stuck-after', STUCK_AFTER_S) * 1000 };
    return values.prove ? await proveAll(options) : await runAll(options);
  } finally {
    if (values.keep) console.error(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

interface Options {
  folder: string;
  seed: number;
  stuckAfterMs: number;
}

async function runAll({ folder, seed, stuckAfterMs }: Options): Promise<boolean> {
  const campaigns = chosen().map((campaign) => {
    const faults = numberOf('faults', values.quick ? campaign.quick : campaign.usual);
    return { campaign, faults };
  });
  const sweep = sweepPart();
  const program = buildProgram(path.join(folder, 'program'));
  let report = emptyReport(seed);
  for (const { campaign, faults } of campaigns) {
    const isNamed = positionals.length > 0;
    const target = path.join(folder, campaign.name);
    const options = { program, folder: target, seed, faults, sweep, stuckAfterMs, isNamed };
    report = await runCampaign(campaign, report, options);
  }
  console.log(values.json ? JSON.stringify(report) : inWords(report));
  return report.passed;
}

async function proveAll(options: Options): Promise<boolean> {
  const proofs = await prove({ ...options, campaigns: chosen().map(({ name }) => name) });
  const passed = proofs.every(({ found }) => found);
  const words = proofs.map(
    ({ defect, found, seconds }) => `${found ? 'found' : 'NOT FOUND'}: ${defect}, ${seconds} s`,
  );
  console.log(values.json ? JSON.stringify({ seed: options.seed, passed, proofs }) : words.join('\n'));
  return passed;
}

function inWords({ findings, skipped, ...report }: Report): string {
  const { kills, failedCalls, cuts, images, acknowledged, lost, givenUp, doubled, stuck, setAside, damaged } =
    report;
  return [
    ...findings,
    ...skipped.map(({ name, why }) => `not run: ${name}, ${why}`),
    `seed ${report.seed}, ${Math.round(report.seconds)} s: ${kills} kills, ${failedCalls} failed calls, ${cuts} power cuts and ${images} more images of one`,
    `${acknowledged} frames acknowledged: ${lost} lost, ${doubled} doubled, ${damaged} damaged`,
    `${givenUp} given up, ${stuck} stuck, ${setAside} set aside`,
    report.passed ? 'passed' : 'FAILED',
  ].join('\n');
}

if (values.help) console.log(help);
else process.exitCode = (await main()) ? 0 : 1;
