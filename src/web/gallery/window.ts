import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Layout, type Span, spansBetween } from './layout.js';
import { follow, isAstray, isAtEnd, type Place, scaleOf, toElement } from './scroll-scale.js';

/** How far beyond the window tiles are drawn, in windows. */
const overscan = 0.75;

/** Without the event `scrollend` a window that has not moved for this long has come to rest. */
const restMs = 200;

interface View {
  width: number;
  height: number;
  /** Null until the element is there. */
  place: Place | null;
}

/** Layout for the width of the element, what of it to draw, and the way to a part of it. */
export interface Window {
  layout: Layout;
  spans: Span[];
  /** CSS pixels by which what is drawn stands higher in the element than in the layout. */
  shift: number;
  /** Height of the element in CSS pixels. */
  height: number;
  /** Upper edge of the window in the layout, in CSS pixels. */
  top: number;
  /** Brings a height of the layout to the top of the window. */
  show: (top: number) => void;
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
): Window {
  const [view, setView] = useState<View>({ width: innerWidth, height: innerHeight, place: null });
  const latest = useRef(view);
  const layout = useMemo(() => lay(view.width), [view.width, content]);
  const change = (now: View) => {
    latest.current = now;
    setView(now);
  };
  const show = (top: number) =>
    change({ ...latest.current, place: goTo(container.current, top, layout.height) });
  useLayoutEffect(
    () => change(look(latest.current, container.current, layout.height)),
    [layout.height, content],
  );
  useEffect(
    () =>
      whenMoved(container, (isAtRest) => {
        const now = steady(latest.current, look(latest.current, container.current, layout.height));
        change(inPlace(now, container.current, layout.height, isAtRest));
      }),
    [layout.height],
  );
  const { at, top } = view.place ?? { at: scrollY, top: scrollY };
  const spans = spansBetween(layout, top - overscan * view.height, top + (1 + overscan) * view.height);
  return { layout, spans, shift: top - at, height: scaleOf(layout.height, view.height).element, top, show };
}

/** Calls back once a frame while the window moves or changes its size, and when it has come to rest. */
function whenMoved(container: RefObject<HTMLElement | null>, onMove: (isAtRest: boolean) => void) {
  let frame = 0;
  let rest = 0;
  const hasEnd = 'onscrollend' in window;
  const move = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => onMove(false));
    clearTimeout(rest);
    if (!hasEnd) rest = window.setTimeout(() => onMove(true), restMs);
  };
  const end = () => onMove(true);
  const sizes = new ResizeObserver(move);
  if (container.current) sizes.observe(container.current);
  addEventListener('scroll', move, { passive: true });
  addEventListener('scrollend', end);
  addEventListener('resize', move);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    sizes.disconnect();
    removeEventListener('scroll', move);
    removeEventListener('scrollend', end);
    removeEventListener('resize', move);
  };
}

function look(before: View, element: HTMLElement | null, layoutHeight: number): View {
  const box = element?.getBoundingClientRect();
  const scale = scaleOf(layoutHeight, innerHeight);
  const place = follow(before.place, -(box?.top ?? 0), scale);
  return { width: box?.width || innerWidth, height: innerHeight, place };
}

/** Drawing again is worth it only when the window has moved by a good part of a row. */
function steady(before: View, now: View): View {
  const moved =
    Math.abs((now.place?.at ?? 0) - (before.place?.at ?? 0)) > 24 ||
    now.width !== before.width ||
    now.height !== before.height;
  return moved ? now : before;
}

/** Moves the scroll bar to where the layout is, with what is shown: at rest, or when it can go no further. */
function inPlace(view: View, element: HTMLElement | null, layoutHeight: number, isAtRest: boolean): View {
  const scale = scaleOf(layoutHeight, innerHeight);
  if (!view.place || !isAstray(view.place, scale) || !(isAtRest || isAtEnd(view.place, scale))) return view;
  return { ...view, place: goTo(element, view.place.top, layoutHeight) };
}

function goTo(element: HTMLElement | null, top: number, layoutHeight: number): Place {
  const at = toElement(top, scaleOf(layoutHeight, innerHeight));
  const above = (element?.getBoundingClientRect().top ?? 0) + scrollY;
  window.scrollTo(0, above + at);
  // A browser scrolls to whole pixels of its screen, and no further than its end.
  const reached = -(element?.getBoundingClientRect().top ?? 0);
  return { at: reached, top: top + reached - at };
}
