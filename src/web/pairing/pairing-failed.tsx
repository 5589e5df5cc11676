import type { PairingStatus } from '../api/camera-calls.js';
import { Icon } from '../components/icon.js';
import { byCode } from '../i18n/by-code.js';
import { useWords } from '../i18n/language.js';
import { needsCable } from './screen.js';

/** State of the failed pairing, and the two ways on. */
export interface PairingFailedProps {
  status: PairingStatus;
  onAgain: () => void;
  onCable: () => void;
}

/** Page of a failed pairing: cause, advice, and the two ways on. */
export function PairingFailed({ status, onAgain, onCable }: PairingFailedProps) {
  const { words } = useWords();
  const { code = '', message = '' } = status.failure ?? {};
  const [what, advice] = byCode(words.pairing.failures, code) ?? [message, ''];
  const cable = needsCable(status);
  return (
    <div class="pairing-page">
      <Icon name={code === 'cancelled' ? 'camera' : 'warning'} className="large" />
      <h1 tabIndex={-1}>{what}</h1>
      <p class="soft">{advice}</p>
      {cable && (
        <button type="button" class="button wide" onClick={onCable}>
          {words.pairing.cableTitle}
        </button>
      )}
      <button type="button" class={`button wide ${cable ? 'quiet' : ''}`} onClick={onAgain}>
        {words.app.tryAgain}
      </button>
      {!cable && (
        <button type="button" class="text-button" onClick={onCable}>
          {words.pairing.byCable}
        </button>
      )}
    </div>
  );
}
