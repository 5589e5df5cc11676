import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { appearanceModelOf, basisOf } from '../../../src/imaging/vision/basis.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('another program or other models are another basis', async (t) => {
  const folder = temporaryFolder(t);
  const without = await basisOf('1.0.0', folder);
  const manifest = path.join(folder, 'manifest.json');
  writeFileSync(manifest, '{"models": []}');
  const first = await basisOf('1.0.0', folder);
  t.match(first, /^[0-9a-f]{16}$/);
  t.equal(await basisOf('1.0.0', folder), first);
  writeFileSync(manifest, '{"models": [1]}');
  const names = [without, first, await basisOf('1.0.0', folder), await basisOf('1.0.1', folder)];
  t.equal(new Set(names).size, 4);
});

t.test('the model that says what pets look like has a name with its version, or there is none', async (t) => {
  const shipped = fileURLToPath(new URL('../../../models', import.meta.url));
  t.match(await appearanceModelOf(shipped), /^pet-appearance-192 [0-9a-f]{12}$/);
  const folder = temporaryFolder(t);
  t.equal(await appearanceModelOf(folder), null, 'no manifest');
  writeFileSync(path.join(folder, 'manifest.json'), '{"version":1,"models":[]}');
  t.equal(await appearanceModelOf(folder), null, 'no such model');
});
