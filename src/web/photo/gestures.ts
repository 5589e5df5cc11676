import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Point } from './zoom.js';

/** Callbacks for fingers, or a mouse, on the viewport. Points are relative to its top left corner. */
export interface GestureListener {
  /** One finger moves; `total` since it came down. */
  drag(by: Point, total: Point): void;
  /** The last finger leaves after a drag. */
  release(total: Point, ms: number): void;
  pinch(centre: Point, factor: number, by: Point): void;
  tap(at: Point): void;
  doubleTap(at: Point): void;
}

const tapSlop = 8;
const doubleTapMs = 280;

/** Turns pointer events over an element into gestures. */
export function useGestures(target: RefObject<HTMLElement | null>, listener: GestureListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const element = target.current;
    return element ? listenTo(element, () => latest.current) : undefined;
  }, []);
}

function listenTo(element: HTMLElement, listener: () => GestureListener): () => void {
  const fingers = new Map<number, Point>();
  let start = { x: 0, y: 0, at: 0 };
  let pinched = false;
  let tapTimer = 0;

  const pointOf = (event: PointerEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest('button, a, input')) return;
    element.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    if (fingers.size === 0) {
      start = { ...point, at: event.timeStamp };
      pinched = false;
    }
    fingers.set(event.pointerId, point);
  }

  function move(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const point = pointOf(event);
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    fingers.set(event.pointerId, point);
    const by = { x: point.x - before.x, y: point.y - before.y };
    if (!other) return void (pinched || listener().drag(by, { x: point.x - start.x, y: point.y - start.y }));
    pinched = true;
    const centre = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    const factor = distance(point, other) / Math.max(1, distance(before, other));
    listener().pinch(centre, factor, { x: by.x / 2, y: by.y / 2 });
  }

  function up(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    const point = pointOf(event);
    const total = { x: point.x - start.x, y: point.y - start.y };
    const isTap = !pinched && event.type === 'pointerup' && Math.hypot(total.x, total.y) < tapSlop;
    listener().release(isTap || pinched ? { x: 0, y: 0 } : total, event.timeStamp - start.at);
    if (isTap) tapped(point);
  }

  function tapped(point: Point): void {
    if (tapTimer) {
      clearTimeout(tapTimer);
      tapTimer = 0;
      listener().doubleTap(point);
      return;
    }
    tapTimer = window.setTimeout(() => {
      tapTimer = 0;
      listener().tap(point);
    }, doubleTapMs);
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    const box = element.getBoundingClientRect();
    const centre = { x: event.clientX - box.left, y: event.clientY - box.top };
    listener().pinch(centre, Math.exp(-event.deltaY / 300), { x: 0, y: 0 });
  }

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  return () => {
    clearTimeout(tapTimer);
    stop.abort();
  };
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
