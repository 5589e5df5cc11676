import t, { type Test } from 'tap';
import { type Result, runFiles } from '../../../scripts/test/run-files.mjs';

/** Runs fixtures one after another; the processes are named in the order in which they ended. */
async function run(names: string[], { alone = false } = {}) {
  const results: Result[] = [];
  const processes: string[] = [];
  await runFiles(
    names.map((name) => `test/scripts/test/fixtures/${name}.ts`),
    {
      width: 1,
      isAlone: () => alone,
      limitSeconds: (file) => (/keeps|never/.test(file) ? 8 : 100),
      environment: () => ({}),
      onResult: (result) => results.push(result),
      onProcessEnd: (name) => processes.push(name),
    },
  );
  return { results, processes };
}

function holds(t: Test, result: Result | undefined, passed: number) {
  t.match(result, { passed, failed: 0, skipped: 0, complaints: [] });
}

t.jobs = 4;

t.test('files share one process and are counted apart', async (t) => {
  const { results, processes } = await run(['passes', 'fails', 'passes-too']);
  t.strictSame(processes, ['shared-1.1']);
  holds(t, results[0], 2);
  holds(t, results[2], 1);
  t.match(results[1], { passed: 1, failed: 1 });
  const complaints = results[1]?.complaints.join('\n') ?? '';
  t.match(complaints, /not ok 2 - one is two/);
  t.match(complaints, /said on the way/);
  t.match(complaints, /test\/scripts\/test\/fixtures\/fails\.ts/, 'the source, not what was compiled');
});

t.test('a file alone has a process of its name', async (t) => {
  const { results, processes } = await run(['passes', 'passes'], { alone: true });
  t.strictSame(processes, Array(2).fill('test/scripts/test/fixtures/passes.ts'));
  for (const result of results) holds(t, result, 2);
});

for (const [name, passed, line] of [
  ['throws-later', 2, 6],
  ['rejects-later', 1, 5],
] as const)
  t.test(`an error that nobody waits for fails its file: ${name}`, async (t) => {
    const { results, processes } = await run([name, 'passes']);
    t.match(results[0], { passed, failed: 1 });
    const complaints = results[0]?.complaints.join('\n') ?? '';
    t.match(complaints, /not ok \d - nobody waits for this/);
    t.ok(complaints.includes(`test/scripts/test/fixtures/${name}.ts:${line}:`), 'says where it was thrown');
    holds(t, results[1], 2);
    t.strictSame(processes, ['shared-1.1']);
  });

t.test('what a file leaves behind fails it and reaches no other', async (t) => {
  const { results, processes } = await run(['changes-process', 'passes']);
  t.match(results[0], { passed: 1, failed: 1 });
  t.strictSame(results[0]?.complaints, [
    'it left behind the environment variable LEFT_BEHIND',
    'it left behind a listener of process for SIGHUP',
    'it left behind the global structuredClone',
    'it left behind the working directory /',
  ]);
  holds(t, results[1], 2);
  t.strictSame(processes, ['shared-1.1', 'shared-1.2']);
});

for (const alone of [false, true])
  t.test(`a file that does not end is ended at its limit, ${alone ? 'alone' : 'among others'}`, async (t) => {
    const { results } = await run(['keeps-timer', 'never-ends', 'passes'], { alone });
    for (const result of results.slice(0, 2)) t.equal(result.failed, 1, result.file);
    t.match(results[0]?.complaints.join('\n'), alone ? /SIGALRM/ : /left behind an open Timeout/);
    t.match(results[1]?.complaints.join('\n'), alone ? /test unfinished/ : /timeout![\s\S]*something comes/);
    holds(t, results[2], 2);
  });

for (const alone of [false, true])
  t.test(`a file that ends its process fails, ${alone ? 'alone' : 'among others'}`, async (t) => {
    const { results } = await run(['exits', 'passes'], { alone });
    t.equal(results[0]?.failed, 1);
    t.match(results[0]?.complaints.join('\n'), alone ? /test unfinished/ : /it ended with 3 before/);
    holds(t, results[1], 2);
  });
