import { useId } from 'preact/hooks';

/** Label, value and kind of a text field. */
export interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'password';
  autocomplete?: string;
  hint?: string;
  className?: string;
  minLength?: number;
}

/** A labelled line of text. */
export function Field(props: FieldProps) {
  const id = useId();
  const line = {
    id,
    value: props.value,
    required: true,
    autocomplete: props.autocomplete ?? 'off',
    spellcheck: false,
    'aria-describedby': props.hint ? `${id}-hint` : undefined,
    onInput: (event: { currentTarget: HTMLInputElement }) => props.onInput(event.currentTarget.value),
    ...(props.minLength ? { minLength: props.minLength } : {}),
  };
  return (
    <div class={`field ${props.className ?? ''}`}>
      <label for={id}>{props.label}</label>
      {props.type === 'password' ? (
        <input type="password" {...line} />
      ) : (
        <input type="text" autocapitalize="none" autocorrect="off" {...line} />
      )}
      {props.hint && (
        <p id={`${id}-hint`} class="soft small">
          {props.hint}
        </p>
      )}
    </div>
  );
}
