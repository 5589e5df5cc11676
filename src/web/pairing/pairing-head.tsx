import { useWords } from '../i18n/language.js';
import { useSecondsLeft } from './use-pairing.js';

/** Title, step and time left in the head of the pairing. */
export interface PairingHeadProps {
  title: string;
  /** 1 to 4; null beside the way. */
  step: number | null;
  /** Until the window closes; null when none is open. */
  leftMs: number | null;
  /** Null when there is nothing to cancel any more. */
  onCancel: (() => void) | null;
}

const steps = 4;

/** Where one is, how long there is, and the way out. */
export function PairingHead({ title, step, leftMs, onCancel }: PairingHeadProps) {
  const { words } = useWords();
  const left = useSecondsLeft(leftMs);
  return (
    <header class="pairing-head">
      <div>
        <p class="soft small">{title}</p>
        {left !== null && (
          <p class="countdown numbers" role="timer">
            {words.pairing.left(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`)}
          </p>
        )}
        {onCancel && (
          <button type="button" class="text-button" onClick={onCancel}>
            {words.pairing.cancel}
          </button>
        )}
      </div>
      {step !== null && (
        <div class="step-bar" role="img" aria-label={words.pairing.step(step, steps)}>
          {Array.from({ length: steps }, (_, index) => (
            <i key={index} class={index < step ? 'lit' : ''} />
          ))}
        </div>
      )}
    </header>
  );
}
