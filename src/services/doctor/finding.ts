/** Result of one check. `advice` says what to do; null when there is nothing to do. */
export interface Finding {
  /** Subject of the check, in a word or two. */
  check: string;
  /** `warn` does not keep the hub from running; `fail` does, or loses photos. */
  verdict: 'ok' | 'warn' | 'fail';
  text: string;
  advice: string | null;
}

/** Finding that all is well with `check`. */
export const fine = (check: string, text: string): Finding => ({ check, verdict: 'ok', text, advice: null });

/** Finding that does not keep the hub from running, with advice. */
export const worry = (check: string, text: string, advice: string): Finding => ({
  check,
  verdict: 'warn',
  text,
  advice,
});

/** Finding that keeps the hub from running or loses photos, with advice. */
export const failure = (check: string, text: string, advice: string): Finding => ({
  check,
  verdict: 'fail',
  text,
  advice,
});
