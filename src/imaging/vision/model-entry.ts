import { type Static, Type } from 'typebox';

const TensorEntry = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    type: Type.Union([Type.Literal('uint8'), Type.Literal('float32')]),
    /** A number, or a name for a size that is free. */
    shape: Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1 })])),
    about: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** Schema of one model in `manifest.json`: file, hash, tensors and options. */
export const ModelEntry = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]*$' }),
    task: Type.Union([
      Type.Literal('detect'),
      Type.Literal('upscale'),
      Type.Literal('head'),
      Type.Literal('appearance'),
    ]),
    /** A file in the same folder as the manifest. */
    file: Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*\\.onnx$' }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    bytes: Type.Integer({ minimum: 1, maximum: 1024 * 1024 * 1024 }),
    /** SPDX identifier. */
    licence: Type.String({ minLength: 1 }),
    /** Where the network or its training data came from. */
    source: Type.String({ minLength: 1 }),
    /** How this very file was made: the command. */
    made: Type.String({ minLength: 1 }),
    inputs: Type.Array(TensorEntry, { minItems: 1 }),
    outputs: Type.Array(TensorEntry, { minItems: 1 }),
    preprocess: Type.String(),
    postprocess: Type.String(),
    /** Options of this model for the code of its task; that code says what is in it. */
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);

/** One model: what it is for, which file, under which licence, what goes in and comes out. */
export type ModelEntry = Static<typeof ModelEntry>;
