import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../i18n/language.js';

/** Texts and callback of a button that asks before it acts. */
export interface ConfirmButtonProps {
  label: string;
  /** The question, with the name of what it is about. */
  ask: string;
  hint: string;
  busy: boolean;
  onSure: () => void;
}

/** A button for what cannot be undone: it asks once more, and the way back is where the finger is. */
export function ConfirmButton({ label, ask, hint, busy, onSure }: ConfirmButtonProps) {
  const { words } = useWords();
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asking) keep.current?.focus();
    else if (asked.current) first.current?.focus();
    asked.current = asking;
  }, [asking]);
  if (!asking) {
    return (
      <>
        <p class="soft small">{hint}</p>
        <button ref={first} type="button" class="button quiet danger" onClick={() => setAsking(true)}>
          {label}
        </button>
      </>
    );
  }
  return (
    <div class="sure" role="alertdialog" aria-label={ask} aria-describedby="sure-hint">
      <p>
        <strong>{ask}</strong>
      </p>
      <p id="sure-hint" class="soft small">
        {hint}
      </p>
      <div>
        <button ref={keep} type="button" class="button quiet" onClick={() => setAsking(false)}>
          {words.camera.keep}
        </button>
        <button type="button" class="button danger" aria-disabled={busy} onClick={() => !busy && onSure()}>
          {words.camera.sure}
        </button>
      </div>
    </div>
  );
}
