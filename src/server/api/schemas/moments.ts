import { type Static, Type } from 'typebox';
import { Photo } from './photos.js';
import { Id, Time } from './terms.js';

/** Query of the moments of a period. */
export const MomentsQuery = Type.Object({
  from: Time,
  until: Type.Optional(Time),
});

/** Photos of one camera that belong together: the same pets, near in time or in one place. */
export const Moment = Type.Object({
  id: Type.Integer({ description: 'Id of its oldest photo.' }),
  camera: Type.String(),
  from: Time,
  until: Time,
  stillSince: Type.Union([Time, Type.Null()], {
    description: 'Since when the pet has been where it is; null below three quarters of an hour.',
  }),
  cover: Type.Integer({ description: 'The best of its photos.' }),
  photos: Type.Array(Id, { description: 'Newest first.' }),
});
/** Value that the schema `Moment` describes. */
export type Moment = Static<typeof Moment>;

/** Moments that ended in the period, newest first. */
export const Moments = Type.Object({ moments: Type.Array(Moment) });

/** A moment with its photos, newest first. */
export const MomentWithPhotos = Type.Object({ moment: Moment, photos: Type.Array(Photo) });
