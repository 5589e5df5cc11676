/** Where the page stands, as `location` says it, and whether another page shows it in a frame. */
export interface Here {
  origin: string;
  hostname: string;
  isFramed: boolean;
}

/** Where links lead, and why: by a setting of the hub, to its name in Tailscale, or to its address at home. */
export interface LinksLead {
  address: string;
  links: 'fixed' | 'tailscale' | 'home';
}

/**
 * Address to which the hub has moved, seen from this page; null where that is the right one already, or where nothing was
 * chosen: at home a hub has several addresses, and each is as good. Pure.
 */
export function movedTo({ address, links }: LinksLead, here: Here): string | null {
  const isOnHub = /^(localhost|127\.[\d.]+|\[::1\])$/.test(here.hostname);
  if (links === 'home' || isOnHub || here.isFramed) return null;
  return new URL(address).origin === here.origin ? null : address;
}
