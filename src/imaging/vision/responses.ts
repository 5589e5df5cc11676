import { type TSchema, Type } from 'typebox';
import { SpooledBytes } from '../../core/spool.js';
import { ModelEntry } from './model-entry.js';
import type { VisionTask } from './types.js';

/** Answers of the vision process as the hub takes them: what is not as `types.ts` says is not believed. */

const closed = { additionalProperties: false };
/** Far more than any picture has; a bound for what is stored and shown. */
const Pixels = Type.Integer({ minimum: 1, maximum: 65_535 });
const Label = Type.String({ minLength: 1, maxLength: 40 });

const Bytes = Type.Refine(
  Type.Unknown(),
  (value) => value instanceof Uint8Array || value instanceof SpooledBytes,
);

const EncodedImage = Type.Object(
  {
    bytes: Bytes,
    mime: Type.Union([Type.Literal('image/jpeg'), Type.Literal('image/webp')]),
    width: Pixels,
    height: Pixels,
  },
  closed,
);

const Detection = Type.Object(
  {
    label: Label,
    score: Type.Number(),
    x: Type.Number(),
    y: Type.Number(),
    width: Type.Number(),
    height: Type.Number(),
  },
  closed,
);
const Found = Type.Array(Detection, { maxItems: 8 });

const Cells = Type.Array(Type.Number(), { maxItems: 10_000 });
const CoarseStats = Type.Object(
  {
    width: Pixels,
    height: Pixels,
    columns: Pixels,
    rows: Pixels,
    light: Cells,
    detail: Cells,
    grain: Type.Number(),
    damage: Type.Object(
      {
        grade: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]),
        missing: Type.Number({ minimum: 0, maximum: 1 }),
      },
      closed,
    ),
  },
  closed,
);

const FrameAnalysis = Type.Object(
  {
    width: Pixels,
    height: Pixels,
    pets: Found,
    others: Found,
    features: Type.Record(Type.String({ maxLength: 60 }), Type.Number(), { maxProperties: 200 }),
  },
  closed,
);

/** Schemas of the responses to each task; the hub believes no other. */
export const RESPONSES: Record<VisionTask, TSchema> = {
  motionCells: Type.Object(
    { width: Pixels, height: Pixels, cells: Type.Array(Type.Number(), { minItems: 192, maxItems: 192 }) },
    closed,
  ),
  coarseStats: CoarseStats,
  detect: Type.Object({ pets: Found, others: Found, hint: Type.Union([Detection, Type.Null()]) }, closed),
  analyse: FrameAnalysis,
  contents: Type.Object(
    {
      contents: Type.Array(
        Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { minItems: 256, maxItems: 256 }),
        { maxItems: 64 },
      ),
    },
    closed,
  ),
  appearances: Type.Object(
    { appearances: Type.Array(Type.Array(Type.Number(), { maxItems: 512 }), { maxItems: 8 }) },
    closed,
  ),
  thumbnails: Type.Object({ small: EncodedImage, large: EncodedImage }, closed),
  noticePicture: EncodedImage,
  upscale: Type.Object(
    {
      image: EncodedImage,
      model: Type.String({ minLength: 1, maxLength: 200 }),
      scale: Type.Number({ exclusiveMinimum: 0, maximum: 4 }),
    },
    closed,
  ),
  highlight: Type.Object({ animation: EncodedImage, collage: EncodedImage }, closed),
  film: Type.Object(
    {
      bytes: Bytes,
      mime: Type.Union([Type.Literal('video/mp4'), Type.Literal('image/webp')]),
      width: Pixels,
      height: Pixels,
    },
    closed,
  ),
  checkModel: Type.Object({}, closed),
  tryModel: ModelEntry,
};
