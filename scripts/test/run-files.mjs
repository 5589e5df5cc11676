// Runs test files, each in a process of its own, several at a time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '../dev/bootstrap.mjs';
import { builtPath } from './compile.mjs';

/** After the signal that makes tap say what hangs, a file has this long to end by itself. */
const GRACE_MS = 5_000;

/**
 * @typedef {object} Result Outcome of one test file.
 * @property {string} file
 * @property {number} passed Assertions that held.
 * @property {number} failed Assertions that did not, and 1 for a file that ended otherwise than it should.
 * @property {number} skipped
 * @property {number} seconds
 * @property {string[]} complaints Lines to show of what failed; empty when nothing did.
 *
 * @typedef {object} Options
 * @property {number} width Files at a time.
 * @property {(file: string) => number} limitSeconds Wall time after which a file is ended and counts as failed.
 * @property {(file: string) => Record<string, string>} environment Added to that of this process.
 * @property {(result: Result) => void} onResult Called as each file ends.
 */

/**
 * Runs test files, given by their paths below the repository, in their order.
 * @param {string[]} files
 * @param {Options} options
 */
export async function runFiles(files, { width, limitSeconds, environment, onResult }) {
  endWithThisProcess();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift())
      onResult(await runFile(file, limitSeconds(file), environment(file)));
  };
  await Promise.all(Array.from({ length: width }, work));
}

/** Test files that run now: their process groups do not get the signals of the terminal. */
const running = new Set();

function endWithThisProcess() {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.once(signal, () => {
      for (const child of running) signalGroup(child, 'SIGKILL');
      process.exit(code);
    });
}

async function runFile(file, limitSeconds, environment) {
  const begun = performance.now();
  const child = spawn(process.execPath, [builtPath(file)], {
    cwd: root,
    env: { ...process.env, TAP_TIMEOUT: String(limitSeconds), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group: what a test left behind ends with it.
    detached: true,
  });
  running.add(child);
  const timers = [
    setTimeout(() => signalGroup(child, 'SIGALRM'), limitSeconds * 1000),
    setTimeout(() => signalGroup(child, 'SIGKILL'), limitSeconds * 1000 + GRACE_MS),
  ];
  const exited = new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      running.delete(child);
      signalGroup(child, 'SIGKILL');
      // Something in a group of its own may still hold the other end.
      timers.push(setTimeout(() => [child.stdout, child.stderr].map((stream) => stream.destroy()), GRACE_MS));
      resolve(signal ?? code);
    }),
  );
  const reports = await Promise.all([readTap(child.stdout, file), readLines(child.stderr), exited]);
  for (const timer of timers) clearTimeout(timer);
  return judge(file, (performance.now() - begun) / 1000, reports);
}

function judge(file, seconds, [tap, stderr, ending]) {
  const complaints = [...tap.complaints];
  let { failed } = tap;
  if (failed === 0 && (ending !== 0 || !tap.ended)) {
    failed = 1;
    complaints.push(
      tap.ended ? `it ended with ${ending}` : `it ended with ${ending} before its last test was over`,
    );
  }
  if (failed > 0) complaints.push(...stderr);
  return { ...tap, file, failed, seconds, complaints };
}

/** Counts of a TAP stream and the lines about what failed. tap closes the whole of a file with `# { total: 3, ... }`. */
async function readTap(stream, file) {
  let summary = null;
  let details = false;
  const complaints = [];
  for await (const line of createInterface({ input: stream })) {
    if (line.startsWith('# {') || line.startsWith('1..0')) summary = line;
    const failure = /^\s*not ok /.test(line) && !/ # (TODO|SKIP)/i.test(line);
    details = failure || /^Bail out/.test(line) || (details && !/^\s*(\.\.\.|ok |# Subtest)/.test(line));
    if (details) complaints.push(asSource(line));
  }
  const count = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary ?? '')?.[1] ?? 0);
  return {
    file,
    ended: summary !== null,
    passed: count('pass'),
    failed: count('fail'),
    skipped: count('skip'),
    complaints,
  };
}

async function readLines(stream) {
  const lines = [];
  for await (const line of createInterface({ input: stream })) lines.push(asSource(line));
  return lines;
}

/** Names the source where the JavaScript made of it is named; lines and columns are the same. */
const asSource = (line) => line.replace(/\.build\/((?:src|test|scripts)\/[\w./-]+)\.js\b/g, '$1.ts');

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended.
  }
}
