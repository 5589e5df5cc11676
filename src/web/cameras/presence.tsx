import { isConnected } from '../api/live.js';
import type { Camera } from '../api/types.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';

/** Word and dot that say whether a camera is online, or paused, which is what matters then; nothing of either without the hub. */
export function Presence({ camera: { online, pause } }: { camera: Pick<Camera, 'online' | 'pause'> }) {
  const { words } = useWords();
  const heard = useSignal(isConnected);
  if (!heard) return <span class="presence">{words.app.hubAway}</span>;
  if (pause) return <span class="presence">{words.pause.paused}</span>;
  return (
    <span class={`presence ${online ? 'online' : ''}`}>
      {online ? words.cameras.online : words.cameras.offline}
    </span>
  );
}
