// npm test: the whole suite with coverage, from a bare clone. Arguments go to tap: npm test -- test/burst
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bootstrap, buildWeb, root, tool } from './bootstrap.mjs';

const HELP = `npm test -- [FILES] [TAP OPTIONS]

Installs what is missing, builds the web page, runs the tests and checks coverage.
With FILES only those tests run, and coverage is not checked.`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}

bootstrap();
buildWeb();
const { status, passed, failed } = await runTap(args);
const covered = args.length > 0 || (await import('./coverage.mjs')).coverageHolds();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(status === 0 && failed === 0 && passed > 0 && covered ? 0 : 1);

async function runTap(given) {
  const coverage =
    given.length > 0 ? ['--disable-coverage'] : ['--allow-incomplete-coverage', '--coverage-report=lcovonly'];
  const child = spawn(tool('tap'), ['run', '--reporter=tap', ...coverage, ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.on('close', resolve));
  const counts = await show(createInterface({ input: child.stdout }));
  return { status: await exited, ...counts };
}

/** One line a test file, and everything about what failed; the stream's last summary is the whole run's. */
async function show(lines) {
  let summary = '';
  let details = false;
  for await (const line of lines) {
    if (line.startsWith('# {')) summary = line;
    const failure = /^\s*not ok /.test(line);
    details = failure || (details && !/^\s*(\.\.\.|ok |# Subtest)/.test(line));
    if (details || /^(ok |Bail out)/.test(line)) console.log(line);
  }
  const number = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary)?.[1] ?? 0);
  return { passed: number('pass'), failed: number('fail') };
}
