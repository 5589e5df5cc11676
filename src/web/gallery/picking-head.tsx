import { useEffect } from 'preact/hooks';
import { showToast } from '../components/notices.js';
import { useSignal } from '../core/signal.js';
import { useWords } from '../i18n/language.js';
import type { Picking } from './picking.js';

/** In place of the filters while photos are picked: how many there are, and the way out. */
export function PickingHead({ picking, onEnd }: { picking: Picking; onEnd: () => void }) {
  const { words, format } = useWords();
  const { size } = useSignal(picking.selection.picked);
  const refused = useSignal(picking.refused);
  useEffect(() => {
    if (refused > 0) showToast({ text: words.picking.most });
  }, [refused]);
  return (
    <div class="picking-head">
      <p role="status">{size === 0 ? words.picking.none : words.picking.picked(size, format.number(size))}</p>
      <button type="button" class="chip" onClick={onEnd}>
        {words.picking.end}
      </button>
    </div>
  );
}
