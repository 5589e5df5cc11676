// npm run bench: every benchmark of scripts/bench in turn, or those named: npm run bench -- store
import { bootstrap, run } from '../dev/bootstrap.mjs';

const names = ['bestcut', 'hub', 'store', 'vision'];
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
  run('node', ['--import', './scripts/dev/typescript.mjs', `scripts/bench/${name}.ts`]);
}
