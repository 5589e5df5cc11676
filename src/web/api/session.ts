import { signal } from '../core/signal.js';
import { getMe } from './calls.js';
import {
  forgetIssued,
  freshenSession,
  isStale,
  noteIssued,
  onSessionElsewhere,
  onSessionLost,
  sessionEpoch,
} from './freshness.js';
import { call, send } from './http.js';
import { ApiProblem } from './problem.js';
import type { Person, SetupAnswer, TokenAnswer } from './types.js';

/**
 * State of the sign-in on this phone. `unreachable` is the hub's absence, not a refusal: nobody is signed out by it.
 */
export type Session =
  | { state: 'starting' }
  | { state: 'unreachable' }
  | { state: 'new' }
  | { state: 'out' }
  | { state: 'in'; user: Person };

/** Session of this phone, which decides what the app shows. */
export const session = signal<Session>({ state: 'starting' });

const refreshCheckMs = 20_000;
/** A busy hub answers later than an idle one, and an idle one within a second. */
const answerMs = 5_000;
/** Questions that are on their way at once; without a hub each one waits for minutes. */
const mostAsking = 3;

let asking = 0;

/** Finds out who is signed in, and keeps the session fresh from then on. */
export function startSession(): void {
  onSessionLost(() => {
    if (session.get().state === 'in') session.set({ state: 'out' });
  });
  onSessionElsewhere((signedIn) => {
    if (signedIn) void findSession();
    else if (session.get().state === 'in') session.set({ state: 'out' });
  });
  setInterval(() => void keepFresh(), refreshCheckMs);
  document.addEventListener('visibilitychange', () => void keepFresh());
  void findSession();
}

/**
 * Asks the hub who we are; also the retry after it could not be reached. While it has not answered for long it is out of reach:
 * away from home a phone tries a private address for minutes. The answer counts all the same when it comes.
 */
export async function findSession(): Promise<void> {
  if (asking === mostAsking) return;
  asking += 1;
  const unanswered = setTimeout(() => isAway(), answerMs);
  await askWhoWeAre();
  clearTimeout(unanswered);
  asking -= 1;
}

/** A call that fails late says nothing against one that has been answered meanwhile. */
function isAway(): void {
  if (session.get().state === 'starting') session.set({ state: 'unreachable' });
}

/** Without a token there is nothing to ask. */
async function askWhoWeAre(): Promise<void> {
  // A screen that says that the hub is away stays until something else is known.
  if (session.get().state !== 'unreachable') session.set({ state: 'starting' });
  if (sessionEpoch() === '') {
    await askAsStranger();
    return;
  }
  try {
    if (isStale()) await freshenSession(sessionEpoch());
    session.set({ state: 'in', user: (await getMe()).user });
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.status < 500) await askAsStranger();
    else isAway();
  }
}

async function askAsStranger(): Promise<void> {
  try {
    const { needed } = await send<SetupAnswer>('GET', '/setup');
    session.set({ state: needed ? 'new' : 'out' });
  } catch {
    isAway();
  }
}

/** Name and password of a sign-in. */
export interface Credentials {
  username: string;
  password: string;
}

/** Signs a person in; rejects with the problem of the hub. */
export const signIn = (credentials: Credentials): Promise<void> => enter('/token', credentials);

/** The first person brings the setup code, later ones an invitation. */
export const register = (credentials: Credentials, code: string): Promise<void> =>
  enter('/register', { ...credentials, code });

/** Signs in with the code of a move, which another address of the hub gave to this browser. */
export const endMove = (code: string): Promise<void> => enter('/token/move', { code });

async function enter(path: string, body: object): Promise<void> {
  const answer = await send<TokenAnswer>('POST', path, { ...body, cookie: true, device: deviceName() });
  noteIssued(answer.expires_in);
  session.set({ state: 'in', user: answer.user });
}

/** Ends the session of this phone, on the hub too. */
export async function signOut(): Promise<void> {
  await call('POST', '/logout', {});
  forgetIssued();
  session.set({ state: 'out' });
}

async function keepFresh(): Promise<void> {
  if (session.get().state !== 'in' || document.hidden || !isStale()) return;
  await freshenSession(sessionEpoch()).catch(() => undefined);
}

/** Name of this phone in the session list: "iPhone", "Android", "Mac". */
function deviceName(): string {
  return /iPhone|iPad|Android|Macintosh|Windows|CrOS|Linux/.exec(navigator.userAgent)?.[0] ?? 'Browser';
}
