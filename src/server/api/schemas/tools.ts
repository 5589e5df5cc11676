import { type Static, Type } from 'typebox';
import { PetKind, Reason, Scores } from './terms.js';

/** Verdict on one uploaded photo among the others. */
export const BestCutFrame = Type.Object({
  index: Type.Integer({ description: 'Place in the upload, from 0.' }),
  place: Type.Integer({ minimum: 1, description: '1 is the best.' }),
  gates: Type.Array(Type.String(), {
    description: 'Names of what this photo failed; empty for a sound one.',
  }),
  scores: Scores,
  reason: Reason,
});
/** Value that the schema `BestCutFrame` describes. */
export type BestCutFrame = Static<typeof BestCutFrame>;

/** `ranking` and `frames` leave out photos that could not be decoded; those are in `refused`. */
export const BestCutAnswer = Type.Object({
  best: Type.Integer({ description: 'Index of the best photo in the upload, from 0.' }),
  ranking: Type.Array(Type.Integer(), { description: 'Indices, best first.' }),
  pet: Type.Union([PetKind, Type.Null()], {
    description: '`other` where there is a pet that could be a cat or a dog.',
  }),
  score: Type.Number({ description: 'Of the best photo, 0..1.' }),
  summary: Reason,
  frames: Type.Array(BestCutFrame),
  refused: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String() })),
});
/** Value that the schema `BestCutAnswer` describes. */
export type BestCutAnswer = Static<typeof BestCutAnswer>;

/** A JPEG may have 50 megapixels, another picture 25. The result has at most 96: `x-petcam-scale` says by how much it is larger. */
export const UpscaleQuery = Type.Object(
  {
    scale: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 4,
        multipleOf: 2,
        default: 2,
        description: 'How many times as wide and as high: 2 or 4.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Parameter of the address of one enlargement. */
export const EnlargementParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) });

/** How far an enlargement of an uploaded photo is. */
export const EnlargementState = Type.Object({
  id: Type.String({ description: 'Behind `/upscale/` it is the address of the enlargement.' }),
  state: Type.Union([Type.Literal('working'), Type.Literal('done'), Type.Literal('failed')]),
  done: Type.Number({ minimum: 0, maximum: 1, description: 'Share that is done.' }),
});
/** Value that the schema `EnlargementState` describes. */
export type EnlargementState = Static<typeof EnlargementState>;
