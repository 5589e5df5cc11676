/** Requests to a storage over HTTP, with every answer looked at before the client of S3 believes it. */
import { Refusal } from '../../core/errors.js';
import { readStorageAnswer, type StorageAnswer } from './storage-answer.js';

/** Answer that is no success, thrown through the client of S3. */
export class NoSuccess extends Error {
  override readonly name = 'NoSuccess';
  readonly answer: StorageAnswer;
  /** Absolute address that was asked. */
  readonly asked: string;

  constructor(answer: StorageAnswer, asked: string) {
    super(`the storage answers ${answer.status}`);
    this.answer = answer;
    this.asked = asked;
  }
}

/** A photo on a slow uplink takes a while; a server that says nothing for longer is gone. */
export const REQUEST_TIMEOUT_MS = 120_000;
/** What is read of an answer that is no success, in bytes. */
const MOST_READ = 64 * 1024;

/**
 * `fetch` for one bucket. A redirect is not followed: the signature is for one host. `signal` ends what is under way.
 * Rejects with `NoSuccess`, or with a Refusal `sync-refused` for a success that no storage would give.
 */
export function storageFetch(signal: AbortSignal | undefined): typeof fetch {
  return async (input, init = {}) => {
    const asked = String(input);
    const answer = await fetch(asked, { ...init, redirect: 'manual', signal: withTimeout(signal) });
    const { method = 'GET' } = init;
    if (answer.ok) return checked(answer, method, asked);
    if (answer.status === 404 && (method === 'GET' || method === 'HEAD')) return answer;
    const signedAt = new Headers(init.headers).get('x-amz-date');
    const body = await beginningOf(answer);
    throw new NoSuccess(
      readStorageAnswer({ status: answer.status, headers: answer.headers, body, asked, signedAt }),
      asked,
    );
  };
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= MOST_READ) break;
  }
  return Buffer.concat(parts).subarray(0, MOST_READ).toString();
}

/**
 * A sign-in page of a network answers 200 to everything: believed, nothing would be in the bucket. The content type
 * alone tells nothing, since some storages call an empty answer HTML.
 */
async function checked(answer: Response, method: string, asked: string): Promise<Response> {
  if (new URL(asked).searchParams.has('list-type')) return listed(answer, asked);
  const isPage = method === 'DELETE' && answer.status === 200 && isHtml(answer);
  if (isPage || (method !== 'DELETE' && !answer.headers.has('etag'))) {
    await answer.body?.cancel();
    throw noStorage(isPage ? 'with a page' : 'without the mark that a storage gives each object (ETag)');
  }
  return answer;
}

const isHtml = ({ headers }: Response) => /^\s*text\/html/i.test(headers.get('content-type') ?? '');

async function listed(answer: Response, asked: string): Promise<Response> {
  const text = await answer.text();
  const plain = text.replaceAll(/(<\/?)[\w-]+:/g, '$1');
  const whole = /<ListBucketResult[\s>]/.test(plain) && /<\/ListBucketResult\s*>\s*$/.test(plain);
  if (!whole) throw noStorage('with something that is no list of objects');
  if (/<IsTruncated>\s*true/i.test(plain) && !/<Next(ContinuationToken|Marker)>[^<]/.test(plain))
    throw noStorage('with a list that is cut off and does not say how it goes on');
  const [, next] = /<NextContinuationToken>([^<]*)</.exec(plain) ?? [];
  if (next && next === new URL(asked).searchParams.get('continuation-token'))
    throw noStorage('with the same list again and again');
  return new Response(plain, { headers: answer.headers });
}

const noStorage = (how: string) =>
  new Refusal(
    'sync-refused',
    `What answers at PETCAM_SYNC_URL is no storage that speaks S3: it answers ${how}.`,
  );
