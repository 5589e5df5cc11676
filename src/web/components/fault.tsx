import { useEffect, useRef } from 'preact/hooks';
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

const RETRY_MS = 5_000;

/** Retries while the hub is away: every few seconds, and at once when the phone is in a network or in use again. */
export function useRetries(isAway: boolean, retry: () => void): void {
  const latest = useRef(retry);
  latest.current = retry;
  useEffect(() => {
    if (!isAway) return;
    const look = () => {
      if (document.visibilityState === 'visible') latest.current();
    };
    const timer = setInterval(look, RETRY_MS);
    window.addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [isAway]);
}

/** A screen whose content could not be fetched; it comes by itself when the hub is back. */
export function FaultScreen({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const { words } = useWords();
  useRetries(thrown instanceof Unreachable, onRetry);
  const title = thrown instanceof Unreachable ? words.errors.unreachableTitle : words.errors.title;
  return (
    <Empty icon="warning" title={title} text={sayFault(thrown, words)}>
      <button type="button" class="button" onClick={onRetry}>
        {words.app.tryAgain}
      </button>
    </Empty>
  );
}

/** A whole screen that could not be fetched; `title` names it to a screen reader. */
export function ScreenFault(props: { title: string; thrown: unknown; onRetry: () => void }) {
  return (
    <>
      <h1 class="hidden" tabIndex={-1}>
        {props.title}
      </h1>
      <FaultScreen thrown={props.thrown} onRetry={props.onRetry} />
    </>
  );
}
