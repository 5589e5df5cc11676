/** Plain JavaScript of a process entry, so that a test may fork it often without a loader's start-up time. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Writes `entry` (a path inside the repository) and all that it imports by path into `folder`; its URL there. */
export function compiled(folder: string, entry: string): URL {
  const done = new Set<string>();
  const visit = (file: string) => {
    if (done.has(file)) return;
    done.add(file);
    const script = javascriptOf(path.join(root, file));
    const target = path.join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, script);
    for (const [, from = ''] of script.matchAll(/from '(\.[^']+)\.js'/g)) {
      visit(`${path.join(path.dirname(file), from)}.ts`);
    }
  };
  visit(entry);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return pathToFileURL(path.join(folder, entry.replace(/\.ts$/, '.js')));
}

function javascriptOf(file: string): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions }).outputText;
}
