/** The owner's bucket, over the S3 protocol. The only place that knows how it is spoken. */
import { S3mini } from 's3mini';
import { messageOf, Refusal } from '../../core/errors.js';
import { refusalOfAnswer } from './refusals.js';
import { NoSuccess, REQUEST_TIMEOUT_MS, storageFetch } from './storage-fetch.js';

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
  /** Mark of the content, the MD5 in many storages; in those that encrypt or divide objects it is something else. */
  etag: string;
}

/**
 * Rejects with a Refusal: `sync-unreachable`, `sync-denied` (wrong keys or no right), `sync-clock` (the hub's clock is
 * wrong), `sync-full`, `sync-bucket-missing`, `sync-region` and `sync-moved` (with the place that the server names),
 * `sync-busy` (waiting helps), `sync-damaged` (arrived altered) or `sync-refused` with the server's word.
 */
export interface Bucket {
  put(key: string, bytes: Buffer, md5: string): Promise<void>;
  /** Mark of the object under this name, without fetching it; null when there is none. */
  etag(key: string): Promise<string | null>;
  get(key: string): Promise<Buffer | null>;
  /** Does nothing when it is not there. */
  remove(key: string): Promise<void>;
  /** Everything below a prefix, a page at a time. */
  list(prefix: string): AsyncGenerator<BucketEntry>;
}

const PAGE = 1000;

/** Client of a bucket over the S3 protocol; nothing is asked of it yet. */
export function openBucket(options: BucketOptions): Bucket {
  const place = new Place(options);
  return {
    put: (key, bytes, md5) => place.ask((s3) => put(s3, key, bytes, md5)),
    etag: (key) =>
      place.ask(async (s3) => {
        const etag = await s3.getEtag(key);
        return etag && plain(etag);
      }),
    get: (key) =>
      place.ask(async (s3) => {
        const found = await s3.getObjectArrayBuffer(key);
        return found && Buffer.from(found);
      }),
    remove: (key) => place.ask(async (s3) => void (await s3.deleteObject(key))),
    list: (prefix) => pages(place, prefix),
  };
}

const MOST_REDIRECTS = 3;

/** Address at which the bucket is served: the one of the settings, or the one that its server has sent to last. */
class Place {
  readonly #options: BucketOptions;
  readonly #settled: S3mini;
  #current: S3mini;

  constructor(options: BucketOptions) {
    this.#options = options;
    this.#settled = this.#client(options.url);
    this.#current = this.#settled;
  }

  /** Result of `call`, asked anew and with a new signature wherever a 307 or 308 sends. Rejects as `Bucket` does. */
  async ask<T>(call: (s3: S3mini) => Promise<T>): Promise<T> {
    let s3 = this.#current;
    for (let redirects = 0; ; redirects += 1) {
      try {
        const result = await call(s3);
        this.#current = s3;
        return result;
      } catch (thrown) {
        const to = redirects < MOST_REDIRECTS ? redirectOf(thrown, s3.endpoint) : null;
        this.#current = this.#settled;
        if (to === null) throw refusalOf(thrown, this.#options);
        s3 = this.#client(to);
      }
    }
  }

  #client(endpoint: string): S3mini {
    const { region, accessKey, secretKey, signal } = this.#options;
    const access = { accessKeyId: accessKey, secretAccessKey: secretKey };
    return new S3mini({ endpoint, region, ...access, fetch: storageFetch(signal) });
  }
}

/** Address of the bucket at the server to which a request was sent; null where it is not to be asked anew. */
function redirectOf(thrown: unknown, endpoint: URL): string | null {
  if (!(thrown instanceof NoSuccess)) return null;
  const { status, location } = thrown.answer;
  if ((status !== 307 && status !== 308) || location === null) return null;
  const to = new URL(location);
  const name = new URL(thrown.asked).pathname.slice(endpoint.pathname.replace(/\/$/, '').length);
  const weaker = endpoint.protocol === 'https:' && to.protocol !== 'https:';
  if (weaker || !/^https?:$/.test(to.protocol) || !to.pathname.endsWith(name)) return null;
  return to.origin + to.pathname.slice(0, to.pathname.length - name.length);
}

async function put(s3: S3mini, key: string, bytes: Buffer, md5: string): Promise<void> {
  const digest = Buffer.from(md5, 'hex').toString('base64');
  // The server compares: an object that was altered on its way is refused.
  const headers = { 'content-md5': digest } as Record<`x-amz-${string}`, string>;
  await s3.putObject(key, bytes, 'application/octet-stream', undefined, headers);
}

async function* pages(place: Place, prefix: string): AsyncGenerator<BucketEntry> {
  let token: string | undefined;
  do {
    const from = token;
    const page = await place.ask((s3) => s3.listObjectsPaged('/', prefix, PAGE, from));
    if (!page?.objects) throw new Refusal('sync-bucket-missing', 'There is no such bucket.');
    for (const { Key, Size, ETag } of page.objects)
      yield { key: Key, bytes: Number(Size), etag: plain(ETag) };
    token = page.nextContinuationToken;
  } while (token);
}

const plain = (etag: string) => etag.replace(/^W\//, '').replaceAll(/"|&quot;/g, '');

function refusalOf(thrown: unknown, asked: BucketOptions): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof NoSuccess) return refusalOfAnswer(thrown.answer, asked, thrown);
  return new Refusal('sync-unreachable', `The storage cannot be reached: ${causeOf(thrown)}`, {
    cause: thrown,
  });
}

function causeOf(thrown: unknown): string {
  const { cause, name } = thrown as { cause?: unknown; name?: string };
  if (name === 'TimeoutError') return `no answer for ${REQUEST_TIMEOUT_MS / 1000} s`;
  return cause ? causeOf(cause) : messageOf(thrown);
}
