import { useId, useState } from 'preact/hooks';
import { useWords } from '../i18n/language.js';

/** Label, hint and value of a password field. */
export interface SecretFieldProps {
  label: string;
  hint: string;
  value: string;
  onInput: (value: string) => void;
}

/** A password that may be looked at while it is typed, and that no password manager takes for one of this page. */
export function SecretField({ label, hint, value, onInput }: SecretFieldProps) {
  const { words } = useWords();
  const [shown, setShown] = useState(false);
  const id = useId();
  const line = {
    id,
    value,
    maxLength: 64,
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: false,
    'aria-describedby': `${id}-hint`,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="secret">
        {shown ? <input type="text" {...line} /> : <input type="password" {...line} />}
        <button type="button" class="text-button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? words.pairing.hide : words.pairing.show}
        </button>
      </div>
      <p id={`${id}-hint`} class="soft small">
        {hint}
      </p>
    </div>
  );
}
