/** What one look has found. `advice` says what to do; null when there is nothing to do. */
export interface Finding {
  /** What was looked at, in a word or two. */
  check: string;
  /** `warn` does not keep the hub from running; `fail` does, or loses photos. */
  verdict: 'ok' | 'warn' | 'fail';
  text: string;
  advice: string | null;
}

export const fine = (check: string, text: string): Finding => ({ check, verdict: 'ok', text, advice: null });

export const worry = (check: string, text: string, advice: string): Finding => ({
  check,
  verdict: 'warn',
  text,
  advice,
});

export const failure = (check: string, text: string, advice: string): Finding => ({
  check,
  verdict: 'fail',
  text,
  advice,
});
