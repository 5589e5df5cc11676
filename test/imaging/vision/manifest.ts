import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { findModel, readManifest, readModel } from '../../../src/imaging/vision/manifest.js';
import type { ModelEntry } from '../../../src/imaging/vision/model-entry.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import { temporaryFolder } from '../../support/folder.js';

const models = fileURLToPath(new URL('../../../models', import.meta.url));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const content = Buffer.from('the bytes of a model');

/** A sound entry for `content`, with what a test changes in it. */
function entryOf(change: Record<string, unknown> = {}) {
  return {
    name: 'finder',
    task: 'detect',
    file: 'finder.onnx',
    sha256: sha256(content),
    bytes: content.length,
    licence: 'MIT',
    source: 'made up for this test',
    made: 'by this test',
    inputs: [{ name: 'image', type: 'uint8', shape: [1, 'height', 'width', 3] }],
    outputs: [{ name: 'scores', type: 'float32', shape: [1, 80] }],
    preprocess: 'none',
    postprocess: 'none',
    ...change,
  };
}

function folderWith(t: Test, manifest: unknown): string {
  const folder = path.join(temporaryFolder(t), 'models');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'finder.onnx'), content);
  return folder;
}

t.test('every model that ships is the declared one, opens, and fits its entry', async (t) => {
  const manifest = await readManifest(models);
  t.ok(manifest.models.length > 0);
  for (const entry of manifest.models) {
    const session = await openModel(manifest, entry, 1);
    await session.release();
    t.pass(entry.name);
  }
});

t.test('every model that ships has a card that names it', async (t) => {
  const cards = readFileSync(path.join(models, 'README.md'), 'utf8');
  for (const { name, licence } of (await readManifest(models)).models) {
    t.match(cards, new RegExp(`^## .*\\b${name}\\b`, 'm'));
    for (const part of licence.split(' AND ')) t.match(cards, part);
  }
});

t.test('a manifest is found, read and searched by task and name', async (t) => {
  const second = entryOf({ name: 'finder-2', options: { side: 64 } });
  const folder = folderWith(t, { version: 1, models: [entryOf(), second] });
  const manifest = await readManifest(folder);
  t.equal(findModel(manifest, 'detect').name, 'finder', 'the first is used');
  t.strictSame(findModel(manifest, 'detect', 'finder-2').options, { side: 64 });
  t.throws(() => findModel(manifest, 'upscale'), {
    name: 'Fault',
    code: 'model-missing',
    message: /upscale/,
  });
  t.throws(() => findModel(manifest, 'detect', 'third'), { code: 'model-missing', message: /third/ });
});

t.test('a manifest that is not as described names every fault', async (t) => {
  const broken = entryOf({ name: 'Not A Name', sha256: 'short', task: 'guess' });
  const folder = folderWith(t, { version: 1, models: [broken] });
  await t.rejects(readManifest(folder), {
    name: 'Fault',
    code: 'model-manifest',
    message: /\/models\/0\/name.*\/models\/0\/task.*\/models\/0\/sha256/,
  });
});

t.test('an entry cannot point out of its folder', async (t) => {
  for (const file of ['../finder.onnx', '/etc/finder.onnx', 'a/finder.onnx', '.onnx', 'finder.bin']) {
    const folder = folderWith(t, { version: 1, models: [entryOf({ file })] });
    await t.rejects(readManifest(folder), { code: 'model-manifest' }, file);
  }
});

t.test('a manifest that is missing, no JSON, or names one model twice', async (t) => {
  await t.rejects(readManifest(temporaryFolder(t)), { code: 'model-manifest', message: /ENOENT/ });
  const folder = folderWith(t, { version: 1, models: [entryOf(), entryOf()] });
  await t.rejects(readManifest(folder), { code: 'model-manifest', message: /finder/ });
  writeFileSync(path.join(folder, 'manifest.json'), '{');
  await t.rejects(readManifest(folder), { code: 'model-manifest', message: /JSON/ });
});

t.test('a model is read only when it is the declared file', async (t) => {
  const folder = folderWith(t, { version: 1, models: [entryOf()] });
  const manifest = await readManifest(folder);
  const entry = manifest.models[0] as ModelEntry;
  t.equal(Buffer.from(await readModel(manifest, entry)).toString(), content.toString());

  const file = path.join(folder, 'finder.onnx');
  writeFileSync(file, Buffer.from(content).fill(1, 0, 1));
  await t.rejects(readModel(manifest, entry), { name: 'Fault', code: 'model-hash', message: /sha256/ });
  writeFileSync(file, 'longer than the bytes of the model');
  await t.rejects(readModel(manifest, entry), { code: 'model-hash', message: /34 bytes/ });
  rmSync(file);
  await t.rejects(readModel(manifest, entry), { code: 'model-missing', hint: /put back/ });
});

t.test('a declared file that is no model', async (t) => {
  const manifest = await readManifest(folderWith(t, { version: 1, models: [entryOf()] }));
  await t.rejects(openModel(manifest, manifest.models[0] as ModelEntry, 1), {
    name: 'Fault',
    code: 'model-shape',
    message: /finder/,
  });
});
