import { type Static, Type } from 'typebox';
import { Id, Reason, Scores, Time } from './terms.js';

const OptionalAddress = Type.Union([Type.String(), Type.Null()], {
  description: 'Null once the bytes of a losing frame have been removed.',
});

/** One frame of a burst with its verdict. */
export const BurstFrame = Type.Object({
  id: Id,
  index: Type.Integer({ minimum: 0 }),
  state: Type.Enum(['durable', 'kept', 'chosen', 'aside']),
  length: Type.Integer({ description: 'Bytes of the JPEG.' }),
  receivedAt: Time,
  takenAt: Time,
  place: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    description: '1 is the best; null until judged.',
  }),
  reason: Type.Union([Reason, Type.Null()]),
  gates: Type.Array(Type.String(), { description: 'Names of what this frame failed.' }),
  scores: Scores,
  images: Type.Object({ thumb: OptionalAddress, original: OptionalAddress }),
});
/** Value that the schema `BurstFrame` describes. */
export type BurstFrame = Static<typeof BurstFrame>;

const Aside = Type.Object(
  {
    reason: Type.String({
      description:
        '`vision-crashed` and `vision-timeout`: what its frames did to the vision process; `unforeseen` or another code: see `detail`.',
    }),
    detail: Type.String({ description: 'One sentence for whoever looks into it, in English.' }),
    at: Time,
  },
  { description: 'Why the burst gets no photo until somebody has it tried again.' },
);

/** One burst with its frames, its state and its photo. */
export const Burst = Type.Object({
  id: Id,
  camera: Type.String(),
  burst: Type.String({ description: "The camera's own name for it." }),
  trigger: Type.Union([Type.Enum(['motion', 'command', 'schedule', 'button']), Type.Null()]),
  state: Type.Enum(['open', 'closed', 'cut', 'empty', 'aside'], {
    description: '`closed` waits for its cut, `aside` for a person: see `aside`.',
  }),
  aside: Type.Union([Aside, Type.Null()]),
  openedAt: Time,
  closedAt: Type.Union([Time, Type.Null()]),
  closedBy: Type.Union([Type.Enum(['manifest', 'quiet', 'crowded']), Type.Null()]),
  missing: Type.Array(Type.Integer(), { description: 'Indices that were announced and never came.' }),
  rejected: Type.Array(
    Type.Object({
      index: Type.Union([Type.Integer(), Type.Null()]),
      reason: Type.String({ description: 'See docs/PROTOCOL.md, section Reasons.' }),
      count: Type.Integer(),
    }),
  ),
  photoId: Type.Union([Id, Type.Null()]),
  retryable: Type.Boolean({ description: 'Whether `POST /bursts/:id/retry` has something to try again.' }),
  frames: Type.Array(BurstFrame),
});
/** Value that the schema `Burst` describes. */
export type Burst = Static<typeof Burst>;

/** Query of the list of bursts. */
export const AsideQuery = Type.Object({
  state: Type.Enum(['aside', 'frames-aside'], {
    description:
      '`aside`: without a photo until somebody has them tried again. `frames-aside`: ended without frames that can be tried again, the latest 50.',
  }),
});
/** Value that the schema `AsideQuery` describes. */
export type AsideQuery = Static<typeof AsideQuery>;

/** One burst that was set aside, with the reason. */
export const AsideBurst = Type.Object({
  id: Id,
  camera: Type.String(),
  openedAt: Time,
  frames: Type.Integer({ minimum: 0, description: 'Frames that are set aside.' }),
  ...Aside.properties,
});
/** Value that the schema `AsideBurst` describes. */
export type AsideBurst = Static<typeof AsideBurst>;

/** Bursts that were set aside, the latest first. */
export const AsideBursts = Type.Object({ bursts: Type.Array(AsideBurst) });
/** Value that the schema `AsideBursts` describes. */
export type AsideBursts = Static<typeof AsideBursts>;

/** Query of a frame's image: thumbnail or original. */
export const FrameImageQuery = Type.Object({
  variant: Type.Optional(Type.Enum(['thumb', 'original'], { default: 'original' })),
});
/** Value that the schema `FrameImageQuery` describes. */
export type FrameImageQuery = Static<typeof FrameImageQuery>;
