/** docs/ARCHITECTURE.md says which folder may import which; here the real imports are compared with its tables. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { listIn, namesIn, tableOf } from './support/document.js';
import {
  type Arrow,
  arrows,
  folderOf,
  imports,
  sources,
  textOf,
  topOf,
  withoutExtension,
} from './support/imports.js';
import { repository } from './support/program.js';

const PAGE = 'ARCHITECTURE.md';

interface Row {
  folder: string;
  values: string[];
  types: string[];
}

const rowsOf = (heading: string): Row[] =>
  tableOf(PAGE, heading).map(([name, , values, types]) => ({
    folder: namesIn(name)[0] ?? '',
    values: listIn(values),
    types: listIn(types),
  }));

const top = rowsOf('## The folders');
const inner = rowsOf('### Inside the folders');
const innerNames = new Set(inner.map(({ folder }) => folder));
const topArrows = arrows(topOf);
/** Below the top, the folders of the same top folder keep their names; the others count as a whole. */
const innerArrows = arrows(
  (folder) => folder,
  (from, to) => (topOf(from) === topOf(to) ? to : topOf(to)),
).filter(({ from, to }) => innerNames.has(from) && (to !== 'core' || topOf(from) === 'core'));

const said = (rows: Row[]) =>
  rows
    .flatMap(({ folder, values, types }) => [
      ...values.map((to) => `${folder} -> ${to}`),
      ...types.map((to) => `${folder} -> ${to} (types)`),
    ])
    .sort();
const seen = (list: Arrow[]) =>
  list.map(({ from, to, typeOnly }) => `${from} -> ${to}${typeOnly ? ' (types)' : ''}`).sort();

t.test('the tables name every folder', async (t) => {
  const folders = [...new Set(sources.map(folderOf))];
  t.strictSame(top.map(({ folder }) => folder).sort(), [...new Set(folders.map(topOf))].sort());
  t.strictSame(
    folders.filter((folder) => folder.includes('/') && !innerNames.has(folder)),
    [],
  );
});

t.test('folders import what their rows say, and the rows say nothing else', async (t) => {
  t.strictSame(seen(topArrows), said(top));
  t.strictSame(seen(innerArrows), said(inner));
});

t.test('no arrow points up', async (t) => {
  const height = new Map([...top, ...inner].map(({ folder }, index) => [folder, index]));
  const isUp = ({ from, to }: Arrow) => (height.get(from) ?? -1) > (height.get(to) ?? -1);
  const topOnly = new Map(top.map(({ folder }, index) => [folder, index]));
  const upward = topArrows.filter(({ from, to }) => (topOnly.get(from) ?? -1) > (topOnly.get(to) ?? -1));
  const innerUp = innerArrows.filter(
    (arrow) => topOf(arrow.from) === topOf(arrow.to) && !arrow.typeOnly && isUp(arrow),
  );
  t.comment(`${top.length} folders, ${topArrows.length} arrows, ${upward.length} upward`);
  t.comment(`${inner.length} folders inside, ${innerArrows.length} arrows, ${innerUp.length} upward`);
  t.strictSame(seen(upward), []);
  t.strictSame(seen(innerUp), []);
});

t.test('no import cycle', async (t) => {
  const edges = new Map<string, string[]>();
  for (const { file, to } of imports.filter(({ inside, typeOnly }) => inside && !typeOnly)) {
    const from = withoutExtension(file);
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  t.strictSame(
    [...edges.keys()].filter((file) => reaches(edges, file, file)),
    [],
  );
});

function reaches(
  edges: Map<string, string[]>,
  from: string,
  goal: string,
  seen = new Set<string>(),
): boolean {
  return (edges.get(from) ?? []).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(edges, next, goal, seen);
  });
}

t.test('each package that touches the outside is imported where its row says', async (t) => {
  const rows = tableOf(PAGE, '### Packages that touch the outside');
  const owners = new Map(rows.map(([name, homes]) => [namesIn(name)[0] ?? '', listIn(homes)]));
  const outside = imports.filter(({ to, typeOnly }) => owners.has(to) && !typeOnly);
  const isAtHome = (file: string, home: string) =>
    file === home || (home.endsWith('/') && file.startsWith(home));
  t.strictSame(
    outside.filter(({ file, to }) => !owners.get(to)?.some((home) => isAtHome(file, home))),
    [],
  );
  const unused = [...owners].flatMap(([name, homes]) =>
    homes.filter((home) => !outside.some(({ file, to }) => to === name && isAtHome(file, home))),
  );
  t.strictSame(unused, []);
});

t.test('only process entries read the environment', async (t) => {
  const entries = ['main.ts', 'imaging/main.ts', 'cameras/simulator/main.ts'];
  t.strictSame(
    sources.filter((file) => !entries.includes(file) && /process\.env\b/.test(textOf(file))),
    [],
  );
});

t.test('scripts import from test only what is there for both', async (t) => {
  const scripts = path.join(repository, 'scripts');
  const files = readdirSync(scripts, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.m?ts$/.test(file),
  );
  const strays = files.filter((file) =>
    /from '[./]*\/test\/(?!support\/)/.test(readFileSync(path.join(scripts, file), 'utf8')),
  );
  t.strictSame(strays, []);
});

t.test('no file hides what lives in it', async (t) => {
  t.strictSame(
    sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared|lib|index)(\/|\.tsx?$)/.test(file)),
    [],
  );
});
