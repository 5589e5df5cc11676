import { type Static, Type } from 'typebox';

/** Words that several parts of the API share. */

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

export const Time = Type.Integer({
  minimum: 0,
  maximum: 8_640_000_000_000_000,
  description: 'Milliseconds since 1970-01-01T00:00:00Z.',
});

export const Pet = Type.Enum(['cat', 'dog']);
export type Pet = Static<typeof Pet>;

export const Reason = Type.Object(
  {
    code: Type.String({ description: 'Stable name, for translating.' }),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    text: Type.String({ description: 'The sentence in English.' }),
  },
  { description: 'Why something was decided.' },
);
export type Reason = Static<typeof Reason>;

export const Scores = Type.Record(Type.String(), Type.Number(), {
  description: 'Named numbers that decided, each 0..1, higher is better.',
});
export type Scores = Static<typeof Scores>;

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
export type NumberedPath = Static<typeof NumberedPath>;

/** Path parameters of a camera. */
export const CameraPath = Type.Object({ id: CameraId });
export type CameraPath = Static<typeof CameraPath>;
