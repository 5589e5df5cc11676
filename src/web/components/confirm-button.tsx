import { useEffect, useRef, useState } from 'preact/hooks';
import { Sure } from './sure.js';

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
  const [asking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (!asking && asked.current) first.current?.focus();
    asked.current = asking;
  }, [asking]);
  if (asking)
    return (
      <Sure ask={ask} hint={hint} act={label} busy={busy} onSure={onSure} onKeep={() => setAsking(false)} />
    );
  return (
    <>
      <p class="soft small">{hint}</p>
      <button ref={first} type="button" class="button quiet danger" onClick={() => setAsking(true)}>
        {label}
      </button>
    </>
  );
}
