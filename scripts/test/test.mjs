// npm test: the tests from a bare clone, in parallel, with the coverage of the whole held to its floor.
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, buildWeb, root } from '../dev/bootstrap.mjs';

const HELP = `npm test -- [OPTIONS] [FILES]

Installs what is missing and runs the tests. FILES are test files or folders; without them and without a group everything
runs, and the coverage of src is held to its floor. Most files share a few processes; those that start programs have one
each.

  --group NAME    unit, system, page or firmware: npm run test:unit and so on
  --jobs N        files at a time (default: one more than there are cores)
  --alone         every file in a process of its own, to see whether one disturbs another
  --coverage      measure coverage of a part too, into coverage/lcov.info
  --list          say which group each file belongs to and why, and run nothing
  --help          this text`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    group: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism() + 1) },
    alone: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

bootstrap();
const { compile } = await import('./compile.mjs');
const { GROUPS, groupOf, isAlone, limitOf, testFiles } = await import('./groups.mjs');
const { runFiles } = await import('./run-files.mjs');
const { endWithThisProcess } = await import('./test-process.mjs');
const { memoryFolder } = await import('./memory-folder.mjs');
const coverage = await import('./coverage.mjs');

const chosen = choose();
if (options.list) {
  for (const { file, group, why } of chosen) console.log(`${group.padEnd(9)}${file}${why ? `: ${why}` : ''}`);
  process.exit(0);
}
const whole = options.group === undefined && positionals.length === 0;
const measured = whole || options.coverage;
await compile();
if (chosen.some(({ group }) => group === 'page')) buildWeb();
if (measured) coverage.beginCoverage();
const total = await runAll();
const covered = !measured || (await coverage.coverageHolds(whole)) || !whole;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 && covered ? 0 : 1);

/** Test files that were asked for, in the order in which they start. */
function choose() {
  if (options.group !== undefined && !GROUPS.includes(options.group))
    stop(`--group ${options.group}: there are ${GROUPS.join(', ')}`);
  const wanted = positionals.map((name) => path.relative(root, path.resolve(name)));
  const files = testFiles().filter(
    (file) => wanted.length === 0 || wanted.some((name) => file === name || file.startsWith(`${name}/`)),
  );
  const members = files
    .map((file) => ({ ...groupOf(file), file }))
    .filter(({ group }) => options.group === undefined || group === options.group)
    .sort((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group));
  if (members.length === 0) stop(`no test files: ${positionals.join(' ')}`);
  return members;
}

async function runAll() {
  endWithThisProcess();
  const memory = memoryFolder();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  await runFiles(
    chosen.map(({ file }) => file),
    {
      width: Number(options.jobs),
      isAlone: (file) => options.alone || isAlone(file),
      limitSeconds: (file) => limitOf(file, loadavg()[0] / availableParallelism()),
      environment: (name) => (measured ? coverage.coverageEnvironment(name) : {}),
      sharedEnvironment: memory === null ? {} : { TMPDIR: memory },
      onProcessEnd: (name) => {
        if (measured) coverage.collectCoverage(name);
      },
      onResult: (result) => {
        for (const kind of Object.keys(sum)) sum[kind] += result[kind];
        show(result);
      },
    },
  );
  if (sum.skipped > 0)
    console.log(`${sum.skipped} tests were skipped: what they need is not on this machine`);
  return sum;
}

function show({ file, passed, failed, skipped, seconds, complaints }) {
  const counts = `${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`;
  console.log(`${failed ? 'not ok' : 'ok'} ${file}: ${counts}, ${seconds.toFixed(1)} s`);
  for (const line of complaints) console.log(`  ${line}`);
}

function stop(message) {
  console.error(`petcam-hub: ${message}`);
  process.exit(1);
}
