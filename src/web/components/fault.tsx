import { ApiProblem, Unreachable } from '../api/problem.js';
import type { Words } from '../i18n/en.js';
import { useWords } from '../i18n/language.js';
import { sayProblem } from '../i18n/reason.js';
import { Empty } from './empty.js';

/** Text for something that went wrong, in the owner's language. */
export function sayFault(thrown: unknown, words: Words): string {
  if (thrown instanceof Unreachable) return words.errors.unreachable;
  return thrown instanceof ApiProblem ? sayProblem(thrown, words) : words.errors.generic;
}

/** A screen whose content could not be fetched. */
export function FaultScreen({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const { words } = useWords();
  const title = thrown instanceof Unreachable ? words.errors.unreachableTitle : words.errors.title;
  return (
    <Empty icon="warning" title={title} text={sayFault(thrown, words)}>
      <button type="button" class="button" onClick={onRetry}>
        {words.app.tryAgain}
      </button>
    </Empty>
  );
}
