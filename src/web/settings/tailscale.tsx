import { leadLinks, type Reach } from '../api/reach-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { type AwayWords, awayWords } from '../i18n/away.js';
import { useWords } from '../i18n/language.js';

type Step = Reach['tailscale']['step'];

/** Steps of the list that are done, by how far the hub is: connected, certificates switched on, given to the hub. */
const DONE: Record<Step, number> = {
  off: 0,
  absent: 0,
  'signed-out': 0,
  'no-https': 1,
  refused: 2,
  asking: 2,
  ready: 3,
};

/** State of the ways in, Tailscale's among them, and who hears of a change. */
export interface TailscaleProps {
  reach: Reach;
  onReach: (reach: Reach) => void;
  /** Asks the hub to look again. */
  onLook: () => void;
}

/** The way to a name that every phone trusts, step by step: what is done, what is next, and where links lead. */
export function Tailscale({ reach, onReach, onLook }: TailscaleProps) {
  const { words, language } = useWords();
  const away = awayWords[language];
  const { busy, fault, run } = useBusy();
  const { step } = reach.tailscale;
  const leads = reach.links === 'tailscale';
  const done = DONE[step] + Number(leads && step === 'ready');
  const lead = (to: 'tailscale' | 'home') => void run(async () => onReach(await leadLinks(to)));
  return (
    <details open={leads || done > 0}>
      <summary>{away.setUp(away.kinds.tailscale)}</summary>
      <ol class="numbered">
        {away.steps.tailscale.map((text, index) => (
          <li key={text} class={index < done ? 'soft' : ''}>
            {index < done && <strong>{away.done} </strong>}
            {text}
          </li>
        ))}
      </ol>
      <p class="advice" role="status">
        {stateOf(reach.tailscale, away)}
      </p>
      {step !== 'ready' && step !== 'off' && (
        <button type="button" class="button quiet wide" onClick={onLook}>
          {away.look}
        </button>
      )}
      {step === 'ready' && reach.links === 'home' && (
        <button
          type="button"
          class="button wide"
          aria-disabled={busy}
          onClick={() => !busy && lead('tailscale')}
        >
          {away.leadAway}
        </button>
      )}
      {leads && (
        <button
          type="button"
          class="button quiet wide"
          aria-disabled={busy}
          onClick={() => !busy && lead('home')}
        >
          {away.leadHome}
        </button>
      )}
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </details>
  );
}

function stateOf({ step, address, reason }: Reach['tailscale'], { tailscale }: AwayWords): string {
  if (step === 'ready') return tailscale.ready(address ?? '');
  // Why it was refused before says nothing of a certificate that is on its way.
  return reason === null || step === 'asking' ? tailscale[step] : `${tailscale[step]} (${reason})`;
}
