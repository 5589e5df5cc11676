import { useEffect, useId, useRef } from 'preact/hooks';
import { useWords } from '../i18n/language.js';

/** Texts and callbacks of a question that is asked before what cannot be undone. */
export interface SureProps {
  /** The question, with the name of what it is about. */
  ask: string;
  hint: string;
  /** What is done then, as the red button says it. */
  act: string;
  busy: boolean;
  onSure: () => void;
  onKeep: () => void;
}

/** Asks once more; the focus begins at the way back. */
export function Sure({ ask, hint, act, busy, onSure, onKeep }: SureProps) {
  const { words } = useWords();
  const hintId = useId();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div class="sure" role="alertdialog" aria-label={ask} aria-describedby={hintId}>
      <p>
        <strong>{ask}</strong>
      </p>
      <p id={hintId} class="soft small">
        {hint}
      </p>
      <div>
        <button ref={keep} type="button" class="button quiet" onClick={onKeep}>
          {words.app.keep}
        </button>
        <button type="button" class="button danger" aria-disabled={busy} onClick={() => !busy && onSure()}>
          {act}
        </button>
      </div>
    </div>
  );
}
