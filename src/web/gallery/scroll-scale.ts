/**
 * A layout that is taller than browsers lay out one element (Firefox 17.9 million CSS pixels, others 33.5 million), in an
 * element of a height that they do. A small step scrolls the layout by as much as the element; a long way, as with the
 * scroll bar, goes to the same part of both.
 */

/** Tallest element of the gallery in CSS pixels: some 340,000 photos on a phone. */
export const mostHeight = 15_000_000;

/** Heights of layout, element and window in CSS pixels. */
export interface Scale {
  layout: number;
  element: number;
  window: number;
}

/** Where the upper edge of the window is, in CSS pixels from the top of the element and of the layout. */
export interface Place {
  at: number;
  top: number;
}

/** A step of more windows than this is no scrolling by hand. */
const longestStep = 2;

/** Heights for a layout in a window. */
export function scaleOf(layout: number, window: number): Scale {
  return { layout, element: Math.min(layout, mostHeight), window };
}

/** The part of the layout that belongs to a place in the element. What is above and below them is as far away. */
export function toLayout(at: number, { layout, element, window }: Scale): number {
  const [most, end] = [layout - window, element - window];
  if (layout === element || at <= 0) return at;
  return at >= end ? most + at - end : (at * most) / end;
}

/** The place in the element that belongs to a part of the layout. */
export function toElement(top: number, { layout, element, window }: Scale): number {
  const [most, end] = [layout - window, element - window];
  if (layout === element || top <= 0) return top;
  return top >= most ? end + top - most : (top * end) / most;
}

/**
 * The place after the element was scrolled to `at`.
 * @param before null when nothing has been shown yet
 */
export function follow(before: Place | null, at: number, scale: Scale): Place {
  const step = before ? at - before.at : Number.POSITIVE_INFINITY;
  if (!before || Math.abs(step) > longestStep * scale.window) return { at, top: toLayout(at, scale) };
  const place = { at, top: before.top + step };
  return isAtEnd(place, scale) && !isAstray(place, scale) ? { at, top: toLayout(at, scale) } : place;
}

/** True when the scroll bar does not stand where the place in the layout is: small steps have added up. */
export function isAstray({ at, top }: Place, scale: Scale): boolean {
  return Math.abs(toElement(top, scale) - at) > 1;
}

/** True when one end of the element is in the window, and nothing could be scrolled any further. */
export function isAtEnd({ at }: Place, scale: Scale): boolean {
  return at <= 0 || at >= scale.element - scale.window;
}
