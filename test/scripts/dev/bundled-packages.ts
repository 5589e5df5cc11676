import { statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { Type } from 'typebox';
import { bundlePackages } from '../../../scripts/dev/bundled-packages.mjs';
import { temporaryFolder } from '../../support/folder.js';

t.test('a bundle says the same as the package, and is made once', async (t) => {
  const folder = temporaryFolder(t);
  await bundlePackages(folder);
  const file = path.join(folder, 'node_modules', 'typebox', 'compile.mjs');
  const { Compile }: typeof import('typebox/compile') = await import(pathToFileURL(file).href);
  const camera = Compile(Type.Object({ name: Type.String({ minLength: 1 }), battery: Type.Integer() }));
  t.ok(camera.Check({ name: 'Porch', battery: 81 }));
  t.notOk(camera.Check({ name: '', battery: 81 }));
  t.same(
    camera.Errors({ name: 'Porch', battery: 'full' }).map(({ instancePath }) => instancePath),
    ['/battery'],
  );
  const { mtimeMs } = statSync(file);
  await bundlePackages(folder);
  t.equal(statSync(file).mtimeMs, mtimeMs);
});
