// Holds the coverage of src (the web page apart) to its floor. The floor is only ever raised.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from '../dev/bootstrap.mjs';
import { BUILT } from './compile.mjs';

const FLOOR = { lines: 98, branches: 98 };

/** Where each process of tests, and what it starts, leaves what it ran, and where it is kept once reduced to our own sources. */
const RAW = path.join(root, 'coverage', 'raw');
const KEPT = path.join(root, 'coverage', 'kept');
const SOURCES = pathToFileURL(path.join(BUILT, 'src', '/')).href;

/** Forgets the run before. */
export function beginCoverage() {
  rmSync(path.dirname(RAW), { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
}

/** Environment in which a process of tests, by its name, and every process that it starts leave their coverage. */
export const coverageEnvironment = (name) => ({ NODE_V8_COVERAGE: rawFolder(name) });

/** Takes over what a process of tests left. All but our own sources goes: it is most of the bytes. */
export function collectCoverage(name) {
  const folder = rawFolder(name);
  // A process that was killed leaves nothing.
  if (!existsSync(folder)) return;
  for (const report of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(path.join(folder, report), 'utf8'));
    const ours = result.filter(({ url }) => url.startsWith(SOURCES) && !url.startsWith(`${SOURCES}web/`));
    if (ours.length > 0) writeFileSync(path.join(KEPT, report), JSON.stringify({ result: ours }));
  }
  rmSync(folder, { recursive: true });
}

const rawFolder = (name) => path.join(RAW, name.replaceAll('/', '+'));

/**
 * Writes coverage/lcov.info, prints what is below the floor and says whether the whole is not. When every test has run, a
 * file that none loads counts as empty.
 */
export async function coverageHolds(everyTestRan) {
  const files = await measure();
  const missed = everyTestRan ? sources('src').filter((file) => !files.has(file) && hasCode(file)) : [];
  for (const file of missed) {
    console.log(`coverage: no test loads ${file}`);
    files.set(file, { lines: [lineCount(file), 0], branches: [0, 0] });
  }
  const holds = Object.keys(FLOOR).map((kind) => report(kind, files));
  return holds.every(Boolean);
}

/** Lines and branches of each source file: how many there are and how many ran. */
async function measure() {
  const { Report } = await import('c8');
  const report = new Report({
    include: [`${path.basename(BUILT)}/src/**`],
    exclude: [],
    excludeNodeModules: false,
    reporter: ['lcovonly'],
    reportsDirectory: path.dirname(RAW),
    tempDirectory: KEPT,
    resolve: '',
  });
  await report.run();
  const lcov = path.join(path.dirname(RAW), 'lcov.info');
  const text = readFileSync(lcov, 'utf8')
    .replace(/^SF:.*?\/?(src\/.*)\.js$/gm, 'SF:$1.ts')
    .split('end_of_record')
    .map(withoutModuleBranch)
    .join('end_of_record');
  writeFileSync(lcov, text);
  return parseLcov(text);
}

/** V8 counts the module as a whole as a branch, which whoever loads it takes: it would only flatter. */
function withoutModuleBranch(record) {
  if (!/^BRDA:1,0,/m.test(record)) return record;
  return record
    .replace(/^BRDA:1,0,.*\n/m, '')
    .replace(/^(BRF|BRH):(\d+)$/gm, (_, kind, count) => `${kind}:${count - 1}`);
}

function report(kind, files) {
  const sum = [0, 0];
  for (const [file, counts] of files) {
    const [found, hit] = counts[kind];
    sum[0] += found;
    sum[1] += hit;
    if (found > 0 && (100 * hit) / found < FLOOR[kind])
      console.log(`coverage: ${file}: ${hit} of ${found} ${kind}`);
  }
  const percent = (100 * sum[1]) / sum[0];
  console.log(`coverage: ${percent.toFixed(2)}% of ${kind} (floor ${FLOOR[kind]}%)`);
  return percent >= FLOOR[kind];
}

function parseLcov(text) {
  const files = new Map();
  for (const record of text.split('end_of_record')) {
    const file = /^SF:(.*)$/m.exec(record)?.[1];
    const number = (key) => Number(new RegExp(`^${key}:(\\d+)$`, 'm').exec(record)?.[1] ?? 0);
    if (file)
      files.set(file, { lines: [number('LF'), number('LH')], branches: [number('BRF'), number('BRH')] });
  }
  return files;
}

function sources(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('src/web/'));
}

/** False for files of types only, which leave nothing to run. */
function hasCode(file) {
  const source = readFileSync(path.join(root, file), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, removeComments: true },
  });
  return outputText.replace('export {};', '').trim() !== '';
}

const lineCount = (file) => readFileSync(path.join(root, file), 'utf8').split('\n').length;
