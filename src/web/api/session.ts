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

/** Asks the hub who we are; also the retry after it could not be reached. Without a token there is nothing to ask. */
export async function findSession(): Promise<void> {
  // A screen that says that the hub is away stays until something else is known.
  if (session.get().state !== 'unreachable') session.set({ state: 'starting' });
  if (sessionEpoch() === '') {
    session.set(await stranger());
    return;
  }
  try {
    if (isStale()) await freshenSession(sessionEpoch());
    session.set({ state: 'in', user: (await getMe()).user });
  } catch (thrown) {
    session.set(
      thrown instanceof ApiProblem && thrown.status < 500 ? await stranger() : { state: 'unreachable' },
    );
  }
}

async function stranger(): Promise<Session> {
  try {
    const { needed } = await send<SetupAnswer>('GET', '/setup');
    return { state: needed ? 'new' : 'out' };
  } catch {
    return { state: 'unreachable' };
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
