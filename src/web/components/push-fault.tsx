import { ApiProblem, Unreachable } from '../api/problem.js';
import { useWords } from '../i18n/language.js';
import { sayFault } from './fault.js';

/** Why notifications could not be switched on or off; anything but an answer of the hub is a refusal of the browser. */
export function PushFault({ fault }: { fault: unknown }) {
  const { words } = useWords();
  const isHubs = fault instanceof ApiProblem || fault instanceof Unreachable;
  return (
    <div role="alert">
      {fault !== null && <p class="fault">{isHubs ? sayFault(fault, words) : words.settings.notifyDenied}</p>}
    </div>
  );
}
