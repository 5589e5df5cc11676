import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Camera } from '../../api/calls.js';
import { sayFault } from '../../components/fault.js';
import type { Words } from '../../i18n/en.js';
import { type LiveState, watchCamera } from './watch.js';

/** Parts of a camera that decide whether it can be watched. */
export type Watched = Pick<Camera, 'id' | 'name' | 'online' | 'pause'>;

/** Where the pictures are drawn, and how the view is. */
export interface Live {
  canvas: RefObject<HTMLCanvasElement | null>;
  live: LiveState;
}

/** Live pictures of a camera on a canvas while `wanted`, and it is online and not paused. */
export function useLive(camera: Watched, wanted: boolean): Live {
  const running = camera.online && !camera.pause;
  const seen = useLiveState(camera.id, wanted && running);
  return running ? seen : { ...seen, live: { state: camera.pause ? 'paused' : 'offline' } };
}

/** Words that stand in place of pictures; empty while there are some. */
export function sayLive(live: LiveState, words: Words): string {
  if (live.state === 'failed') return sayFault(live.thrown, words);
  return live.state === 'live' ? '' : words.live[live.state];
}

/** Draws the pictures of a camera while `running`; one that comes while another is being decoded waits alone. */
function useLiveState(camera: string, running: boolean): Live {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [live, setLive] = useState<LiveState>({ state: 'starting' });
  useEffect(() => {
    if (!running) return;
    const stop = new AbortController();
    const draw = newestOnly((jpeg: Blob) => drawOn(canvas.current, jpeg));
    const onState = (next: LiveState) => setLive((before) => (before.state === next.state ? before : next));
    void watchCamera(camera, { onPicture: draw, onState }, stop.signal);
    return () => stop.abort();
  }, [camera, running]);
  return { canvas, live };
}

async function drawOn(canvas: HTMLCanvasElement | null, jpeg: Blob): Promise<void> {
  const picture = await createImageBitmap(jpeg);
  if (canvas) {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
  }
  picture.close();
}

/** Runs `work` for one value at a time; of those that come meanwhile only the newest is kept. */
function newestOnly<T>(work: (value: T) => Promise<void>): (value: T) => void {
  let busy = false;
  let next: { value: T } | null = null;
  return function take(value: T): void {
    if (busy) {
      next = { value };
      return;
    }
    busy = true;
    // A picture that does not decode is followed by another.
    void work(value)
      .catch(() => undefined)
      .then(() => {
        busy = false;
        const waiting = next;
        next = null;
        if (waiting) take(waiting.value);
      });
  };
}

/** False while the page is in the background: nobody watches then. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}
