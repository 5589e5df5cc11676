// npm run bench: every benchmark of scripts/bench in turn, or those named: npm run bench -- store
import { bootstrap, run } from '../dev/bootstrap.mjs';
import { builtPath, compile } from '../test/compile.mjs';

const names = ['bestcut', 'hub', 'photos', 'start', 'store', 'streams', 'vision'];
/** Those that count memory: the hub is compiled and started as it is installed, without what runs TypeScript. */
const compiled = ['streams'];
const [wanted, options] = [false, true].map((isOption) =>
  process.argv.slice(2).filter((each) => each.startsWith('--') === isOption),
);

if (wanted.length === 0 && options.includes('--help')) {
  console.log(
    `npm run bench -- [NAMES [--OPTION=VALUE]]\n\nRatios against a baseline of the same run. Benchmarks: ${names.join(', ')}`,
  );
  process.exit(0);
}

bootstrap();
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n# ${name}`);
  const script = `scripts/bench/${name}.ts`;
  if (compiled.includes(name)) await compile();
  const how = compiled.includes(name)
    ? ['--max-semi-space-size=2', builtPath(script)]
    : ['--import', './scripts/dev/typescript.mjs', script];
  run('node', [...how, ...options]);
}
