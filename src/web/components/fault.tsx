import { ApiProblem, Unreachable } from '../api/problem.js';
import type { Words } from '../i18n/en.js';
import { useWords } from '../i18n/language.js';
import { Empty } from './empty.js';

/** What went wrong, in the owner's words. */
export function sayFault(thrown: unknown, words: Words): string {
  if (thrown instanceof Unreachable) return words.errors.unreachable;
  if (!(thrown instanceof ApiProblem) || thrown.status >= 500) return words.errors.generic;
  return words.errors.byCode[thrown.code] ?? thrown.message;
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
