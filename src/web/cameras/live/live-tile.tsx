import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../components/icon.js';
import { useWords } from '../../i18n/language.js';
import { LiveFull } from './live-full.js';
import { useLive, useVisible, type Watched } from './use-live.js';

/** Camera of a tile, and whether it may show live pictures by itself. */
export interface LiveTileProps {
  camera: Watched;
  /** False where too many streams are open already; a tap still opens the whole window. */
  auto: boolean;
  /** What else can be done in the whole window. */
  children: ComponentChildren;
}

/** Live pictures of a camera over its latest photo, while they are on the screen; a tap gives them the whole window. */
export function LiveTile({ camera, auto, children }: LiveTileProps) {
  const { words } = useWords();
  const [full, setFull] = useState(false);
  const tile = useRef<HTMLButtonElement>(null);
  const seen = useOnScreen(tile);
  const { canvas, live } = useLive(camera, auto && seen && !full);
  const shows = live.state === 'live';
  return (
    <>
      <button
        ref={tile}
        type="button"
        class={`live-tile ${shows ? 'shows' : ''}`}
        aria-label={words.live.open(camera.name)}
        onClick={() => setFull(true)}
      >
        <canvas ref={canvas} width={320} height={240} />
        <span class="live-open">
          <Icon name={shows ? 'expand' : 'play'} />
        </span>
        {shows && <span class="live-mark">{words.live.now}</span>}
      </button>
      {full && (
        <LiveFull camera={camera} onClose={() => setFull(false)}>
          {children}
        </LiveFull>
      )}
    </>
  );
}

/** True while an element is on the screen of a page that somebody looks at. */
function useOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const visible = useVisible();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const watch = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return visible && seen;
}
