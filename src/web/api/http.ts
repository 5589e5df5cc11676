import { hubAddress } from '../core/base.js';
import { freshenSession, sessionEpoch } from './freshness.js';
import { Pace } from './pace.js';
import { ApiProblem, problemOf, Unreachable } from './problem.js';

const pace = new Pace(8, 12);
const mostTries = 4;
/** Seconds. */
const longestWait = 5;

/** HTTP methods that the API uses. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * One call to the hub; the session's cookies travel by themselves. When the access token has run out it is
 * refreshed once and the call repeated.
 * @throws ApiProblem when the hub refuses, Unreachable when it does not answer
 */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  return withSession(() => send<T>(method, path, body));
}

/** As `call`, with bytes for a body, and the answer as it is. */
export function exchangeBytes(method: Method, path: string, body?: Blob): Promise<Response> {
  const headers = {
    ...(method === 'GET' ? {} : { 'x-petcam': '1' }),
    ...(body ? { 'content-type': 'application/octet-stream' } : {}),
  };
  return withSession(async () => {
    const response = await reachWithRetries(path, { method, headers, ...(body ? { body } : {}) });
    if (!response.ok) throw await problemOf(response);
    return response;
  });
}

async function withSession<T>(exchange: () => Promise<T>): Promise<T> {
  const epoch = sessionEpoch();
  try {
    return await exchange();
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
    await freshenSession(epoch);
    return await exchange();
  }
}

/** As `call`, but a 401 is the answer: for the calls that make the session. */
export async function send<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(method === 'GET' ? {} : { 'x-petcam': '1' }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await reachWithRetries(path, init);
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

/**
 * A hub that says it was too fast (a long scroll, two tabs that load at once) has done nothing yet: it is asked again
 * when it allows. Too many wrong passwords have the same status, and are for the person to hear.
 */
export async function reachWithRetries(path: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await reach(path, init);
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    if (response.status !== 429 || tries === mostTries || seconds > longestWait) return response;
    if ((await problemOf(response.clone())).code === 'locked-out') return response;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/** `fetch` at a pace the hub allows, with one name for every way that a network fails. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  const waitMs = pace.book(performance.now());
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  try {
    return await fetch(hubAddress(path), { credentials: 'same-origin', ...init });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw new Unreachable(path, { cause: thrown });
  }
}
