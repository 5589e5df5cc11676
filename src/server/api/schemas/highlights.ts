import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

const Kind = Type.Enum(['day', 'week']);

const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'A day in the local time of the hub, for instance `2026-11-23`; of a week its Monday.',
});

const Address = Type.Union([Type.String(), Type.Null()], {
  description: 'Path of the image on this hub, cacheable for ever; null until it is made.',
});

/** One highlight of a day or week with its photos and its state. */
export const Highlight = Type.Object(
  {
    id: Id,
    kind: Kind,
    day: Day,
    from: Time,
    until: Time,
    state: Type.Enum(['pending', 'done', 'failed']),
    photos: Type.Array(Id, { description: 'In the order they were taken.' }),
    best: Type.Union([Id, Type.Null()], { description: 'The photo that stands for all.' }),
    chosenAt: Time,
    version: Type.Integer({ description: 'Rises when other photos are shown.' }),
    images: Type.Object({ animation: Address, collage: Address }),
  },
  { description: 'The best of a day or week.' },
);
/** Value that the schema `Highlight` describes. */
export type Highlight = Static<typeof Highlight>;

/** Highlights with the newest period first, and the present day and week. */
export const HighlightList = Type.Object({
  highlights: Type.Array(Highlight),
  present: Type.Object(
    { day: Day, week: Day },
    { description: 'The present day and week in the local time of the hub, as `NewHighlight` takes them.' },
  ),
});
/** Value that the schema `HighlightList` describes. */
export type HighlightList = Static<typeof HighlightList>;

/** A day within the week is enough to name it. */
export const NewHighlight = Type.Object({ kind: Kind, day: Day }, { additionalProperties: false });
/** Value that the schema `NewHighlight` describes. */
export type NewHighlight = Static<typeof NewHighlight>;

/** Query of a highlight's image: animation or collage. */
export const HighlightImageQuery = Type.Object({
  variant: Type.Optional(
    Type.Enum(['animation', 'collage'], {
      default: 'animation',
      description: '`animation` is an animated WebP, `collage` a JPEG to share.',
    }),
  ),
  v: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: "The highlight's version; with it the answer may be kept for ever.",
    }),
  ),
});
/** Value that the schema `HighlightImageQuery` describes. */
export type HighlightImageQuery = Static<typeof HighlightImageQuery>;
