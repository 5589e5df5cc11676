import { hubAddress, nameHere } from '../core/base.js';
import { oneTabAtATime } from './one-tab.js';
import { type ApiProblem, problemOf, Unreachable } from './problem.js';
import type { TokenAnswer } from './types.js';

/**
 * Keeps the access cookie valid, so that images (which cannot retry by themselves) load too. Tabs share one
 * session whose refresh token works once, so one tab refreshes at a time, and the time of the last refresh is shared
 * through localStorage: a tab does not refresh what another one has just refreshed.
 */

const key = () => nameHere('petcam.access-until');
const marginMs = 60_000;

let refreshing: Promise<void> | null = null;
let lost: () => void = () => undefined;

/** Sets the listener for a session that cannot be refreshed: the person has to sign in again. */
export function onSessionLost(listener: () => void): void {
  lost = listener;
}

/** Notes that a token was issued that is good for `seconds`. */
export function noteIssued(seconds: number): void {
  localStorage.setItem(key(), String(Date.now() + seconds * 1000));
}

/** Forgets when tokens were issued, at the end of a session. */
export function forgetIssued(): void {
  localStorage.removeItem(key());
}

/** Calls `listener` when another tab has signed in, or out. */
export function onSessionElsewhere(listener: (signedIn: boolean) => void): void {
  addEventListener('storage', (event) => {
    if (event.key === key() && (event.oldValue === null || event.newValue === null))
      listener(event.newValue !== null);
  });
}

/** Names the token in use; changes with every refresh, in whichever tab it happened. */
export function sessionEpoch(): string {
  return localStorage.getItem(key()) ?? '';
}

/** True when the access token has run out, or will within a minute. */
export function isStale(): boolean {
  return Number(sessionEpoch()) - Date.now() < marginMs;
}

/**
 * Refreshes, unless the token is another one than at `epoch` already.
 * @throws ApiProblem when the session is over
 */
export function freshenSession(epoch: string): Promise<void> {
  if (isAnother(epoch)) return Promise.resolve();
  refreshing ??= oneTabAtATime(nameHere('refresh'), async () => {
    if (!isAnother(epoch)) await refresh();
  }).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

const isAnother = (epoch: string) => epoch !== sessionEpoch() && !isStale();

async function refresh(): Promise<void> {
  const init = {
    method: 'POST',
    headers: { 'x-petcam': '1', 'content-type': 'application/json' },
    body: '{}',
  };
  const response = await fetch(hubAddress('/token/refresh'), init).catch((cause: unknown) => {
    throw new Unreachable('/token/refresh', { cause });
  });
  if (response.ok) {
    const answer: TokenAnswer = await response.json();
    noteIssued(answer.expires_in);
    return;
  }
  const problem = await problemOf(response);
  if (isOver(problem)) {
    forgetIssued();
    lost();
  }
  throw problem;
}

const isOver = (problem: ApiProblem) =>
  problem.status === 401 || problem.status === 403 || problem.status === 400;
