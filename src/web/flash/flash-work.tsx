import { Steps } from '../components/steps.js';
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
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{flash.workTitle}</h1>
      <Steps
        steps={flashSteps.map((id) => ({ id, label: flash.steps[id] }))}
        at={flashSteps.indexOf(step)}
        done={flash.done}
      />
      <div class="flash-way">
        <progress class="way" aria-label={flash.steps.write} max={1} value={share} />
        <p class="numbers" aria-hidden="true">
          {format.percent(share)}
        </p>
      </div>
    </div>
  );
}
