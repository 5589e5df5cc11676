import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from './route.js';
import { signal } from './signal.js';

/** Where the person is; follows the address. */
export const route = signal<Route>(parseRoute(''));

/** Moves since the page was opened; without one there is nothing to go back to. */
let steps = 0;

/** How far each place was scrolled, so that coming back finds it as it was left. */
const scrolled = new Map<string, number>();
const mostPages = 50;

/** Reads the route from the address and follows its changes. */
export function startNavigation(): void {
  history.scrollRestoration = 'manual';
  route.set(parseRoute(location.hash));
  window.addEventListener('hashchange', () => {
    steps += 1;
    move(parseRoute(location.hash));
  });
}

/** Goes to a route, as a new step of the history. */
export function go(to: Route): void {
  location.hash = formatRoute(to);
}

/** Changes the address without a step in the history. */
export function goInstead(to: Route): void {
  history.replaceState(null, '', formatRoute(to));
  move(to);
}

/** Back to where the person came from, or to `otherwise` when the page was opened here. */
export function goBack(otherwise: Route): void {
  if (steps > 0) history.back();
  else goInstead(otherwise);
}

function move(to: Route): void {
  const from = route.get();
  if (from.name === to.name || !document.startViewTransition || document.hidden) {
    route.set(to);
    return;
  }
  const { ready } = document.startViewTransition(async () => {
    route.set(to);
    await new Promise((resolve) => setTimeout(resolve));
  });
  // One that the next takes the place of is skipped: the screen has changed all the same.
  ready.catch(() => {});
}

/**
 * Gives a state of a screen a step of its own in the history: while it is `active`, the browser's way back ends it and
 * stays on the screen. When it ends otherwise, its step goes with it.
 */
export function useOwnStep(active: boolean, end: () => void): void {
  const latest = useRef(end);
  latest.current = end;
  useEffect(() => {
    if (!active) return;
    let left = false;
    const leave = () => {
      left = true;
      latest.current();
    };
    history.pushState({ ownStep: true }, '');
    addEventListener('popstate', leave, { once: true });
    return () => {
      removeEventListener('popstate', leave);
      if (!left && history.state?.ownStep) history.back();
    };
  }, [active]);
}

/** Puts the place back to where it was scrolled, and remembers when it is left. `ready` once it has its height. */
export function useScrollMemory(key: string, ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready) return;
    window.scrollTo(0, scrolled.get(key) ?? 0);
    const remember = () => {
      scrolled.delete(key);
      scrolled.set(key, window.scrollY);
      if (scrolled.size > mostPages) scrolled.delete(scrolled.keys().next().value ?? '');
    };
    window.addEventListener('scroll', remember, { passive: true });
    return () => window.removeEventListener('scroll', remember);
  }, [key, ready]);
}

/**
 * Names the page and moves the focus to its heading, so that a screen reader hears where it is. Who walks along the
 * places of the app stays there, and so does who holds a notice: its way back is there for a while only.
 */
export function useArrival(title: string, key: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (document.activeElement?.closest('nav, .toasts')) return;
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [key]);
}
