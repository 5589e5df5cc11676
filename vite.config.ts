import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

type Graph = { getModuleInfo(id: string): { importedIds: readonly string[] } | null };

/**
 * Puts whatever the page needs at first into one file. Each screen that is fetched later would split a few lines off it
 * otherwise, and many small files are more bytes, compressed, than one. What the worker needs stays apart.
 */
function firstLoad(page: string, worker: string) {
  let first: Set<string> | null = null;
  return (id: string, graph: Graph): string | undefined => {
    first ??= without(reachable(page, graph), reachable(worker, graph));
    return first.has(id) ? 'first' : undefined;
  };
}

const without = (all: Set<string>, some: Set<string>): Set<string> =>
  new Set([...all].filter((id) => !some.has(id)));

/** The modules that one needs before it can run. */
function reachable(entry: string, { getModuleInfo }: Graph): Set<string> {
  const found = new Set<string>();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** The web page: sources in src/web, built into dist/web, which the hub serves beside its API. */
export default defineConfig(({ command }) => ({
  root: at('src/web'),
  // The page works at the root of its host and below any path.
  base: './',
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: command === 'serve' })],
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    target: ['es2022', 'safari16.4', 'chrome108', 'firefox115'],
    // The hub's content security policy allows no `data:` scripts or styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What is fetched later fetches its own parts; only the first page is told of them beforehand.
      resolveDependencies: (_file, parts, { hostType }) => (hostType === 'html' ? parts : []),
    },
    rollupOptions: {
      input: { page: at('src/web/index.html'), worker: at('src/web/worker/worker.ts') },
      // The worker's address never changes, and has to be at the root: a worker is in charge of what lies below it.
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        manualChunks: firstLoad(at('src/web/main.tsx'), at('src/web/worker/worker.ts')),
      },
    },
  },
}));
