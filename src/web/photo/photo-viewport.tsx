import { useEffect, useRef, useState } from 'preact/hooks';
import type { Photo } from '../api/types.js';
import { useGestures } from './gestures.js';
import { Layered, Split } from './layered.js';
import {
  closeOn,
  doubleTapScale,
  type Point,
  pan,
  type Size,
  swipeOf,
  type View,
  whole,
  zoomAt,
} from './zoom.js';

/** Photo, frame and neighbours that the viewport shows. */
export interface PhotoViewportProps {
  photo: Photo;
  /** Another frame of the burst that is looked at instead. */
  frame: string | null;
  alt: string;
  /** True while original and sharpened are compared. */
  comparing: boolean;
  newer: Photo | null;
  older: Photo | null;
  onTurn: (to: Photo) => void;
  onClose: () => void;
  onTap: () => void;
}

/** The picture: pinch, drag, double tap to zoom; swipe for the neighbours, or down to leave. */
export function PhotoViewport(props: PhotoViewportProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>(whole);
  const [offset, setOffset] = useState(0);
  const [split, setSplit] = useState(50);
  const ratio = props.photo.width / props.photo.height;
  const turning = useTurning(props, viewport, setOffset);

  const size = (): Size => ({
    width: viewport.current?.clientWidth ?? 1,
    height: viewport.current?.clientHeight ?? 1,
  });
  useEffect(() => {
    setView(whole);
    setSplit(50);
    if (!props.comparing || !viewport.current) return;
    // Aimed again when the phone is turned.
    const sizes = new ResizeObserver(() => setView(closeOn(props.photo.subject, size(), ratio)));
    sizes.observe(viewport.current);
    return () => sizes.disconnect();
  }, [props.photo.id, props.frame, props.comparing]);
  const splitBy = (x: number) => setSplit((before) => clamp(before + (x / size().width) * 100));
  const splitAt = (x: number) => setSplit(clamp((x / size().width) * 100));
  useGestures(viewport, {
    drag(by, total) {
      if (props.comparing) splitBy(by.x);
      else if (view.scale > 1) setView((before) => pan(before, by, size()));
      else turning.drag(total);
    },
    release(total, ms) {
      if (!props.comparing && view.scale === 1) turning.release(swipeOf(total, ms, size()));
    },
    pinch(centre, factor, by) {
      setView((before) => pan(zoomAt(before, centre, factor, size()), by, size()));
    },
    tap: (at) => (props.comparing ? splitAt(at.x) : props.onTap()),
    doubleTap(at: Point) {
      setView((before) => (before.scale > 1 ? whole : zoomAt(before, at, doubleTapScale, size())));
    },
  });

  // The line stands in the viewport, the pictures are cut in their own measure.
  const splitInPicture = (((split / 100) * size().width - view.x) / view.scale / size().width) * 100;
  const turned = offset === 0 ? '' : `translateX(${offset}px)`;
  const zoomed = view.scale === 1 ? '' : `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  return (
    <div class="viewport" ref={viewport}>
      <img class="ambient" src={props.photo.images.thumb} alt="" aria-hidden="true" />
      <div class={`pane ${turning.gliding ? 'gliding' : ''}`} style={{ transform: turned }}>
        {offset > 0 && props.newer && <Beside photo={props.newer} at="-100%" />}
        {offset < 0 && props.older && <Beside photo={props.older} at="100%" />}
        <div class="pane" style={{ transform: zoomed }}>
          <Layered
            photo={props.photo}
            frame={props.frame}
            alt={props.alt}
            split={props.comparing ? splitInPicture : null}
          />
        </div>
      </div>
      {props.comparing && <Split percent={split} onSplit={setSplit} />}
    </div>
  );
}

function Beside({ photo, at }: { photo: Photo; at: string }) {
  return (
    <div class="pane" style={{ transform: `translateX(${at})` }}>
      <img src={photo.images.preview} alt="" />
    </div>
  );
}

const clamp = (percent: number) => Math.min(100, Math.max(0, percent));

const glideMs = 230;

/** Turning to a neighbour: follows the finger, then glides on or back. */
function useTurning(
  props: PhotoViewportProps,
  viewport: { current: HTMLElement | null },
  setOffset: (offset: number) => void,
) {
  const [gliding, setGliding] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  function drag(total: Point): void {
    const there = total.x > 0 ? props.newer : props.older;
    setOffset(Math.abs(total.x) < Math.abs(total.y) ? 0 : there ? total.x : total.x / 4);
  }
  function glide(to: number, then: () => void): void {
    setGliding(true);
    setOffset(to);
    timer.current = window.setTimeout(() => {
      setGliding(false);
      setOffset(0);
      then();
    }, glideMs);
  }
  function release(swipe: ReturnType<typeof swipeOf>): void {
    const width = viewport.current?.clientWidth ?? 0;
    const to = swipe === 'newer' ? props.newer : swipe === 'older' ? props.older : null;
    if (swipe === 'close') props.onClose();
    else if (to) glide(swipe === 'newer' ? width : -width, () => props.onTurn(to));
    else glide(0, () => undefined);
  }
  return { gliding, drag, release };
}
