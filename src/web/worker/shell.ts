/** The page's own files, as the worker keeps them. */

const cacheName = 'petcam-shell';
/** The page's pictures and its manifest, which are named by what they are: an address that never answers has them too. */
const ICON = /^(icon[\w-]*\.(svg|png)|manifest\.webmanifest)$/;
/** How long the hub may take to give the page before the kept one is shown. */
const networkTimeoutMs = 3000;

/**
 * Answers a request for the page or one of its files; null for everything else, which goes its own way. `home` is the
 * address of the page, which ends with a slash.
 */
export function shellAnswer(request: Request, home: string): Promise<Response> | null {
  const address = withoutHash(request.url);
  if (!address.startsWith(home) || request.method !== 'GET') return null;
  if (request.mode === 'navigate') return address === home ? pageAnswer(request, home) : null;
  if (address.startsWith(assetsBelow(home))) return fileAnswer(request);
  return ICON.test(address.slice(home.length)) ? timelyAnswer(() => fetch(request), address) : null;
}

/** Keeps the newest page with the files it names, and forgets the files of the ones before. */
export async function freshenShell(home: string): Promise<void> {
  await keepPage(await fetch(home, { cache: 'no-cache' }), home);
}

async function keepPage(page: Response, home: string): Promise<void> {
  if (!page.ok) return;
  const cache = await caches.open(cacheName);
  const files = filesOf(await page.clone().text(), home);
  const kept = (await cache.keys()).map(({ url }) => url);
  const missing = files.filter((file) => !kept.includes(file));
  await cache.addAll(missing);
  if (missing.length > 0) {
    const stale = kept.filter((file) => file.startsWith(assetsBelow(home)) && !files.includes(file));
    await Promise.all(stale.map((file) => cache.delete(file)));
  }
  await cache.put(home, page);
}

const withoutHash = (address: string) => address.split('#', 1)[0] ?? '';

const assetsBelow = (home: string) => `${home}assets/`;

/** Addresses of the files that the page loads first; the rest is kept when it is asked for. */
const filesOf = (html: string, home: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, path = '']) => new URL(path, home).href);

/** The hub's page when it is there in time, else the kept one. */
async function pageAnswer(request: Request, home: string): Promise<Response> {
  return timelyAnswer(async () => {
    const page = await fetch(request);
    void keepPage(page.clone(), home).catch(() => undefined);
    return page;
  }, home);
}

/** What is fetched when it is there in time, else what is kept under an address. */
async function timelyAnswer(ask: () => Promise<Response>, address: string): Promise<Response> {
  const kept = await caches.match(address, { cacheName });
  const fetched = ask();
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
