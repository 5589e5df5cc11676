// npm run bench: every scripts/bench-*.ts in turn, or those named: npm run bench -- store
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, root, run } from './bootstrap.mjs';

const names = readdirSync(path.join(root, 'scripts'))
  .map((file) => /^bench-(.*)\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined);
const wanted = process.argv.slice(2);

if (wanted.includes('--help')) {
  console.log(
    `npm run bench -- [NAMES]\n\nRatios against a baseline of the same run. Benchmarks: ${names.join(', ')}`,
  );
  process.exit(0);
}

bootstrap();
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n# ${name}`);
  run('node', ['--import', './scripts/typescript.mjs', `scripts/bench-${name}.ts`]);
}
