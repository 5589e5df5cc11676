import { STATUS_CODES } from 'node:http';
import { type FaultCode, isPublicCode, type PublicCode } from '../../../core/codes.js';
import { Fault, Refusal } from '../../../core/errors.js';
import type { FieldFault, Problem } from '../schemas/problem.js';
import { statusOfCode } from './status-codes.js';

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
