/** True when a person asked their device for less motion. */
export function wantsStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** How the page scrolls by itself: gliding, or at once where motion is unwanted, which a script has to see to itself. */
export function ownScroll(): ScrollBehavior {
  return wantsStillness() ? 'instant' : 'smooth';
}
