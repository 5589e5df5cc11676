import { type Static, Type } from 'typebox';
import { TURNS } from '../../../core/upright.js';
import { CameraId, Id, PetKind, Reason, Time } from './terms.js';

const Address = Type.String({ description: 'Path of the image on this hub, cacheable for ever.' });

const PhotoTurn = Type.Enum([...TURNS], {
  description: 'Degrees clockwise by which the pictures of its burst are turned.',
});

/** One photo: the best cut of a burst. */
export const Photo = Type.Object({
  id: Id,
  camera: Type.String(),
  burstId: Id,
  frameId: Type.Integer({ description: 'The chosen frame.' }),
  takenAt: Time,
  pet: Type.Union([PetKind, Type.Null()], {
    description:
      'Kind of the pet, of the kinds that live here: a look that says dog is shown as a cat where only cats live. `other` where it is neither cat nor dog, or the hub is not sure which.',
  }),
  pets: Type.Array(Id, {
    description: 'The pets of the home that are on it; empty where it is not known which.',
  }),
  maybe: Type.Union([Id, Type.Null()], {
    description: 'A pet of the home that may be on it: worth a question. Null where there is none.',
  }),
  corrected: Type.Boolean({ description: 'A person has said who is on it.' }),
  folded: Type.Boolean({
    description:
      'It shows only movement: lists leave it out, it is not enlarged, and it goes after some days unless it becomes a favourite.',
  }),
  favourite: Type.Boolean(),
  score: Type.Number({ description: 'Of the chosen frame, 0..1.' }),
  summary: Reason,
  width: Type.Integer({ description: 'Of the original, in pixels.' }),
  height: Type.Integer(),
  subject: Type.Union(
    [
      Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() }),
      Type.Null(),
    ],
    { description: 'Where the pet is, in parts of width and height, 0..1; null where none was seen.' },
  ),
  upscale: Type.Enum(['pending', 'done', 'failed', 'none'], {
    description: '`none` while it shows only movement.',
  }),
  version: Type.Integer({ description: 'Rises when the bytes behind any variant change.' }),
  turn: PhotoTurn,
  images: Type.Object({
    thumb: Address,
    preview: Address,
    original: Address,
    upscaled: Type.Union([Address, Type.Null()], { description: 'Null until the upscale is done.' }),
  }),
});
/** Value that the schema `Photo` describes. */
export type Photo = Static<typeof Photo>;

/** Filters of both the list and the months. */
const filters = {
  camera: Type.Optional(CameraId),
  from: Type.Optional(Time),
  until: Type.Optional(Time),
  favourite: Type.Optional(Type.Boolean()),
  pet: Type.Optional(Type.Enum(['cat', 'dog', 'other', 'any', 'none'])),
  who: Type.Optional(Type.Integer({ minimum: 1, description: 'Id of a pet of the home that is on them.' })),
  movement: Type.Optional(
    Type.Enum(['without', 'only', 'all'], {
      description:
        'Photos that show only movement: left out unless `pet` is `none`, which has them among the others.',
    }),
  ),
};

/** Query of a page of photos: filters, order, size and cursor. */
export const PhotosQuery = Type.Object({
  ...filters,
  order: Type.Optional(
    Type.Enum(['asc', 'desc'], { default: 'desc', description: '`asc` begins with the oldest.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 60 })),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: '`next` of the page before.' }),
  ),
  skip: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description: 'So many photos are passed over before the page begins: a jump into a long month.',
    }),
  ),
});
/** Value that the schema `PhotosQuery` describes. */
export type PhotosQuery = Static<typeof PhotosQuery>;

/** Newest first, unless `order=asc` was asked for. */
export const PhotosPage = Type.Object({
  photos: Type.Array(Photo),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Cursor of the next page; null at the end.',
  }),
});
/** Value that the schema `PhotosPage` describes. */
export type PhotosPage = Static<typeof PhotosPage>;

/** Query of the months that have photos. */
export const MonthsQuery = Type.Object({
  ...filters,
  tz: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        "IANA name of the time zone whose months are meant, `Asia/Seoul`; without it the hub's own.",
    }),
  ),
});
/** Value that the schema `MonthsQuery` describes. */
export type MonthsQuery = Static<typeof MonthsQuery>;

/** Query of the days of a month that have photos. */
export const DaysQuery = Type.Object({
  ...filters,
  month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: '`2026-11`' }),
  tz: MonthsQuery.properties.tz,
});

/** Days of a month that have photos, 1 to 31. */
export const DaysAnswer = Type.Object({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 31 })),
});

/** Newest first; months without photos are absent. `from` and `until` fit `PhotosQuery`. */
export const MonthsAnswer = Type.Object({
  months: Type.Array(
    Type.Object({
      month: Type.String({ pattern: '^\\d{4,6}-\\d{2}$' }),
      from: Time,
      until: Time,
      photos: Type.Integer({ minimum: 1 }),
    }),
  ),
});
/** Value that the schema `MonthsAnswer` describes. */
export type MonthsAnswer = Static<typeof MonthsAnswer>;

/**
 * `chosenFrame` is the id of a frame of the same burst that still has its bytes. `pets` says who is on the photo, and is
 * kept: pets of the home, an empty list for somebody else's pet, or null to leave it to the hub again; `pet` null says
 * that no pet is there. `not` is a pet that is not on it: the hub neither names it there nor asks again.
 */
export const PhotoChange = Type.Object(
  {
    favourite: Type.Optional(Type.Boolean()),
    chosenFrame: Type.Optional(Id),
    turn: Type.Optional(PhotoTurn),
    pets: Type.Optional(Type.Union([Type.Array(Id, { maxItems: 20 }), Type.Null()])),
    pet: Type.Optional(Type.Null()),
    not: Type.Optional(Id),
  },
  { additionalProperties: false, minProperties: 1 },
);
/** Value that the schema `PhotoChange` describes. */
export type PhotoChange = Static<typeof PhotoChange>;

/** Query of a photo's image: original, enlargement or a preview. */
export const PhotoImageQuery = Type.Object({
  variant: Type.Optional(
    Type.Enum(['original', 'upscaled', 'thumb', 'preview'], {
      default: 'original',
      description: '`thumb` is 320 px and `preview` 960 px on the longest side, both WebP.',
    }),
  ),
  v: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: "The photo's version; with it the answer may be kept for ever.",
    }),
  ),
  download: Type.Optional(
    Type.Boolean({
      description:
        'As a file to keep: an attachment whose Exif says when, and by which camera, it was taken.',
    }),
  ),
});
/** Value that the schema `PhotoImageQuery` describes. */
export type PhotoImageQuery = Static<typeof PhotoImageQuery>;
