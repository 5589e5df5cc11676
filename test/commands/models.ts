import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { models } from '../../src/commands/models.js';
import { readConfig } from '../../src/config.js';
import { temporaryFolder } from '../rig/folder.js';

const shipped = fileURLToPath(new URL('../../models', import.meta.url));

/** What the command prints, and the error it ends with. */
async function run(...args: string[]) {
  const lines: string[] = [];
  const surroundings = {
    config: () => readConfig({}),
    version: '0.0.0',
    print: (line: string) => lines.push(line),
  };
  const error = await models.run(args, surroundings).catch((thrown: unknown) => thrown);
  return { out: lines.join('\n'), error };
}

t.test('the models that ship all hold', async (t) => {
  const { out, error } = await run();
  t.equal(error, undefined);
  t.match(out, /^nanodet-416 +detect +7\.6 MB +Apache-2\.0 +holds$/m);
  const listed = JSON.parse((await run('--json')).out).models;
  const declared = JSON.parse(readFileSync(path.join(shipped, 'manifest.json'), 'utf8')).models;
  t.strictSame(
    listed.map(({ name, fault }: { name: string; fault: unknown }) => [name, fault]),
    declared.map(({ name }: { name: string }) => [name, null]),
  );
});

t.test('models that do not hold are named with the reason, the others are still proven', async (t) => {
  const folder = path.join(temporaryFolder(t), 'models');
  cpSync(shipped, folder, { recursive: true });
  rmSync(path.join(folder, 'nanodet-416.onnx'));
  const { out, error } = await run('--folder', folder);
  t.match(out, /nanodet-416 .*model-missing: .*ENOENT/);
  t.match(out, /upscale-x2 .* holds/);
  t.match(error, { name: 'Fault', code: 'models-unsound', message: /^1 of/ });
});

t.test("an owner's own model that does not fit its entry", async (t) => {
  const folder = path.join(temporaryFolder(t), 'models');
  cpSync(shipped, folder, { recursive: true });
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.models[0].inputs[0].shape = [1, 3, 640, 640];
  writeFileSync(file, JSON.stringify(manifest));
  const { out, error } = await run('--folder', folder, '--json');
  t.match(JSON.parse(out).models[0].fault, {
    code: 'model-shape',
    message: /640,640.*the file has.*416,416/,
  });
  t.type(error, Error);
});
