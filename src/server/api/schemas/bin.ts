import { type Static, Type } from 'typebox';
import { Photo } from './photos.js';
import { Id, Time } from './terms.js';

/** Query of a page of the bin. */
export const BinQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 60 })),
  cursor: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,16}-[0-9]{1,16}$', description: '`next` of the page before.' }),
  ),
});

/** A photo in the bin; of its images there are the thumbnail and the preview. */
const BinPhoto = Type.Object({
  photo: Photo,
  deletedAt: Time,
  until: Type.Integer({ description: 'When it goes for ever; earlier when the store is full.' }),
});

/** A page of the bin, the last deleted first. */
export const BinPage = Type.Object({
  photos: Type.Array(BinPhoto),
  count: Type.Integer({ description: 'How many photos are in the bin.' }),
  next: Type.Union([Type.String(), Type.Null()]),
});
/** Value that the schema `BinPage` describes. */
export type BinPage = Static<typeof BinPage>;

/** Body of a change of several photos at once. */
export const SelectionChange = Type.Object(
  {
    photos: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
    action: Type.Enum(['delete', 'restore', 'favourite', 'unfavourite', 'delete-for-ever'], {
      description:
        '`restore` and `delete-for-ever` are for photos in the bin, the others for those that are not. Only an owner deletes for ever.',
    }),
  },
  { additionalProperties: false },
);
/** Value that the schema `SelectionChange` describes. */
export type SelectionChange = Static<typeof SelectionChange>;

/** Photos that it was done with; one that is not there is left out. */
export const SelectionDone = Type.Object({ photos: Type.Array(Id) });

/** Photos of a download, with commas between. */
export const ArchiveQuery = Type.Object({
  photos: Type.String({
    pattern: '^[0-9]{1,12}(,[0-9]{1,12}){0,299}$',
    description: 'Ids with commas between, at most 300.',
  }),
});
