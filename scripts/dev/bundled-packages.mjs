// Packages of hundreds of small files, each made one file of JavaScript. Node spends half a second of processor time and
// 25 MB of memory on the files of typebox in every process that loads it, and a tenth of that on the bundle.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap.mjs';

/** What is bundled, together, so that the second uses the first and not a copy of it. */
const PACKAGES = ['typebox', '@fastify/type-provider-typebox'];

/**
 * Writes the bundles into `node_modules` of a folder of built JavaScript, unless they are there in these versions. What
 * is in the folder finds them there before it finds the packages of the repository.
 */
export async function bundlePackages(folder) {
  const { build, version } = await import('esbuild');
  const stamp = path.join(folder, 'node_modules', 'bundled');
  const manifests = PACKAGES.map(manifestOf);
  const state = [version, ...manifests.map((manifest) => `${manifest.name} ${manifest.version}`)].join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  // Renamed into place when it is whole: another run may be reading what is there.
  const partial = path.join(folder, `node_modules.${process.pid}`);
  await build({
    absWorkingDir: root,
    entryPoints: manifests.flatMap(entryPoints),
    outdir: partial,
    bundle: true,
    // Loaded from where it is: the rest of the hub uses it as well.
    external: ['ajv-formats'],
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'inline',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'typebox/shared-[hash]',
  });
  for (const manifest of manifests) writeManifest(partial, manifest);
  writeFileSync(path.join(partial, 'bundled'), state);
  rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
  renameSync(partial, path.join(folder, 'node_modules'));
}

const folderOf = (name) => path.join(root, 'node_modules', name);

const manifestOf = (name) => JSON.parse(readFileSync(path.join(folderOf(name), 'package.json'), 'utf8'));

/** What other programs import of a package: `.` and its parts, which all packages here name by a file for `import`. */
const importedFiles = ({ exports }) =>
  Object.entries(exports)
    .map(([part, { import: target }]) => [part, target?.default ?? target])
    .filter(([, file]) => file !== undefined);

const bundleOf = (part) => (part === '.' ? 'index' : part.slice('./'.length));

function entryPoints(manifest) {
  return importedFiles(manifest).map(([part, file]) => ({
    in: path.join(folderOf(manifest.name), file),
    out: path.join(manifest.name, bundleOf(part)),
  }));
}

function writeManifest(folder, { name, version, license, exports }) {
  const files = importedFiles({ exports }).map(([part]) => [part, `./${bundleOf(part)}.mjs`]);
  const manifest = { name, version, license, type: 'module', exports: Object.fromEntries(files) };
  writeFileSync(path.join(folder, name, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
