import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { type Layout, type Span, spansBetween } from './layout.js';

/** How far beyond the window tiles are drawn, in windows. */
const overscan = 0.75;

interface View {
  width: number;
  top: number;
  height: number;
}

/**
 * Follows the window over a tall element, and gives the layout for its width and what of it to draw.
 * @param lay makes the layout for a width
 * @param content changes when `lay` does
 */
export function useWindow(
  container: RefObject<HTMLElement | null>,
  lay: (width: number) => Layout,
  content: unknown,
) {
  const [view, setView] = useState<View>({ width: innerWidth, top: scrollY, height: innerHeight });
  const layout = useMemo(() => lay(view.width), [view.width, content]);
  useLayoutEffect(() => setView(look(container.current)), [content]);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setView((before) => steady(before, look(container.current))));
    };
    const sizes = new ResizeObserver(follow);
    if (container.current) sizes.observe(container.current);
    addEventListener('scroll', follow, { passive: true });
    addEventListener('resize', follow);
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      removeEventListener('scroll', follow);
      removeEventListener('resize', follow);
    };
  }, []);
  const spans: Span[] = spansBetween(
    layout,
    view.top - overscan * view.height,
    view.top + (1 + overscan) * view.height,
  );
  return { layout, spans };
}

function look(element: HTMLElement | null): View {
  const box = element?.getBoundingClientRect();
  return { width: box?.width || innerWidth, top: -(box?.top ?? 0), height: innerHeight };
}

/** Drawing again is worth it only when the window has moved by a good part of a row. */
function steady(before: View, now: View): View {
  const moved =
    Math.abs(now.top - before.top) > 24 || now.width !== before.width || now.height !== before.height;
  return moved ? now : before;
}
