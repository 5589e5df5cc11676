import { useId } from 'preact/hooks';

/** Label, hint and value of a field for a code of digits. */
export interface CodeFieldProps {
  label: string;
  hint: string;
  value: string;
  /** Digits only. */
  onInput: (digits: string) => void;
}

/** Eight large digits, with the number keys of a phone; spaces and dashes of a label may be typed along. */
export function CodeField({ label, hint, value, onInput }: CodeFieldProps) {
  const id = useId();
  return (
    <div class="field code digits">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        pattern="[0-9 ]*"
        autocomplete="off"
        value={value.replace(/^(\d{4})(?=\d)/, '$1 ')}
        aria-describedby={`${id}-hint`}
        placeholder="0000 0000"
        onInput={(event) => {
          const given = event.currentTarget.value.replace(/\D/g, '').slice(0, 8);
          onInput(given);
          event.currentTarget.value = given.replace(/^(\d{4})(?=\d)/, '$1 ');
        }}
      />
      <p id={`${id}-hint`} class="soft small">
        {hint}
      </p>
    </div>
  );
}
