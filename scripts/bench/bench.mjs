// npm run bench: every benchmark of scripts/bench in turn, or those named: npm run bench -- store
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  if (compiled.includes(name)) run(ownNode(), ['--max-semi-space-size=2', builtPath(script), ...options]);
  else run('node', ['--import', './scripts/dev/typescript.mjs', script, ...options]);
}

/** A copy of Node, gone when this ends: of a program that others run as well, only a share is counted. */
function ownNode() {
  const folder = mkdtempSync(path.join(tmpdir(), 'petcam-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const node = path.join(folder, 'node');
  copyFileSync(process.execPath, node);
  return node;
}
