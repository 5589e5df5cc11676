import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Place } from './picking.js';

/** Listener to a finger that stays on a photo. */
export interface HoldListener {
  hold(place: Place): void;
  /** The finger has swept to another photo without leaving. */
  sweep(place: Place): void;
}

const holdMs = 450;
const slop = 10;
/** A click that belongs to a finger comes no later than this after it has left, in ms. */
const clickMs = 400;

/** Turns a finger that stays on a photo, and sweeps on from there, into calls; `data-place` says which photo it is. */
export function useHold(target: RefObject<HTMLElement | null>, listener: HoldListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const element = target.current;
    return element ? listenTo(element, () => latest.current) : undefined;
  }, []);
}

function listenTo(element: HTMLElement, listener: () => HoldListener): () => void {
  let timer = 0;
  let start = { x: 0, y: 0 };
  let sweeping = false;
  let swept = '';
  let touches = new AbortController();

  function down(event: PointerEvent): void {
    clearTimeout(timer);
    sweeping = false;
    const place = placeOf(event.target);
    if (!place || event.pointerType === 'mouse' || !event.isPrimary) return;
    start = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => {
      sweeping = true;
      swept = textOf(place);
      listener().hold(place);
    }, holdMs);
  }

  function move(event: TouchEvent): void {
    const touch = event.touches[0];
    if (!touch) return;
    if (!sweeping) {
      if (Math.hypot(touch.clientX - start.x, touch.clientY - start.y) > slop) clearTimeout(timer);
      return;
    }
    // The finger picks: the page stays where it is.
    event.preventDefault();
    const place = placeOf(document.elementFromPoint(touch.clientX, touch.clientY));
    if (!place || textOf(place) === swept) return;
    swept = textOf(place);
    listener().sweep(place);
  }

  /** What is held is drawn anew, as something to be picked; the touches go on at the element that they began at. */
  function follow({ target }: TouchEvent): void {
    touches.abort();
    touches = new AbortController();
    target?.addEventListener('touchmove', move as EventListener, { signal: touches.signal, passive: false });
    for (const end of ['touchend', 'touchcancel'])
      target?.addEventListener(end, leave, { signal: touches.signal });
  }

  function leave(): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      sweeping = false;
    }, clickMs);
  }

  /** What was held is not opened as well, and has no menu of the browser. */
  function swallow(event: Event): void {
    if (!sweeping) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'click') sweeping = false;
  }

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('touchstart', follow, { signal, passive: true });
  element.addEventListener('contextmenu', swallow, { signal });
  element.addEventListener('click', swallow, { signal, capture: true });
  return () => {
    clearTimeout(timer);
    touches.abort();
    stop.abort();
  };
}

/** The place of the photo that an element belongs to, `2026-11/12`. */
function placeOf(target: EventTarget | null): Place | null {
  const text = (target as Element | null)?.closest<HTMLElement>('[data-place]')?.dataset['place'];
  const [month, index] = text?.split('/') ?? [];
  return month === undefined ? null : { month, index: Number(index) };
}

const textOf = ({ month, index }: Place): string => `${month}/${index}`;
