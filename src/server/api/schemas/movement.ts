import { type Static, Type } from 'typebox';
import { Time } from './terms.js';

/** Choice of what becomes of new photos on which no pet was seen and that nobody asked for. */
export const MovementChoice = Type.Object(
  {
    fold: Type.Boolean({
      description: 'False keeps all of them like any other photo, those that are there included.',
    }),
  },
  { additionalProperties: false },
);

/** Query of the days with photos that show only movement. */
export const MovementQuery = Type.Object({
  tz: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: "IANA name; without it the hub's own zone." }),
  ),
});

/** Days with photos that show only movement, the newest first; `from` and `until` fit `PhotosQuery`. */
export const MovementDays = Type.Object({
  days: Type.Array(
    Type.Object({
      from: Time,
      until: Time,
      photos: Type.Integer({ minimum: 1 }),
      keptUntil: Type.Integer({ description: 'When the first of them goes, in ms since 1970.' }),
    }),
  ),
});
/** Value that the schema `MovementDays` describes. */
export type MovementDays = Static<typeof MovementDays>;
