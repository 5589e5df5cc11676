// Merges gcov's JSON (one document a line) from standard input: line coverage of core/, file by file and in all.
// Usage: gcov --json-format --stdout *.gcda | node coverage.mjs MINIMUM
import { readFileSync } from 'node:fs';

const minimum = Number(process.argv[2]);
const files = new Map();
for (const document of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  for (const { file, lines } of JSON.parse(document).files) {
    if (!file.includes('core/')) continue;
    const hits = files.get(file) ?? new Map();
    for (const { line_number: line, count } of lines) hits.set(line, (hits.get(line) ?? 0) + count);
    files.set(file, hits);
  }
}

let covered = 0;
let total = 0;
for (const [file, hits] of [...files].sort()) {
  const missed = [...hits].filter(([, count]) => count === 0).map(([line]) => line);
  covered += hits.size - missed.length;
  total += hits.size;
  const share = ((100 * (hits.size - missed.length)) / hits.size).toFixed(1).padStart(5);
  console.log(
    `${share} %  ${file.split('/').slice(-2).join('/')}${missed.length > 0 ? `  not: ${missed.sort((a, b) => a - b).join(' ')}` : ''}`,
  );
}
const share = (100 * covered) / total;
console.log(`${share.toFixed(2)} % of ${total} lines of core`);
if (total === 0 || share < minimum) {
  console.error(`below ${minimum} %`);
  process.exitCode = 1;
}
