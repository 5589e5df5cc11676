import { type Static, Type } from 'typebox';
import { Id, Time } from './terms.js';

/** Query of the activity: how many days, today included. */
export const ActivityQuery = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, default: 14 })),
});

const Hours = Type.Union([Type.Integer({ minimum: 1, maximum: 72 }), Type.Null()], {
  description:
    'After so many hours without a photo of it, those who are notified hear of it; null for never.',
});

const PetActivity = Type.Object({
  pet: Type.Union([Id, Type.Null()], { description: 'Null for all animals, where no pets are named.' }),
  days: Type.Array(
    Type.Union([
      Type.Object({
        hours: Type.Integer({
          minimum: 1,
          maximum: 24,
          description: 'Hours of the day in which it was seen.',
        }),
        photos: Type.Integer({ minimum: 1 }),
        first: Time,
        last: Time,
      }),
      Type.Null(),
    ]),
    { description: 'One for each of `days`; null for a day on which it was not seen.' },
  ),
  byHour: Type.Array(Type.Integer({ minimum: 0 }), {
    description: 'On how many of these days it was seen in each of the 24 hours.',
  }),
  places: Type.Array(Type.Object({ camera: Type.String(), photos: Type.Integer({ minimum: 1 }) }), {
    description: 'Cameras that saw it, most often first.',
  }),
  lastSeenAt: Type.Union([Time, Type.Null()]),
  alarmHours: Hours,
});

/** When each pet was seen. */
export const Activity = Type.Object({
  days: Type.Array(Type.String(), { description: "Days of the hub's clock, `2026-11-23`, oldest first." }),
  pets: Type.Array(PetActivity),
});
/** Value that the schema `Activity` describes. */
export type Activity = Static<typeof Activity>;

/** Body that sets the alarm of a pet, or takes it away. */
export const PetAlarm = Type.Object({ hours: Hours }, { additionalProperties: false });
