import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Camera } from '../../api/calls.js';
import { EndPause } from '../../components/camera-pause.js';
import { sayFault } from '../../components/fault.js';
import { Icon } from '../../components/icon.js';
import type { Words } from '../../i18n/en.js';
import { useWords } from '../../i18n/language.js';
import { type LiveState, watchCamera } from './watch.js';

type Watched = Pick<Camera, 'id' | 'name' | 'online' | 'pause'>;

/** Live picture of a camera while somebody wants to see it; the children otherwise. */
export function LiveView(props: { camera: Watched; children: ComponentChildren }) {
  const { words } = useWords();
  const [on, setOn] = useState(false);
  const visible = useVisible();
  return (
    <div class={`live ${on ? 'on' : ''}`}>
      {on ? <Screen camera={props.camera} visible={visible} /> : props.children}
      <button type="button" class="live-switch" onClick={() => setOn(!on)}>
        <Icon name={on ? 'stop' : 'play'} />
        {on ? words.live.stop : words.live.watch}
      </button>
    </div>
  );
}

function Screen({ camera, visible }: { camera: Watched; visible: boolean }) {
  const { words } = useWords();
  const running = camera.online && !camera.pause;
  const seen = useLiveState(camera.id, visible && running);
  const live: LiveState = running ? seen.live : { state: camera.pause ? 'paused' : 'offline' };
  return (
    <>
      <canvas
        ref={seen.canvas}
        class={live.state === 'live' ? '' : 'still'}
        width={320}
        height={240}
        role="img"
        aria-label={words.live.view(camera.name)}
      />
      {live.state === 'live' && <span class="live-mark">{words.live.now}</span>}
      <p class="live-word" role="status">
        {(live.state === 'starting' || live.state === 'waiting') && <span class="spinner" />}
        {say(live, words)}
        {camera.pause && <EndPause camera={camera} />}
      </p>
    </>
  );
}

function say(live: LiveState, words: Words): string {
  if (live.state === 'failed') return sayFault(live.thrown, words);
  return live.state === 'live' ? '' : words.live[live.state];
}

/** Draws the pictures of a camera while `running`; one that comes while another is being decoded waits alone. */
function useLiveState(camera: string, running: boolean) {
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
function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}
