import { useId } from 'preact/hooks';

/** Label, options and value of a choice. */
export interface ChoiceProps<T extends string | number> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  /** Label of a value that is none of the options: set by hand, or by another program. */
  other: (value: T) => string;
  hint?: string;
  onChange: (value: T) => void;
}

/** One of a few plain answers. A value that is none of them stays as it is until another one is chosen. */
export function Choice<T extends string | number>(props: ChoiceProps<T>) {
  const { label, value, options, other, hint, onChange } = props;
  const id = useId();
  const known = options.some(([option]) => option === value);
  const all = known ? options : [...options, [value, other(value)] as const];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="select"
        value={String(value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          const chosen = all.find(([option]) => String(option) === event.currentTarget.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {all.map(([option, name]) => (
          <option key={option} value={String(option)}>
            {name}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} class="soft small">
          {hint}
        </p>
      )}
    </div>
  );
}
