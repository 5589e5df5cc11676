import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { LossCode } from './child.js';
import type { CarriedError } from './messages.js';
import { RESPONSES } from './responses.js';
import type { VisionTask } from './types.js';

/** First message to a vision service: its resources and what to probe. */
export interface Hello {
  kind: 'hello';
  threads: number;
  upscale: 'auto' | 'best' | 'fast';
  maxRssBytes: number;
  /** Niceness of the process, 0..19. */
  nice: number;
  probe: Probe;
}

/** Things that must be out of reach from the inside; the service tries each and says what it reached. */
export interface Probe {
  /** Absolute paths of files and folders of the hub. */
  files: string[];
  /** A TCP port that the hub listens on, on 127.0.0.1, while the service starts. */
  port: number;
}

/** From the hub to the vision service. `id` is unique in the life of one connection. */
export type ToService =
  | Hello
  | { kind: 'run'; id: number; task: string; request: unknown; silenceMs: number }
  /** Stop working on it; an answer is still expected, and soon. */
  | { kind: 'cancel'; id: number }
  /** There is no more work: end. */
  | { kind: 'end' };

/** From the vision service to the hub. Every `run` gets one `done`, `failed` or `lost`, or the connection ends. */
export type FromService =
  /** The process is there; `reached` names what of the probe is open to it, empty when it is confined. */
  | { kind: 'ready'; reached: string[] }
  | { kind: 'unavailable'; error: CarriedError }
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'done'; id: number; response: unknown }
  | { kind: 'failed'; id: number; error: CarriedError }
  | { kind: 'lost'; id: number; code: LossCode; detail: string };

/** Bounds on the byte arrays of one message, to the service and back. */
export const MOST_REQUEST_BYTES = 512 * 1024 * 1024;
/** Limit of one response in bytes; an enlargement fits in it. */
export const MOST_RESPONSE_BYTES = 128 * 1024 * 1024;

const Words = Type.String({ maxLength: 4000 });
const Id = Type.Integer({ minimum: 1 });
/** Codes that a picture or a model can be refused with; `cancelled` and the like are the hub's own to say. */
const RefusalCode = Type.Union([
  Type.Literal('image-undecodable'),
  Type.Literal('image-too-large'),
  Type.Literal('model-unfit'),
]);
const FaultCode = Type.Union([
  Type.Literal('model-hash'),
  Type.Literal('model-manifest'),
  Type.Literal('model-missing'),
  Type.Literal('model-shape'),
  Type.Literal('vision-unavailable'),
]);
const closed = { additionalProperties: false };

const CarriedErrorSchema = Type.Union([
  Type.Object({ family: Type.Literal('refusal'), code: RefusalCode, message: Words }, closed),
  Type.Object(
    {
      family: Type.Literal('fault'),
      code: FaultCode,
      message: Words,
      hint: Words,
    },
    closed,
  ),
  Type.Object({ family: Type.Literal('unexpected'), message: Words }, closed),
]);

const FromServiceSchema = Type.Union([
  Type.Object({ kind: Type.Literal('ready'), reached: Type.Array(Words, { maxItems: 20 }) }, closed),
  Type.Object({ kind: Type.Literal('unavailable'), error: CarriedErrorSchema }, closed),
  Type.Object(
    { kind: Type.Literal('progress'), id: Id, done: Type.Number({ minimum: 0, maximum: 1 }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('done'), id: Id, response: Type.Unknown() }, closed),
  Type.Object({ kind: Type.Literal('failed'), id: Id, error: CarriedErrorSchema }, closed),
  Type.Object(
    {
      kind: Type.Literal('lost'),
      id: Id,
      code: Type.Union([
        Type.Literal('vision-crashed'),
        Type.Literal('vision-timeout'),
        Type.Literal('vision-ended'),
      ]),
      detail: Words,
    },
    closed,
  ),
]);

/**
 * Message of a vision service, checked against its schema and that of `task`.
 * @throws Error for what is no message of a vision service, or an answer to another task than `task`.
 */
export function checkFromService(message: unknown, task: string | null): FromService {
  if (!Value.Check(FromServiceSchema, message)) throw new Error('the vision service sent no message');
  if (
    message.kind === 'done' &&
    !(task !== null && Value.Check(RESPONSES[task as VisionTask], message.response))
  )
    throw new Error(`the vision service sent no answer to ${task ?? 'anything'}`);
  return message;
}
