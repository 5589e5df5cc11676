import { Icon } from './icon.js';

/** Steps that something works through by itself, in order, and where it is. */
export interface StepsProps {
  steps: readonly { id: string; label: string }[];
  /** Index of the step that is being done. */
  at: number;
  /** Word for a step that is done, for who hears the list. */
  done: string;
}

/** List of steps: what is done, what is being done, what is still to come. */
export function Steps({ steps, at, done }: StepsProps) {
  return (
    <ol class="works" aria-live="polite">
      {steps.map(({ id, label }, index) => {
        const state = index < at ? 'past' : index === at ? 'now' : 'later';
        return (
          <li key={id} class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            {state === 'past' && <Icon name="check" />}
            {state === 'now' && <span class="spinner" />}
            {state === 'later' && <span class="dot" />}
            {label}
            {state === 'past' && <span class="hidden">{done}</span>}
          </li>
        );
      })}
    </ol>
  );
}
