import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { RESPONSES } from './responses.js';
import type { FromService } from './service-messages.js';
import type { VisionTask } from './types.js';

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
