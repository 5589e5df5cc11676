import { useId } from 'preact/hooks';

/** A time of day, `08:30`, with the phone's own clock; empty while it is not complete. */
export function TimeField(props: {
  label: string;
  value: string;
  hideLabel?: boolean;
  onInput: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field time">
      <label for={id} class={props.hideLabel ? 'hidden' : ''}>
        {props.label}
      </label>
      <input
        id={id}
        type="time"
        required
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
