/** The page's own files, as the worker keeps them. */

const cacheName = 'petcam-shell';
/** How long the hub may take to give the page before the kept one is shown. */
const networkTimeoutMs = 3000;

/** Answers a request for the page or one of its files; null for everything else, which goes its own way. */
export function shellAnswer(request: Request, origin: string): Promise<Response> | null {
  const { origin: from, pathname } = new URL(request.url);
  if (from !== origin || request.method !== 'GET') return null;
  if (request.mode === 'navigate') return pathname === '/' ? pageAnswer(request) : null;
  return pathname.startsWith('/assets/') ? fileAnswer(request) : null;
}

/** Keeps the newest page with the files it names, and forgets the files of the ones before. */
export async function freshenShell(): Promise<void> {
  await keepPage(await fetch('/', { cache: 'no-cache' }));
}

async function keepPage(page: Response): Promise<void> {
  if (!page.ok) return;
  const cache = await caches.open(cacheName);
  const files = filesOf(await page.clone().text());
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const missing = files.filter((file) => !kept.includes(file));
  await cache.addAll(missing);
  if (missing.length > 0) {
    const stale = kept.filter((path) => path.startsWith('/assets/') && !files.includes(path));
    await Promise.all(stale.map((path) => cache.delete(path)));
  }
  await cache.put('/', page);
}

/** Files that the page loads first; the rest is kept when it is asked for. */
const filesOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);

/** The hub's page when it is there in time, else the kept one. */
async function pageAnswer(request: Request): Promise<Response> {
  const kept = await caches.match('/', { cacheName });
  const fetched = fetch(request).then((page) => {
    void keepPage(page.clone()).catch(() => undefined);
    return page;
  });
  if (!kept) return fetched;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), networkTimeoutMs));
  return Promise.race([fetched.catch(() => kept), late]);
}

/** Files are named by what is in them: one that is kept is the right one. */
async function fileAnswer(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName });
  if (kept) return kept;
  const file = await fetch(request);
  if (file.ok) await (await caches.open(cacheName)).put(request, file.clone());
  return file;
}
