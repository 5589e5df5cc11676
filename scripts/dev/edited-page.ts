/** The web page of development, from its sources: an edit shows at once, and nothing is built. */
import path from 'node:path';
import { createServer } from 'vite';
import type { Pages } from '../../src/server/api/http/pages.js';

const root = path.join(import.meta.dirname, '../..');

/** Where the modules are, away from the addresses of the API: `/cameras/camera.tsx` would be a camera. */
const BASE = '/sources/';

const POLICY = 'content-security-policy';

/** A worker of a built page keeps that page; this one takes it out of the browser. */
const NO_WORKER = 'self.addEventListener("install", () => self.registration.unregister());';

/**
 * Serves the page in `folder` through Vite's development server, inside the hub. The content security policy is the hub's
 * with inline styles, which Vite uses. Word of an edit comes over the port without TLS alone.
 */
export const editedPages =
  (folder: string): Pages =>
  async (scope) => {
    const vite = await createServer({
      configFile: path.join(root, 'vite.config.ts'),
      root: folder,
      base: BASE,
      appType: 'mpa',
      clearScreen: false,
      logLevel: 'warn',
      server: {
        middlewareMode: true,
        // The hub has refused names that are not its own before this.
        allowedHosts: true,
        fs: { allow: [folder, root] },
        hmr: { server: scope.server },
      },
    });
    scope.addHook('preClose', () => vite.close());
    scope.get('/worker.js', async (_request, reply) => reply.type('text/javascript').send(NO_WORKER));
    scope.get('/*', (request, reply) => {
      const policy = String(reply.raw.getHeader(POLICY)).replace('style-src', "style-src 'unsafe-inline'");
      reply.raw.setHeader(POLICY, policy);
      reply.hijack();
      const { url = '/' } = request.raw;
      if (!url.startsWith(BASE)) request.raw.url = BASE + url.slice(1);
      vite.middlewares(request.raw, reply.raw, (fault?: unknown) =>
        reply.raw.writeHead(fault ? 500 : 404).end(),
      );
    });
  };
