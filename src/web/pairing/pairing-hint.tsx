import type { PairingStatus } from '../api/camera-calls.js';
import { byCode } from '../i18n/by-code.js';
import { useWords } from '../i18n/language.js';

/** Cause and advice after a failed step, where it can be tried again at once. */
export function PairingHint({ failure }: { failure: PairingStatus['failure'] }) {
  const { words } = useWords();
  const said = failure && (byCode(words.pairing.failures, failure.code) ?? [failure.message, '']);
  return (
    <div role="alert">
      {said && (
        <p class="fault">
          <strong>{said[0]}</strong> {said[1]}
        </p>
      )}
    </div>
  );
}
