import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
      output: { entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
    },
  },
}));
