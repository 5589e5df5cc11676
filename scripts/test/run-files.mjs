// Runs test files, several at a time, and judges each.
import { runAlone, SharedProcess } from './test-process.mjs';

/** Runs test files, given by their paths below the repository, in their order (run-files.d.mts says more). */
export async function runFiles(files, options) {
  const waiting = [...files];
  const work = async (_, index) => {
    const shared = new SharedProcess(`shared-${index + 1}`, options);
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const begun = performance.now();
      const limit = options.limitSeconds(file);
      const run = await (options.isAlone(file) ? runAlone(file, limit, options) : shared.run(file, limit));
      options.onResult(judge(file, (performance.now() - begun) / 1000, run));
    }
    await shared.end();
  };
  await Promise.all(Array.from({ length: options.width }, work));
}

function judge(file, seconds, { tap, said, left, ending }) {
  const { ended, complaints, ...counts } = readTap(tap);
  const wrong = left.map((what) => `it left behind ${what}`);
  if (!ended) wrong.push(`it ended with ${ending} before its last test was over`);
  // Failed assertions make the exit code.
  else if (ending !== 0 && counts.failed === 0) wrong.push(`it ended with ${ending}`);
  const failed = Math.max(counts.failed, wrong.length > 0 ? 1 : 0);
  // What a test printed may be more than a call takes arguments.
  const all = failed > 0 ? [...complaints, ...wrong, ...said] : complaints;
  return { file, ...counts, failed, seconds, complaints: all.map(asSource) };
}

/** Counts of a TAP stream and the lines about what failed. tap closes the whole of a file with `# { total: 3, ... }`. */
function readTap(lines) {
  let summary = null;
  let details = false;
  const complaints = [];
  for (const line of lines) {
    if (line.startsWith('# {') || line.startsWith('1..0')) summary = line;
    const failure = /^\s*not ok /.test(line) && !/ # (TODO|SKIP)/i.test(line);
    details = failure || /^Bail out/.test(line) || (details && !/^\s*(\.\.\.|ok |# Subtest)/.test(line));
    if (details) complaints.push(line);
  }
  const count = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary ?? '')?.[1] ?? 0);
  return {
    ended: summary !== null,
    passed: count('pass'),
    failed: count('fail'),
    skipped: count('skip'),
    complaints,
  };
}

/** Names the source where the JavaScript made of it is named; lines and columns are the same. */
const asSource = (line) => line.replace(/\.build\/((?:src|test|scripts)\/[\w./-]+)\.js\b/g, '$1.ts');
