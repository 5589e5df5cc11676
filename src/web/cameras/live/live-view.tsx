import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { EndPause } from '../../components/camera-pause.js';
import { Icon } from '../../components/icon.js';
import { useWords } from '../../i18n/language.js';
import { sayLive, useLive, useVisible, type Watched } from './use-live.js';

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
  const { canvas, live } = useLive(camera, visible);
  return (
    <>
      <canvas
        ref={canvas}
        class={live.state === 'live' ? '' : 'still'}
        width={320}
        height={240}
        role="img"
        aria-label={words.live.view(camera.name)}
      />
      {live.state === 'live' && <span class="live-mark">{words.live.now}</span>}
      <p class="live-word" role="status">
        {(live.state === 'starting' || live.state === 'waiting') && <span class="spinner" />}
        {sayLive(live, words)}
        {camera.pause && <EndPause camera={camera} />}
      </p>
    </>
  );
}
