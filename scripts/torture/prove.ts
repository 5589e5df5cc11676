import path from 'node:path';
import { DEFECTS, type Defect } from './defects.js';
import { buildProgram } from './program.js';
import { Random } from './random.js';

export interface Proof {
  defect: string;
  campaign: string;
  found: boolean;
  seconds: number;
  findings: string[];
}

export interface ProveOptions {
  folder: string;
  seed: number;
  stuckAfterMs: number;
  /** Only defects that one of these has to find. */
  campaigns: readonly string[];
}

/** Plants each defect in a copy of the hub and runs the campaign that has to find it. */
export async function prove({ campaigns, ...options }: ProveOptions): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const wanted = DEFECTS.filter(({ campaign }) => campaigns.includes(campaign.name));
  for (const [at, defect] of wanted.entries()) {
    const proof = await proveOne(defect, { ...options, folder: path.join(options.folder, `defect-${at}`) });
    console.error(`${defect.name}: ${proof.found ? 'found' : 'NOT FOUND'}, ${proof.seconds} s`);
    proofs.push(proof);
  }
  return proofs;
}

async function proveOne(defect: Defect, options: Omit<ProveOptions, 'campaigns'>): Promise<Proof> {
  const { name, campaign, edits, faults, shows } = defect;
  const { folder, seed, stuckAfterMs } = options;
  const began = performance.now();
  const program = buildProgram(path.join(folder, 'program'), edits);
  const { verdict } = await campaign.run({
    program,
    folder: path.join(folder, 'run'),
    random: new Random(seed),
    faults,
    stuckAfterMs,
    sweep: null,
    progress() {},
  });
  return {
    defect: name,
    campaign: campaign.name,
    found: shows.some((count) => verdict[count] > 0),
    seconds: Math.round((performance.now() - began) / 1000),
    findings: verdict.findings.slice(0, 3),
  };
}
