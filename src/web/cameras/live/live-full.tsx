import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../components/icon.js';
import { fileNameOf } from '../../components/photo-file.js';
import { useWords } from '../../i18n/language.js';
import { sayLive, useLive, useVisible, type Watched } from './use-live.js';

/** Camera that is watched; `children` stand beside the button that saves the picture. */
export interface LiveFullProps {
  camera: Watched;
  onClose: () => void;
  children: ComponentChildren;
}

/** Live pictures of a camera in the whole window, until they are closed. */
export function LiveFull({ camera, onClose, children }: LiveFullProps) {
  const { words } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const visible = useVisible();
  const { canvas, live } = useLive(camera, visible);
  const shows = live.state === 'live';
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="live-full" aria-label={words.live.view(camera.name)} onClose={onClose}>
      <canvas
        ref={canvas}
        class={shows ? '' : 'still'}
        width={320}
        height={240}
        role="img"
        aria-label={words.live.view(camera.name)}
      />
      <p class="live-word" role="status">
        {(live.state === 'starting' || live.state === 'waiting') && <span class="spinner" />}
        {sayLive(live, words)}
      </p>
      <div class="live-head">
        <button
          type="button"
          class="round-button"
          aria-label={words.live.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
        <h2>{camera.name}</h2>
        {shows && <span class="live-mark">{words.live.now}</span>}
      </div>
      <div class="live-foot">
        <button
          type="button"
          class="button quiet"
          aria-disabled={!shows}
          onClick={() => shows && canvas.current && save(canvas.current, camera.id)}
        >
          <Icon name="download" />
          {words.live.grab}
        </button>
        {children}
      </div>
    </dialog>
  );
}

/** Saves the picture that is seen as a file. */
function save(canvas: HTMLCanvasElement, camera: string): void {
  canvas.toBlob(
    (blob) => {
      if (!blob) return;
      const url = URL.createObjectURL(blob);
      Object.assign(document.createElement('a'), {
        href: url,
        download: fileNameOf({ camera, takenAt: Date.now() }),
      }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    'image/jpeg',
    0.92,
  );
}
