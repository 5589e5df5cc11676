import { Icon } from '../components/icon.js';
import { useWords } from '../i18n/language.js';
import { useFlashWords } from './flash-words.js';
import { type FlashStep, flashSteps } from './flashing.js';

/** Step that is being done, and the share that is written, 0 to 1. */
export interface FlashWorkProps {
  step: FlashStep;
  share: number;
}

/** Page while the board is written: the steps, with a bar for the long one. */
export function FlashWork({ step, share }: FlashWorkProps) {
  const { flash } = useFlashWords();
  const { format } = useWords();
  const at = flashSteps.indexOf(step);
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{flash.workTitle}</h1>
      <ol class="works" aria-live="polite">
        {flashSteps.map((name, index) => {
          const state = index < at ? 'past' : index === at ? 'now' : 'later';
          return (
            <li key={name} class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
              {state === 'past' && <Icon name="check" />}
              {state === 'now' && <span class="spinner" />}
              {state === 'later' && <span class="dot" />}
              {flash.steps[name]}
              {state === 'past' && <span class="hidden">{flash.done}</span>}
            </li>
          );
        })}
      </ol>
      <div class="flash-way">
        <progress class="way" aria-label={flash.steps.write} max={1} value={share} />
        <p class="numbers" aria-hidden="true">
          {format.percent(share)}
        </p>
      </div>
    </div>
  );
}
