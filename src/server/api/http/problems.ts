import { STATUS_CODES } from 'node:http';
import { type FaultCode, isPublicCode, type PublicCode } from '../../../core/codes.js';
import { Fault, Refusal } from '../../../core/errors.js';
import type { FieldFault, Problem } from '../schemas/problem.js';

/** Status of each public code. docs/API.md lists them; a test compares. */
export const statusOfCode = {
  'request-invalid': 400,
  'body-invalid': 400,
  'cursor-invalid': 400,
  'photos-count': 400,
  'timetable-invalid': 400,
  'not-signed-in': 401,
  'credentials-wrong': 401,
  'refresh-invalid': 401,
  'refresh-reused': 401,
  'code-wrong': 403,
  'invitation-invalid': 403,
  'cross-site': 403,
  'owner-only': 403,
  'not-for-guests': 403,
  'guest-over': 403,
  'tls-required': 403,
  'host-unknown': 421,
  'not-found': 404,
  'photo-unknown': 404,
  'burst-unknown': 404,
  'frame-unknown': 404,
  'camera-unknown': 404,
  'user-unknown': 404,
  'session-unknown': 404,
  'variant-absent': 404,
  'highlight-unknown': 404,
  'pet-unknown': 404,
  'place-unknown': 404,
  'method-not-allowed': 405,
  'already-set-up': 409,
  'name-taken': 409,
  'last-owner': 409,
  'camera-exists': 409,
  'pet-name-taken': 409,
  'pets-full': 409,
  'backup-off': 409,
  'camera-offline': 409,
  'camera-paused': 409,
  'highlight-quiet': 409,
  'camera-refused': 409,
  'setting-unsupported': 409,
  'pairing-busy': 409,
  'pairing-not-now': 409,
  'pairing-unavailable': 409,
  'frame-aside': 409,
  'upload-slow': 408,
  'burst-not-aside': 409,
  'frame-gone': 410,
  'image-damaged': 410,
  'body-too-large': 413,
  'image-too-large': 413,
  'media-type': 415,
  'range-invalid': 416,
  'image-undecodable': 422,
  'idempotency-reused': 422,
  'vision-crashed': 422,
  'vision-timeout': 422,
  'too-many-requests': 429,
  'locked-out': 429,
  'firmware-unknown': 404,
  'firmware-off': 409,
  'firmware-exists': 409,
  'firmware-full': 409,
  'firmware-in-use': 409,
  'firmware-busy': 409,
  'firmware-no-camera': 409,
  'firmware-other-board': 409,
  'firmware-not-newer': 409,
  'firmware-claim': 422,
  'firmware-signature': 422,
  'firmware-length': 422,
  'firmware-hash': 422,
  'firmware-layout': 422,
  internal: 500,
  'push-service-unknown': 422,
  'push-full': 409,
  'hub-busy': 503,
  'vision-busy': 503,
  'vision-unavailable': 503,
  'vision-ended': 503,
  cancelled: 503,
  'listeners-full': 503,
  'viewers-full': 503,
  'camera-timeout': 504,
  'storage-full': 507,
  'storage-failed': 507,
  'stream-address': 422,
  'stream-unknown-host': 422,
  'stream-unreachable': 422,
  'stream-certificate': 422,
  'stream-password-needed': 422,
  'stream-password-wrong': 422,
  'stream-login-page': 422,
  'stream-web-page': 422,
  'stream-not-found': 422,
  'stream-redirect': 422,
  'stream-answer': 422,
  'stream-no-picture': 422,
  'stream-malformed': 422,
  'stream-too-large': 422,
  'stream-slow': 422,
  'stream-stalled': 422,
  'stream-ended': 422,
  'stream-ffmpeg': 422,
  'stream-unconfined': 422,
} as const satisfies Record<PublicCode, number>;

/** A refusal of the API itself. `retryAfter` is in whole seconds. */
export class ApiRefusal extends Refusal {
  declare readonly code: PublicCode;
  readonly retryAfter: number | undefined;
  readonly headers: Record<string, string>;

  constructor(
    code: PublicCode,
    message: string,
    more: { retryAfter?: number; headers?: Record<string, string> } = {},
  ) {
    super(code, message);
    this.retryAfter = more.retryAfter;
    this.headers = more.headers ?? {};
  }
}

/** Response to something thrown: the problem without its request id, and the headers that go along. */
export interface Answer {
  problem: Omit<Problem, 'requestId'>;
  headers: Record<string, string>;
}

/** Sentences for what the server's own libraries refuse: their words are for programmers. */
const foreignDetails = {
  'request-invalid': 'The address of the request cannot be read.',
  'body-invalid': 'The body cannot be read: it has to be what its content type says.',
  'body-too-large': 'The body is larger than this address takes.',
  'media-type': 'This address does not take a body of this content type.',
  'photos-count': 'There are more photos in the upload than this address takes.',
  'range-invalid': 'The range lies outside the file.',
  'not-found': 'There is nothing at this address.',
  'method-not-allowed': 'This address does not know this method.',
  'too-many-requests': 'Slow down; see the header retry-after.',
} satisfies Partial<Record<PublicCode, string>>;

/** Code of what a library of the server refuses. */
type ForeignCode = keyof typeof foreignDetails;

/** Codes of Fastify and its plugins, as the codes of this API. */
const foreignCodes: Record<string, ForeignCode> = {
  FST_ERR_BAD_URL: 'request-invalid',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'media-type',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_FILES_LIMIT: 'photos-count',
  FST_PARTS_LIMIT: 'body-too-large',
  FST_FIELDS_LIMIT: 'body-too-large',
};

/** Faults a client may know of; the others are ours alone. */
const faultCodes: Partial<Record<FaultCode, PublicCode>> = {
  'storage-full': 'storage-full',
  'vision-ended': 'vision-ended',
  'storage-failed': 'storage-failed',
  'vision-unavailable': 'vision-unavailable',
  'model-hash': 'vision-unavailable',
  'model-manifest': 'vision-unavailable',
  'model-missing': 'vision-unavailable',
  'model-shape': 'vision-unavailable',
  'vision-unconfined': 'vision-unavailable',
};

/** A message of a fault may name files of the hub: clients get this one. */
const blank = 'The hub could not do this; its log says why.';

/** Problem that a client gets when the disk takes nothing. */
const diskDetails: Partial<Record<PublicCode, string>> = {
  'storage-full': 'The disk of the hub is full: delete photos, or make room on it.',
  'storage-failed':
    'The disk of the hub takes nothing: it is read-only or failing. Photos can be looked at; nothing can be changed until it is mended.',
};

/** Statuses of errors that have no code we know, as the codes of this API. */
const codeOfStatus: Record<number, ForeignCode> = {
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  415: 'media-type',
  416: 'range-invalid',
  429: 'too-many-requests',
};

/** Parts of a request as a person calls them. */
const partNames: Record<string, string> = { params: 'address', querystring: 'query' };

/**
 * Turns anything thrown into what a client may see. A message of our own making is shown, any other is not: a refusal
 * that no request can cause is a mistake of the hub, and answered like one.
 */
export function answerTo(thrown: unknown): Answer {
  if (thrown instanceof ApiRefusal) return refusalAnswer(thrown);
  if (thrown instanceof Refusal)
    return isPublicCode(thrown.code) ? describe(thrown.code, thrown.message) : describe('internal', blank);
  if (thrown instanceof Fault) return faultAnswer(thrown);
  return foreignAnswer(thrown as ForeignError);
}

/** As TypeBox reports it. */
interface ValidationFault {
  keyword: string;
  instancePath: string;
  message: string;
  params: { requiredProperties?: string[]; additionalProperties?: string[] };
}

interface ForeignError {
  code?: unknown;
  statusCode?: unknown;
  message?: unknown;
  validation?: ValidationFault[];
  validationContext?: string;
}

function refusalAnswer(refusal: ApiRefusal): Answer {
  const answer = describe(refusal.code, refusal.message);
  Object.assign(answer.headers, refusal.headers);
  if (refusal.retryAfter !== undefined) answer.headers['retry-after'] = String(refusal.retryAfter);
  return answer;
}

function faultAnswer(fault: Fault): Answer {
  const code = faultCodes[fault.code] ?? 'internal';
  return describe(code, diskDetails[code] ?? blank);
}

function foreignAnswer(error: ForeignError): Answer {
  if (error.validation) return invalidRequest(error.validation, String(error.validationContext));
  const status = typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status < 400 || status >= 500) return describe('internal', blank);
  const code = foreignCodes[String(error.code)] ?? codeOfStatus[status] ?? 'body-invalid';
  return describe(code, foreignDetails[code]);
}

function invalidRequest(faults: ValidationFault[], part: string): Answer {
  const fields = faults.flatMap((fault) => fieldFaults(part, fault));
  const what = fields[0] ? `: ${sentenceOf(fields[0])}` : '';
  const answer = describe('request-invalid', `The ${partNames[part] ?? part} is not as it should be${what}.`);
  answer.problem.faults = fields;
  return answer;
}

/** Sentence about one field that does not fit: `id has to be at least 1`. */
function sentenceOf({ field, message }: FieldFault): string {
  const [, ...names] = field.split('/');
  return [names.join('.'), message].filter(Boolean).join(' ');
}

/** Kinds of values as a person calls them. */
const kindNames: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  null: 'null',
};

/** Words of a person for what the validator says about a value. */
function plainly(message: string): string {
  return message
    .replace(/^must be >=? /, 'has to be at least ')
    .replace(/^must be <=? /, 'has to be at most ')
    .replace(/^must match pattern .*/, 'has characters that it may not have')
    .replace(/^must match .*/, 'does not have a form that fits here')
    .replace(/^must be equal to .*/, 'is none of the words that are known here')
    .replace(/^must not have fewer than 1 \w+$/, 'may not be empty')
    .replace(/^must be multiple /, 'has to be a multiple ')
    .replace(/^must be (either )?(.+)$/, (_, _either, kinds: string) => `has to be ${kindsOf(kinds)}`)
    .replace(/^must (not )?/, (_, not) => (not ? 'may not ' : 'has to '))
    .replace('properties', 'fields');
}

function kindsOf(kinds: string): string {
  return kinds
    .split(' or ')
    .map((kind) => kindNames[kind] ?? kind)
    .join(' or ');
}

/** One fault a field: TypeBox gathers missing and unknown names, and says twice what an `anyOf` says once. */
function fieldFaults(part: string, fault: ValidationFault): FieldFault[] {
  const field = part + fault.instancePath;
  const { requiredProperties = [], additionalProperties = [] } = fault.params;
  if (fault.keyword === 'required')
    return requiredProperties.map((name) => ({ field: `${field}/${name}`, message: 'is missing' }));
  if (fault.keyword === 'additionalProperties')
    return additionalProperties.map((name) => ({ field: `${field}/${name}`, message: 'is not known' }));
  return fault.keyword === 'boolean' ? [] : [{ field, message: plainly(fault.message) }];
}

function describe(code: PublicCode, detail: string): Answer {
  const status = statusOfCode[code];
  const title = STATUS_CODES[status] as string;
  const retryAfter = code === 'hub-busy' ? '5' : '10';
  const headers: Record<string, string> =
    status === 503 || status === 507 ? { 'retry-after': retryAfter } : {};
  return { problem: { type: `urn:petcam:problem:${code}`, title, status, code, detail }, headers };
}
