import { Steps } from '../components/steps.js';
import { useWords } from '../i18n/language.js';
import { works } from './screen.js';

/** Steps that the hub works through, with the present one marked. */
export function PairingWork({ step }: { step: string }) {
  const { words } = useWords();
  const at = (works as readonly string[]).indexOf(step);
  const first = at < 3 ? 0 : 3;
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{words.pairing.workTitle}</h1>
      <Steps
        steps={works.slice(first, first + 3).map((id) => ({ id, label: words.pairing.works[id] ?? id }))}
        at={at - first}
        done={words.pairing.done}
      />
    </div>
  );
}
