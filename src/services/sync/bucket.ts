/** The owner's bucket, over the S3 protocol. The only place that knows how it is spoken. */
import { S3mini } from 's3mini';
import type { RefusalCode } from '../../core/codes.js';
import { messageOf, Refusal } from '../../core/errors.js';

/** Address and access of the owner's bucket (S3). */
export interface BucketOptions {
  /** With the bucket as its path (`https://s3.example/bucket`) or in its host. */
  url: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** One object of the bucket as its list shows it. */
export interface BucketEntry {
  key: string;
  bytes: number;
  md5: string;
}

/**
 * Rejects with a Refusal: `sync-unreachable`, `sync-denied` (wrong keys or no right), `sync-clock` (the hub's clock is
 * wrong), `sync-full`, `sync-bucket-missing`, `sync-damaged` (arrived altered) or `sync-refused` with the server's word.
 */
export interface Bucket {
  put(key: string, bytes: Buffer, md5: string): Promise<void>;
  /** Facts of the object under this name, without fetching it. */
  look(key: string): Promise<BucketEntry | null>;
  get(key: string): Promise<Buffer | null>;
  /** Does nothing when it is not there. */
  remove(key: string): Promise<void>;
  /** Everything below a prefix, a page at a time. */
  list(prefix: string): AsyncGenerator<BucketEntry>;
}

/** A photo on a slow uplink takes a while; a server that says nothing for longer is gone. */
const REQUEST_TIMEOUT_MS = 120_000;
const PAGE = 1000;

/** Client of a bucket over the S3 protocol; nothing is asked of it yet. */
export function openBucket({ url, region, accessKey, secretKey, signal }: BucketOptions): Bucket {
  const s3 = new S3mini({
    endpoint: url,
    region,
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    fetch: (input, init) => fetch(input, { ...init, signal: withTimeout(signal) }),
  });
  return {
    put: (key, bytes, md5) => named(() => put(s3, key, bytes, md5)),
    look: (key) => named(() => look(s3, key)),
    get: (key) =>
      named(async () => {
        const found = await s3.getObjectArrayBuffer(key);
        return found && Buffer.from(found);
      }),
    remove: (key) => named(async () => void (await s3.deleteObject(key))),
    list: (prefix) => pages(s3, prefix),
  };
}

async function put(s3: S3mini, key: string, bytes: Buffer, md5: string): Promise<void> {
  const digest = Buffer.from(md5, 'hex').toString('base64');
  // The server compares: an object that was altered on its way is refused.
  const headers = { 'content-md5': digest } as Record<`x-amz-${string}`, string>;
  await s3.putObject(key, bytes, 'application/octet-stream', undefined, headers);
}

async function look(s3: S3mini, key: string): Promise<BucketEntry | null> {
  const md5 = await s3.getEtag(key);
  return md5 === null ? null : { key, md5: plain(md5), bytes: await s3.getContentLength(key) };
}

async function* pages(s3: S3mini, prefix: string): AsyncGenerator<BucketEntry> {
  let token: string | undefined;
  do {
    const page = await named(() => s3.listObjectsPaged('/', prefix, PAGE, token));
    if (!page) throw new Refusal('sync-bucket-missing', 'There is no such bucket.');
    for (const { Key, Size, ETag } of page.objects ?? [])
      yield { key: Key, bytes: Number(Size), md5: plain(ETag) };
    token = page.nextContinuationToken;
  } while (token);
}

const plain = (etag: string) => etag.replaceAll(/"|&quot;/g, '');

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

async function named<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw refusalOf(thrown);
  }
}

interface ServiceError {
  status?: number;
  serviceCode?: string;
  body?: string;
}

const meanings: [pattern: RegExp, code: RefusalCode, message: string][] = [
  [/RequestTimeTooSkewed/, 'sync-clock', "The storage refuses the hub's clock: set the right time."],
  [/quota|EntityTooLarge|InsufficientStorage|^413|^507/i, 'sync-full', 'The bucket is full.'],
  [/NoSuchBucket/, 'sync-bucket-missing', 'There is no such bucket.'],
  [/BadDigest|InvalidDigest/, 'sync-damaged', 'An object arrived altered.'],
  [/^40[13]/, 'sync-denied', 'The storage refuses the keys, or they have no right to this bucket.'],
];

function refusalOf(thrown: unknown): Refusal {
  const { status, serviceCode = '', body = '' } = serviceErrorOf(thrown);
  if (status === undefined)
    return new Refusal('sync-unreachable', `The storage cannot be reached: ${causeOf(thrown)}`, {
      cause: thrown,
    });
  const said = `${status} ${serviceCode} ${body}`;
  const meaning = meanings.find(([pattern]) => pattern.test(said));
  const [, code = 'sync-refused', message = `The storage answers ${status} ${serviceCode}.`] = meaning ?? [];
  return new Refusal(code, message, { cause: thrown });
}

/** The library wraps some of its errors. */
function serviceErrorOf(thrown: unknown): ServiceError {
  const { status, cause } = thrown as ServiceError & { cause?: unknown };
  if (status !== undefined || !cause) return thrown as ServiceError;
  return serviceErrorOf(cause);
}

function causeOf(thrown: unknown): string {
  const { cause } = thrown as { cause?: unknown };
  return cause ? causeOf(cause) : messageOf(thrown);
}
