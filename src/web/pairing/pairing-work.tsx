import { Icon } from '../components/icon.js';
import { useWords } from '../i18n/language.js';
import { works } from './screen.js';

/** Steps that the hub works through, with the present one marked. */
export function PairingWork({ step }: { step: string }) {
  const { words } = useWords();
  const at = (works as readonly string[]).indexOf(step);
  const part = at < 3 ? works.slice(0, 3) : works.slice(3);
  return (
    <div class="pairing-page">
      <h1 tabIndex={-1}>{words.pairing.workTitle}</h1>
      <ol class="works" aria-live="polite">
        {part.map((work) => {
          const index = works.indexOf(work);
          const state = index < at ? 'past' : index === at ? 'now' : 'later';
          return (
            <li key={work} class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
              {state === 'past' && <Icon name="check" />}
              {state === 'now' && <span class="spinner" />}
              {state === 'later' && <span class="dot" />}
              {words.pairing.works[work]}
              {state === 'past' && <span class="hidden">{words.pairing.done}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
