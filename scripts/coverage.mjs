// Holds the coverage of src (the web page apart) to its floor. The floor is only ever raised.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './bootstrap.mjs';

const FLOOR = { lines: 98, branches: 98 };

/** Prints what is below the floor and says whether the whole is not. A file that no test loads counts as empty. */
export function coverageHolds() {
  const files = parseLcov(readFileSync(path.join(root, '.tap', 'report', 'lcov.info'), 'utf8'));
  const unloaded = sources('src').filter((file) => !files.has(file) && hasCode(file));
  for (const file of unloaded) {
    console.log(`coverage: no test loads ${file}`);
    files.set(file, { lines: [lineCount(file), 0], branches: [0, 0] });
  }
  const holds = Object.keys(FLOOR).map((kind) => report(kind, files));
  return holds.every(Boolean);
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
    if (!file?.startsWith('src/') || file.startsWith('src/web/')) continue;
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
