import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { MOST_ERROR_CHARACTERS } from '../../core/rpc/errors.js';
import type { FromService } from '../../core/rpc/messages.js';
import { RESPONSES } from './responses.js';
import type { ServiceCalls } from './service-calls.js';

const Words = Type.String({ maxLength: MOST_ERROR_CHARACTERS });
const Id = Type.Integer({ minimum: 1 });
/** Codes that a picture or a model can be refused with; `cancelled` and the like are the hub's own to say. */
const RefusalCode = Type.Union([
  Type.Literal('image-undecodable'),
  Type.Literal('image-too-large'),
  Type.Literal('model-unfit'),
  Type.Literal('vision-crashed'),
  Type.Literal('vision-timeout'),
]);
const FaultCode = Type.Union([
  Type.Literal('model-hash'),
  Type.Literal('model-manifest'),
  Type.Literal('model-missing'),
  Type.Literal('model-shape'),
  Type.Literal('vision-unavailable'),
  Type.Literal('vision-ended'),
]);
const closed = { additionalProperties: false };
const Thrown = { message: Words, stack: Type.Optional(Words) };

const EncodedErrorSchema = Type.Union([
  Type.Object({ family: Type.Literal('refusal'), code: RefusalCode, message: Words }, closed),
  Type.Object(
    {
      family: Type.Literal('fault'),
      code: FaultCode,
      message: Words,
      hint: Words,
      cause: Type.Optional(Type.Object(Thrown, closed)),
    },
    closed,
  ),
  Type.Object({ family: Type.Literal('unexpected'), ...Thrown }, closed),
]);

const Answer = Type.Union([
  Type.Object({ kind: Type.Literal('ready') }, closed),
  Type.Object(
    { kind: Type.Literal('progress'), id: Id, done: Type.Number({ minimum: 0, maximum: 1 }) },
    closed,
  ),
  Type.Object({ kind: Type.Literal('done'), id: Id, response: Type.Unknown() }, closed),
  Type.Object({ kind: Type.Literal('failed'), id: Id, error: EncodedErrorSchema }, closed),
]);

const ANSWERS: Record<keyof ServiceCalls, TSchema> = {
  ...RESPONSES,
  start: Type.Object({ reached: Type.Array(Words, { maxItems: 20 }) }, closed),
};

/** A task that says at every moment that it goes on is ended as well; a start has nothing to say before its end. */
const MOST_PROGRESS = 2_000;

/** Checks on what a vision service says, which is not trusted: each answer must be one to the call of its id. */
export class AnswerCheck {
  readonly #calls = new Map<number, { name: keyof ServiceCalls; progress: number }>();

  /** Takes note of a call that is sent. */
  expect(id: number, name: string): void {
    this.#calls.set(id, { name: name as keyof ServiceCalls, progress: 0 });
  }

  /**
   * Message of the service.
   * @throws Error for what is no message of a vision service, no answer to its call, or progress without end.
   */
  check(message: unknown): FromService {
    if (!Value.Check(Answer, message)) throw new Error('the vision service sent no message');
    if (message.kind === 'ready') return message;
    const call = this.#calls.get(message.id);
    if (!call) return message; // the client does not hear it
    if (message.kind === 'progress') this.#count(call);
    else this.#calls.delete(message.id);
    if (message.kind === 'done' && !Value.Check(ANSWERS[call.name], message.response))
      throw new Error(`the vision service sent no answer to ${call.name}`);
    return message;
  }

  #count(call: { name: keyof ServiceCalls; progress: number }): void {
    call.progress += 1;
    if (call.name === 'start') throw new Error('it spoke before it was asked');
    if (call.progress > MOST_PROGRESS) throw new Error('it says without end that it goes on');
  }
}
