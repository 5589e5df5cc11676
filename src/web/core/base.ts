/**
 * The page is at the root of its host, or below a path of a proxy: `https://home.example/cam/`, or inside Home Assistant.
 * Its own routes live behind `#`, so what it asks for is always beside the page itself.
 */

/** Address of a path of the hub (`/photos`), as the page asks for it. */
export const hubAddress = (path: string): string => `.${path}`;

/** A name in what a browser keeps for a whole host, which other hubs below the same host do not use. */
export function nameHere(name: string): string {
  const { pathname } = new URL('.', location.href);
  return pathname === '/' ? name : `${name} ${pathname}`;
}
