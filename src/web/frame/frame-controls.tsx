import { useEffect, useState } from 'preact/hooks';
import { Icon, type IconName } from '../components/icon.js';
import { frameWords } from '../i18n/frame.js';
import { useWords } from '../i18n/language.js';

/** State of the frame, and what its buttons do. */
export interface FrameControlsProps {
  paused: boolean;
  onPause: () => void;
  onTurn: (by: number) => void;
  onLeave: () => void;
}

const shownMs = 4_000;

/** Buttons over the photo; they step back when nobody touches, points or presses a key, and stay while one has the focus. */
export function FrameControls({ paused, onPause, onTurn, onLeave }: FrameControlsProps) {
  const { language } = useWords();
  const frame = frameWords[language];
  const isShown = useShown();
  const button = (icon: IconName, label: string, onClick: () => void) => (
    <button type="button" class="round-button" aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
  // Refused by browsers that have none; the photo is as large as the window anyway.
  const fill = () => void document.documentElement.requestFullscreen?.().catch(() => undefined);
  return (
    <div class={`frame-controls ${isShown || paused ? '' : 'away'}`}>
      {button('close', frame.leave, onLeave)}
      {button('back', frame.previous, () => onTurn(-1))}
      {button(paused ? 'play' : 'pause', paused ? frame.play : frame.pause, onPause)}
      {button('forward', frame.next, () => onTurn(1))}
      {'requestFullscreen' in document.documentElement && button('expand', frame.full, fill)}
    </div>
  );
}

/** True for a while after somebody was there. */
function useShown(): boolean {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    let timer = 0;
    const show = () => {
      setShown(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setShown(false), shownMs);
    };
    const signs = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const sign of signs) addEventListener(sign, show);
    show();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, show);
    };
  }, []);
  return shown;
}
