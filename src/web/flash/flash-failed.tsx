import { Icon } from '../components/icon.js';
import { FlashFailure } from './failure.js';
import { sayFlashFault, useFlashWords } from './flash-words.js';

/** Failure, and the ways on; `onRead` is null when the board has not been written. */
export interface FlashFailedProps {
  thrown: unknown;
  onRead: (() => void) | null;
  onAgain: () => void;
}

/** Page of a failure: cause, advice, and the ways on. */
export function FlashFailed({ thrown, onRead, onAgain }: FlashFailedProps) {
  const said = useFlashWords();
  const [what, advice] = sayFlashFault(thrown, said);
  return (
    <div class="pairing-page">
      <Icon name="warning" className="large" />
      <h1 tabIndex={-1}>{what}</h1>
      {advice !== '' && <p class="soft">{advice}</p>}
      {onRead && (
        <button type="button" class="button wide" onClick={onRead}>
          {said.flash.readAgain}
        </button>
      )}
      <button type="button" class={`button wide ${onRead ? 'quiet' : ''}`} onClick={onAgain}>
        {said.words.app.tryAgain}
      </button>
      {thrown instanceof FlashFailure && <p class="soft small flash-detail">{thrown.message}</p>}
    </div>
  );
}
