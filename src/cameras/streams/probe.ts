import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { Credentials } from './authentication.js';
import { streamRefusal } from './failure.js';
import type { AddressRules } from './reachable-address.js';
import { type ReadSource, slownessOf } from './read-source.js';
import { type Resolve, resolveHost } from './resolve.js';
import { isReadable, type StreamKind, type StreamSource } from './source.js';
import { candidatesOf } from './well-known.js';

/** Camera that was found at an address, and the picture that it gave. */
export interface ProbedStream {
  source: StreamSource;
  kind: StreamKind;
  jpeg: Uint8Array;
}

/** Rules and time for a probe. */
export interface ProbeOptions {
  rules: AddressRules;
  read: ReadSource;
  clock: Clock;
  resolve?: Resolve;
}

/** Time for one place, and after which no further one is tried, in ms; longer where a scheme is slow to begin. */
const PLACE_MS = 5000;
const WHOLE_MS = 30_000;

/** Findings that end the search: the camera is there. */
const FINAL: readonly string[] = ['stream-password-needed', 'stream-password-wrong', 'stream-address'];
/** Findings by how much they say, when nothing was found. */
const TELLING: readonly string[] = [
  'stream-too-large',
  'stream-login-page',
  'stream-slow',
  'stream-stalled',
  'stream-ended',
  'stream-malformed',
  'stream-redirect',
  'stream-web-page',
  'stream-no-picture',
  'stream-answer',
  'stream-not-found',
];

/**
 * Address as a person types it: `http://` in front is left out, name and password may be in it.
 *
 * @throws Refusal `request-invalid` for what is no address of a scheme that the hub reads.
 */
export function readAddress(
  text: string,
  given: Credentials | null,
): { url: URL; credentials: Credentials | null } {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url === null || !isReadable(url))
    throw new Refusal(
      'request-invalid',
      'Cameras are read at addresses that begin with http://, https://, rtsp://, rtsps://, mqtt:// or mqtts://.',
    );
  const inside =
    url.username === '' ? null : { username: unescaped(url.username), password: unescaped(url.password) };
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, credentials: given ?? inside };
}

/** A percent sign that begins no escape stands for itself. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25'));
}

/**
 * Looks for a camera at an address, at the well-known places where it names no path, one after the other: small cameras
 * serve one client.
 *
 * @throws Refusal with the most telling of `STREAM_FAILURES`.
 */
export async function probeAddress(
  url: URL,
  credentials: Credentials | null,
  options: ProbeOptions,
): Promise<ProbedStream> {
  const { rules, clock, resolve, read } = options;
  const end = clock.monotonic() + WHOLE_MS;
  let told: Refusal | null = null;
  for (const candidate of candidatesOf(url)) {
    if (clock.monotonic() >= end) break;
    try {
      const address = await resolveHost(candidate, rules, resolve);
      const source = { url: candidate.href, address, certificate: null, credentials };
      return await firstPicture(source, read, clock);
    } catch (error) {
      if (!(error instanceof Refusal) || FINAL.includes(error.code)) throw error;
      told = told === null || isMoreTelling(error, told) ? error : told;
    }
  }
  throw told ?? streamRefusal('stream-unreachable', `Nothing answers at ${url.host}.`);
}

function isMoreTelling(error: Refusal, than: Refusal): boolean {
  const rank = ({ code }: Refusal) => (TELLING.includes(code) ? TELLING.indexOf(code) : TELLING.length);
  return rank(error) < rank(than);
}

async function firstPicture(source: StreamSource, read: ReadSource, clock: Clock): Promise<ProbedStream> {
  const controller = new AbortController();
  const placeMs = PLACE_MS * slownessOf(source);
  const cancel = clock.after(placeMs, () =>
    controller.abort(streamRefusal('stream-slow', `It gave no picture within ${placeMs / 1000} s.`)),
  );
  let found: ProbedStream | null = null;
  try {
    await read(source, {
      clock,
      signal: controller.signal,
      everyMs: placeMs,
      onPicture(jpeg, kind, certificate) {
        found ??= { source: { ...source, certificate }, kind, jpeg };
        controller.abort();
      },
    });
  } catch (error) {
    if (found === null) throw error;
  } finally {
    cancel();
  }
  return found as unknown as ProbedStream;
}
