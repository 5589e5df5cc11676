import { type Static, Type } from 'typebox';

/** Words that several parts of the API share. */

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Moment in ms since 1970-01-01 UTC. */
export const Time = Type.Integer({
  minimum: 0,
  maximum: 8_640_000_000_000_000,
  description: 'Milliseconds since 1970-01-01T00:00:00Z.',
});

/** Kinds of animals that a home can have. */
export const PetKind = Type.Enum(['cat', 'dog', 'other']);

/** Reason of a decision: code, parameters and the sentence in English. */
export const Reason = Type.Object(
  {
    code: Type.String({ description: 'Stable name, for translating.' }),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    text: Type.String({ description: 'The sentence in English.' }),
  },
  { description: 'Why something was decided.' },
);
/** Value that the schema `Reason` describes. */
export type Reason = Static<typeof Reason>;

/** Named numbers that decided, each 0..1, higher is better. */
export const Scores = Type.Record(Type.String(), Type.Number(), {
  description: 'Named numbers that decided, each 0..1, higher is better.',
});
/** Value that the schema `Scores` describes. */
export type Scores = Static<typeof Scores>;

/** Id of a camera: up to 32 lower-case letters, digits and hyphens. */
export const CameraId = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
  description: 'Lower-case letters, digits and hyphens, at most 32.',
});

/** The header of requests that may be sent again when their answer was lost. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'Made up by the client for one request. Sent again with the same request, it gets the same answer for ten minutes, and nothing is done twice.',
    }),
  ),
});

/** Path parameters of everything that has a number. */
export const NumberedPath = Type.Object({ id: Id });
/** Value that the schema `NumberedPath` describes. */
export type NumberedPath = Static<typeof NumberedPath>;

/** Path parameters of a camera. */
export const CameraPath = Type.Object({ id: CameraId });
/** Value that the schema `CameraPath` describes. */
export type CameraPath = Static<typeof CameraPath>;
