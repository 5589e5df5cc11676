import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { models } from '../../src/cli/models.js';
import { readConfig } from '../../src/core/config/config.js';
import { temporaryFolder } from '../support/folder.js';

const shipped = new URL('../../models/', import.meta.url).pathname;

/** Runs the command and gives its lines and the exit code it asked for. */
async function run(...args: string[]) {
  const lines: string[] = [];
  await models.run(args, { config: () => readConfig({}), version: '0', print: (line) => lines.push(line) });
  const code = process.exitCode ?? 0;
  process.exitCode = 0;
  return { text: lines.join('\n'), code };
}

/** A folder with the small upscaler alone, whose entry the test may spoil. */
function folderWith(t: Test, change: (entry: Record<string, unknown>) => object): string {
  const folder = temporaryFolder(t);
  const { version, models: all } = JSON.parse(readFileSync(path.join(shipped, 'manifest.json'), 'utf8'));
  const small = all.find(({ name }: { name: string }) => name === 'upscale-x2');
  copyFileSync(path.join(shipped, small.file), path.join(folder, small.file));
  writeFileSync(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ version, models: [{ ...small, ...change(small) }] }),
  );
  return folder;
}

t.test('the models that come with the hub are all well', async (t) => {
  const { text, code } = await run();
  t.equal(code, 0);
  t.match(text, /nanodet-416 +detect +7\.6 MB +Apache-2\.0 +ok/);
  t.notMatch(text, /sha|shape/i);
});

t.test('a file that is another one, missing or of another shape is named', async (t) => {
  const issue = async (change: (entry: Record<string, unknown>) => object) => {
    const { text, code } = await run('--folder', folderWith(t, change), '--json');
    t.equal(code, 1);
    return JSON.parse(text)[0].trouble;
  };
  t.match(await issue(() => ({ sha256: 'a'.repeat(64) })), /not the declared file/);
  t.match(await issue(() => ({ file: 'elsewhere.onnx' })), /elsewhere/);
  const renamed = ({ outputs }: Record<string, unknown>) => ({
    outputs: (outputs as object[]).map((output) => ({ ...output, name: 'something-else' })),
  });
  t.match(await issue(renamed), /something-else/);
});
