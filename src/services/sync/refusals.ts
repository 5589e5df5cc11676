/** Meaning of what a storage answers, as one sentence that says what to do. */
import type { RefusalCode } from '../../core/codes.js';
import { Refusal } from '../../core/errors.js';
import type { StorageAnswer } from './storage-answer.js';

/** Bucket as the settings name it, for the sentences. */
export interface AskedBucket {
  region: string;
}

/** Servers refuse a signature that is older or newer than this. Milliseconds. */
const LARGEST_SKEW_MS = 15 * 60_000;

type Meaning = [code: RefusalCode, sentence: string];

/** Refusal that names what an answer means; `cause` is what was thrown. */
export function refusalOfAnswer(answer: StorageAnswer, asked: AskedBucket, cause: unknown): Refusal {
  const meaning =
    placeOf(answer, asked) ?? byCode(answer) ?? byWords(answer) ?? byStatus(answer) ?? byClock(answer);
  const [code, sentence] = meaning ?? general(answer);
  const quoted =
    meaning && QUOTED.has(code) && answer.message ? ` The storage says: "${answer.message}"` : '';
  return new Refusal(code, sentence + quoted, { cause });
}

/** Codes with several causes, of which the server's own sentence names one. */
const QUOTED = new Set<RefusalCode>(['sync-denied', 'sync-full']);

/** The bucket is in another region, or at another address, as the answer says. */
function placeOf({ status, code, region, endpoint, location, isPage }: StorageAnswer, asked: AskedBucket) {
  const moved = status >= 300 && status < 400;
  if (
    region !== null &&
    region !== asked.region &&
    (moved || REGIONAL.has(code ?? '') || (status === 400 && !code))
  )
    return meaning(
      'sync-region',
      `The bucket is in the region "${region}", not in "${asked.region}": set PETCAM_SYNC_REGION=${region}${
        endpoint ? `, and the address of the bucket (PETCAM_SYNC_URL) to the host ${endpoint}` : ''
      }.`,
    );
  if (REGIONAL.has(code ?? ''))
    return meaning(
      'sync-region',
      `The storage has this bucket in another region than "${asked.region}": set PETCAM_SYNC_REGION to the one it names for the bucket.`,
    );
  if (!moved) return null;
  const to = location ?? (endpoint && `the host ${endpoint}`);
  if (to === null)
    return meaning('sync-moved', `The storage answers ${status} and does not say where the bucket is.`);
  return meaning(
    'sync-moved',
    isPage && location
      ? `Something before the storage sends to a page, ${to}: sign in to the network, or correct PETCAM_SYNC_URL.`
      : `The storage serves this bucket elsewhere, at ${to}: correct PETCAM_SYNC_URL.`,
  );
}

const REGIONAL = new Set([
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'IllegalLocationConstraintException',
  'InvalidRegion',
  'InvalidRegionName',
]);

const CLOCK: Meaning = ['sync-clock', "The storage refuses the hub's clock: set the right time."];
const FULL: Meaning = ['sync-full', 'The bucket is full: make room in it, or raise its limit.'];
const MISSING: Meaning = [
  'sync-bucket-missing',
  'There is no such bucket: make it, or correct its name in PETCAM_SYNC_URL.',
];
const DAMAGED: Meaning = ['sync-damaged', 'An object arrived altered; it is sent again.'];
const NO_RIGHT: Meaning = ['sync-denied', 'The keys have no right to this in the bucket.'];
const ACCOUNT: Meaning = ['sync-denied', 'The storage has closed the account.'];
const BUSY: Meaning = ['sync-busy', 'The storage is busy or out of order; it is tried again.'];

const CODES: [pattern: RegExp, meaning: Meaning][] = [
  [/^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/, CLOCK],
  [/quota|StorageFull|InsufficientStorage|CapExceeded|CapacityExceeded|StorageLimit/i, FULL],
  [/^(NoSuchBucket|InvalidBucketName|BucketNotFound)$/, MISSING],
  [
    /^(BadDigest|InvalidDigest|XAmzContentSHA256Mismatch|XAmzContentChecksumMismatch|IncompleteBody)$/,
    DAMAGED,
  ],
  [
    /^(InvalidAccessKeyId|InvalidToken|ExpiredToken)$/,
    ['sync-denied', 'The storage does not know the access key: check PETCAM_SYNC_ACCESS_KEY.'],
  ],
  [
    /^(SignatureDoesNotMatch|XAmzSignatureMismatch)$/,
    [
      'sync-denied',
      'The secret key does not belong to the access key: check the file of PETCAM_SYNC_SECRET_KEY_FILE.',
    ],
  ],
  [/^(AccountProblem|AllAccessDisabled|NotSignedUp|AccountSuspended|UserSuspended)$/, ACCOUNT],
  [
    /^(SlowDown|ServiceUnavailable|InternalError|RequestTimeout|OperationAborted|ConditionalRequestConflict|TooManyRequests|RequestLimitExceeded|Throttl\w*|BandwidthLimitExceeded|Busy)$/i,
    BUSY,
  ],
];

const byCode = ({ code }: StorageAnswer) =>
  code === null ? null : (CODES.find(([pattern]) => pattern.test(code))?.[1] ?? null);

/** Servers that have no code of their own for a full bucket say `AccessDenied` or the like, and the rest in words. */
function byWords({ code, message, status }: StorageAnswer): Meaning | null {
  const full =
    /quota|cap exceeded|storage (?:cap|limit|is full)|exceed\w* (?:\w+ ){0,3}storage|no space left|disk full/i;
  if (status !== 429 && full.test(message ?? '')) return FULL;
  return code === 'AccessDenied' ? NO_RIGHT : null;
}

function byStatus({ status, code, isPage }: StorageAnswer): Meaning | null {
  if (status === 507) return FULL;
  if (status === 413)
    return code === 'EntityTooLarge'
      ? FULL
      : meaning(
          'sync-refused',
          'The storage, or a proxy before it, takes no object of this size: raise its limit (nginx: client_max_body_size).',
        );
  if (status === 408 || status === 425 || status === 429 || (status >= 500 && !NOT_BUSY.has(status)))
    return BUSY;
  if (status === 511)
    return meaning('sync-unreachable', 'The network asks for a sign-in before it lets anything through.');
  if (isPage)
    return meaning(
      'sync-refused',
      `A page answers in place of the storage (${status}): correct PETCAM_SYNC_URL, or what stands before the storage.`,
    );
  return null;
}

/** Statuses above 500 that waiting does not help. */
const NOT_BUSY = new Set([501, 505, 511]);

/** The answer to a HEAD has no code: the server's own time tells whether the clock is what it refuses. */
function byClock({ status, code, clockAheadMs }: StorageAnswer): Meaning | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  if (code === null && clockAheadMs !== null && Math.abs(clockAheadMs) > LARGEST_SKEW_MS) return CLOCK;
  if (status === 400) return null;
  return meaning('sync-denied', 'The storage refuses the keys, or they have no right to this bucket.');
}

function general({ status, code, message }: StorageAnswer): Meaning {
  const words = message === null ? '.' : `: "${message}"`;
  return ['sync-refused', `The storage answers ${status}${code === null ? '' : ` ${code}`}${words}`];
}

const meaning = (code: RefusalCode, sentence: string): Meaning => [code, sentence];
