import { useEffect, useRef } from 'preact/hooks';
import { signal, useSignal } from '../core/signal.js';

/** A short word at the lower edge, perhaps with a way back. */
export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}

const toast = signal<Toast | null>(null);
const spoken = signal('');
const showMs = 5000;
const showActionMs = 10_000;

/** Shows a short notice in place of the one before. */
export const showToast = (next: Toast): void => toast.set(next);

/** Tells a screen reader what the eye sees by itself. */
export function announce(text: string): void {
  spoken.set('');
  queueMicrotask(() => spoken.set(text));
}

/** Short notices on the screen, and texts for screen readers. */
export function Notices() {
  const now = useSignal(toast);
  const voice = useSignal(spoken);
  const hovered = useRef(false);
  useEffect(() => {
    // The last toast may have gone from under the finger that held it.
    hovered.current = false;
    if (!now) return;
    const leave = () => {
      if (hovered.current) timer = setTimeout(leave, 1000);
      else if (toast.get() === now) toast.set(null);
    };
    let timer = setTimeout(leave, now.action ? showActionMs : showMs);
    return () => clearTimeout(timer);
  }, [now]);
  const act = () => {
    toast.set(null);
    now?.action?.run();
  };
  const hold = (is: boolean) => () => {
    hovered.current = is;
  };
  return (
    <>
      <div class="toasts" role="status">
        {now && (
          <div
            class="toast"
            onPointerEnter={hold(true)}
            onPointerLeave={hold(false)}
            onFocusCapture={hold(true)}
            onBlurCapture={hold(false)}
          >
            <span>{now.text}</span>
            {now.action && (
              <button type="button" onClick={act}>
                {now.action.label}
              </button>
            )}
          </div>
        )}
      </div>
      <div class="hidden" aria-live="polite">
        {voice}
      </div>
    </>
  );
}
