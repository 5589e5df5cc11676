/**
 * Stable names of everything that is thrown on purpose. A code is kebab-case and never changes: clients, stored
 * reasons and counters hold it. A misspelt or unlisted one is a type error where it is thrown.
 */

/** Reasons for which a camera by address cannot be read. */
export const STREAM_FAILURES = [
  'stream-address',
  'stream-unknown-host',
  'stream-unreachable',
  'stream-certificate',
  'stream-password-needed',
  'stream-password-wrong',
  'stream-login-page',
  'stream-web-page',
  'stream-not-found',
  'stream-redirect',
  'stream-answer',
  'stream-no-picture',
  'stream-malformed',
  'stream-too-large',
  'stream-slow',
  'stream-stalled',
  'stream-ended',
  'stream-ffmpeg',
  'stream-unconfined',
] as const;

/** One reason for which a camera by address cannot be read. */
export type StreamFailure = (typeof STREAM_FAILURES)[number];

/** Codes that the API answers. Each has a status in server/api/http/problems.ts and words on the page. */
export const PUBLIC_CODES = [
  'request-invalid',
  'body-invalid',
  'cursor-invalid',
  'photos-count',
  'timetable-invalid',
  'not-signed-in',
  'credentials-wrong',
  'refresh-invalid',
  'refresh-reused',
  'code-wrong',
  'invitation-invalid',
  'cross-site',
  'owner-only',
  'not-for-guests',
  'guest-over',
  'tls-required',
  'host-unknown',
  'not-found',
  'photo-unknown',
  'burst-unknown',
  'frame-unknown',
  'camera-unknown',
  'user-unknown',
  'session-unknown',
  'variant-absent',
  'highlight-unknown',
  'film-unknown',
  'pet-unknown',
  'place-unknown',
  'share-link-unknown',
  'method-not-allowed',
  'already-set-up',
  'name-taken',
  'last-owner',
  'camera-exists',
  'pet-name-taken',
  'pets-full',
  'share-links-full',
  'backup-off',
  'links-fixed',
  'tailscale-not-ready',
  'camera-offline',
  'camera-paused',
  'highlight-quiet',
  'films-busy',
  'camera-refused',
  'setting-unsupported',
  'pairing-busy',
  'pairing-not-now',
  'pairing-unavailable',
  'frame-aside',
  'upload-slow',
  'burst-not-aside',
  'frame-gone',
  'image-damaged',
  'body-too-large',
  'image-too-large',
  'media-type',
  'range-invalid',
  'image-undecodable',
  'idempotency-reused',
  'vision-crashed',
  'vision-timeout',
  'too-many-requests',
  'locked-out',
  'firmware-unknown',
  'firmware-off',
  'firmware-exists',
  'firmware-full',
  'firmware-in-use',
  'firmware-busy',
  'firmware-no-camera',
  'firmware-other-board',
  'firmware-not-newer',
  'firmware-claim',
  'firmware-signature',
  'firmware-length',
  'firmware-hash',
  'firmware-layout',
  'internal',
  'push-service-unknown',
  'push-full',
  'hub-busy',
  'vision-busy',
  'vision-unavailable',
  'vision-ended',
  'cancelled',
  'listeners-full',
  'viewers-full',
  'camera-timeout',
  'storage-full',
  'storage-failed',
  ...STREAM_FAILURES,
] as const;

/** One code that an answer of the API can have. */
export type PublicCode = (typeof PUBLIC_CODES)[number];

/** Codes of messages and packets of cameras: they are counted, and some are named to the camera. */
type CameraCode =
  | 'topic-invalid'
  | 'ack-invalid'
  | 'availability-invalid'
  | 'handover-invalid'
  | 'manifest-invalid'
  | 'response-invalid'
  | 'state-invalid'
  | 'update-invalid'
  | 'message-too-large'
  | 'packet-malformed'
  | 'packet-too-large'
  | 'not-jpeg'
  | 'frame-empty'
  | 'frame-too-large'
  | 'conflict'
  | 'late'
  // A camera's own no to a command of the hub.
  | 'invalid'
  | 'busy'
  | 'no-key'
  | 'not-newer'
  | 'other-board'
  | 'signature';

/** Codes of work that runs without a person: they are kept with the work, or end it. */
type WorkCode = 'burst-not-closed' | 'capture-failed' | 'job-unknown' | 'notify-gone' | 'notify-refused';

/** Codes of the owner's bucket, which the state of the synchronisation names. */
export const SYNC_CODES = [
  'sync-unreachable',
  'sync-denied',
  'sync-clock',
  'sync-full',
  'sync-bucket-missing',
  'sync-region',
  'sync-moved',
  'sync-busy',
  'sync-damaged',
  'sync-refused',
  'sync-key-wrong',
  'sync-list-invalid',
  'sync-recipient-invalid',
  'sync-hub-unknown',
  'sync-hub-not-empty',
  'parcel-invalid',
] as const;

/** Codes of commands at the terminal, which prints the sentence behind them. */
type CommandCode =
  | 'usage'
  | 'not-set-up'
  | 'hub-refused'
  | 'data-there'
  | 'restore-over-data'
  | 'firmware-key'
  | 'model-name'
  | 'model-unfit'
  | 'no-bursts';

/** Reasons for which a pairing ends. The words for people, and what to do about it, are the page's. */
export const PAIRING_FAILURES = [
  'no-adapter',
  'no-permission',
  'no-bluetooth',
  'adapter-off',
  'nothing-found',
  'window-closed',
  'cancelled',
  'link-lost',
  'camera-silent',
  'wrong-code',
  'too-many-codes',
  'insecure-camera',
  'unknown-protocol',
  'not-our-camera',
  'tampered',
  'wifi-password',
  'wifi-not-found',
  'wifi-no-address',
  'wifi-refused',
  'handover-refused',
  'never-arrived',
  'camera-exists',
  'radio-failed',
] as const;

/** One reason for which a pairing ended. */
export type PairingFailure = (typeof PAIRING_FAILURES)[number];

/** Codes that a `Refusal` can have, wherever it ends. */
export type RefusalCode =
  | PublicCode
  | CameraCode
  | WorkCode
  | (typeof SYNC_CODES)[number]
  | CommandCode
  | PairingFailure;

/** Codes of a `Fault`. The API answers `internal` for most of them: they are the hub's own and stand in its log. */
export type FaultCode =
  | 'backup-damaged'
  | 'backup-failed'
  | 'backup-folder'
  | 'backup-foreign'
  | 'backup-full'
  | 'backup-missing'
  | 'broker-acl'
  | 'broker-packet-limit'
  | 'broker-refused'
  | 'broker-unreachable'
  | 'cancelled'
  | 'config-invalid'
  | 'data-closed'
  | 'data-missing'
  | 'database-damaged'
  | 'database-newer'
  | 'export-full'
  | 'file-missing'
  | 'file-not-written'
  | 'firmware-key'
  | 'http-port'
  | 'https-port'
  | 'hub-not-running'
  | 'hub-running'
  | 'metrics-token'
  | 'model-hash'
  | 'model-manifest'
  | 'model-missing'
  | 'model-shape'
  | 'mqtt-port'
  | 'mqtt-tls-port'
  | 'notify-unavailable'
  | 'owner-certificate'
  | 'restore-unfinished'
  | 'secret-damaged'
  | 'secret-missing'
  | 'secret-other'
  | 'storage-failed'
  | 'storage-full'
  | 'storage-stuck'
  | 'sync-off'
  | 'tls-certificate'
  | 'tls-damaged'
  | 'upload-unwritable'
  | 'vision-ended'
  | 'vision-unavailable'
  | 'vision-unconfined';

const publicCodes: ReadonlySet<unknown> = new Set(PUBLIC_CODES);

/** Tells the codes that the API answers from all others, and from what is no code at all. */
export function isPublicCode(code: unknown): code is PublicCode {
  return publicCodes.has(code);
}
