import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Campaign, type CampaignContext, type CampaignResult, NO_FAULTS } from '../campaign.js';
import { HubUnderTest, pause } from '../hub-under-test.js';
import type { Random } from '../random.js';

const MEBIBYTE = 1024 * 1024;
const MOST_WAITING = 4;

/** Leaves the hub, or its vision process, hardly any memory to grow into for a while, while it works. */
export const memory: Campaign = {
  name: 'memory',
  fault: 'a time in which the hub, or its vision process, can hardly get more memory',
  quick: 0,
  usual: 20,
  missing: () => (spawnSync('prlimit', ['--version']).error ? 'prlimit (util-linux) is not installed' : null),
  run: runSqueezes,
};

async function runSqueezes(context: CampaignContext): Promise<CampaignResult> {
  const { random } = context;
  const test = await HubUnderTest.open(context);
  try {
    let squeezes = 0;
    for (let tries = 0; squeezes < context.faults && tries < 3 * context.faults; tries += 1) {
      await test.up();
      if (test.progress().waiting < MOST_WAITING) for (let burst = 0; burst < 2; burst += 1) test.burst();
      await pause(random.between(0, 2_000));
      if (await squeeze(test, random)) squeezes += 1;
      context.progress(squeezes);
    }
    const verdict = await test.verdict();
    const { deaths, untidyStops } = test.hub;
    return { faults: { ...NO_FAULTS, squeezes }, done: squeezes, verdict, deaths, untidyStops };
  } finally {
    await test.close();
  }
}

/** True when the limit was in force. */
async function squeeze(test: HubUnderTest, random: Random): Promise<boolean> {
  const vision = test.hub.visionPid();
  const pid = vision !== null && random.chance(0.5) ? vision : test.hub.pid;
  if (pid === null) return false;
  try {
    const bytes = addressSpaceOf(pid) + random.between(0, 64) * MEBIBYTE;
    // The hard limit stays: it could not be raised again without rights.
    execFileSync('prlimit', ['--pid', String(pid), `--as=${bytes}:unlimited`]);
    test.burst();
    await pause(random.between(500, 4_000));
    spawnSync('prlimit', ['--pid', String(pid), '--as=unlimited:unlimited']);
    return true;
  } catch {
    // The process ended before the limit came.
    return false;
  }
}

function addressSpaceOf(pid: number): number {
  const kibibytes = /^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1024;
}
