/** npm run lighthouse: what Lighthouse says of every page, on a fresh hub with photos of the simulated camera. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { plugIn, startHub } from '../../test/support/hub.js';
import { untilStored } from '../../test/support/until.js';

const HELP = `npm run lighthouse -- [OPTIONS]

Starts a hub of its own with the built page and a simulated camera, and prints the scores (0..100) that Lighthouse
gives each page, as a phone on slow 4G with a slowed-down processor. Build the page first: npm run build.

  --browser FILE   a Chromium (default /usr/bin/chromium)
  --json           one JSON object instead of a table
  --help           this text`;

export const categories = ['performance', 'accessibility', 'best-practices'] as const;
export type Category = (typeof categories)[number];

/** Scores of a page, 0..100, and the audits that are not perfect. */
export interface Verdict {
  page: string;
  scores: Partial<Record<Category, number>>;
  faults: string[];
  /** Cumulative layout shift, where performance was asked for: unlike the times it does not depend on the machine. */
  shift: number | null;
}

type Teardown = { teardown(end: () => unknown): void };

export const pages = [
  '',
  '#/',
  '#/gallery',
  '#/photo/1',
  '#/highlights',
  '#/cameras',
  '#/cameras/simulated',
  '#/settings',
  'trust',
];

/**
 * Visits pages as somebody who is signed in; the first one, the sign-in, as a stranger.
 * @param browser path of a Chromium
 * @param onVerdict called with each verdict as it is reached
 */
export async function judge(
  t: Teardown,
  browser: string,
  wanted: readonly Category[],
  which: readonly string[],
  onVerdict: (verdict: Verdict) => void,
): Promise<void> {
  const hub = await startHub(t);
  const camera = await plugIn(t, hub);
  const profile = mkdtempSync(path.join(tmpdir(), 'petcam-lighthouse-'));
  t.teardown(() => rmSync(profile, { recursive: true, force: true }));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(240_000);
  for (const name of which) {
    if (name !== '' && (await context.cookies()).length === 0) {
      await page.goto(`${hub.url}/#/setup?code=${await issueSetupCode(hub.store)}`);
      await page.getByLabel('Name', { exact: true }).fill('Mina');
      await page.getByLabel('Password', { exact: true }).fill('a long enough one');
      await page.getByRole('button', { name: 'Create my account' }).click();
      await page.getByRole('navigation').waitFor();
      camera.capture('motion');
      await untilStored(hub.store, () => hub.store.photos({ limit: 1 })[0]?.upscale === 'done');
    }
    await page.goto('about:blank');
    onVerdict(await verdictOn(`${hub.url}/${name}`, port, name, wanted));
  }
}

async function verdictOn(
  url: string,
  port: number,
  page: string,
  wanted: readonly Category[],
): Promise<Verdict> {
  const result = await lighthouse(url, {
    port,
    logLevel: 'silent',
    onlyCategories: [...wanted],
    disableStorageReset: true,
    // The stream of events never ends, so the network never falls silent.
    maxWaitForLoad: 15_000,
  });
  if (!result) throw new Error(`Lighthouse gave nothing for ${url}`);
  const { categories: judged, audits } = result.lhr;
  const scores = Object.fromEntries(
    Object.values(judged).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]),
  );
  const weighed = Object.values(judged).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
  );
  const faults = weighed.filter((id) => audits[id]?.score !== null && (audits[id]?.score ?? 1) < 0.9);
  const shift = audits['cumulative-layout-shift']?.numericValue ?? null;
  return { page: page === '' ? 'sign-up' : page, scores, faults, shift };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: '/usr/bin/chromium' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const ends: (() => unknown)[] = [];
  const verdicts: Verdict[] = [];
  const show = (verdict: Verdict) => {
    verdicts.push(verdict);
    if (values.json) return;
    const { page, scores, faults, shift } = verdict;
    const row = [
      page,
      ...categories.map((category) => scores[category]),
      shift?.toFixed(3),
      faults.join(', '),
    ];
    console.log(`| ${row.join(' | ')} |`);
  };
  if (!values.json) {
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, ${cpus().length} cores\n`);
    console.log(
      `| page | ${categories.join(' | ')} | shift | below 90 |\n| --- | --- | --- | --- | --- | --- |`,
    );
  }
  try {
    await judge({ teardown: (end) => ends.unshift(end) }, values.browser, categories, pages, show);
  } finally {
    for (const end of ends) await end();
  }
  if (values.json) console.log(JSON.stringify({ pages: verdicts }));
  const poor = verdicts.some(({ scores }) => Object.values(scores).some((score) => score < 95));
  process.exitCode = poor ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
