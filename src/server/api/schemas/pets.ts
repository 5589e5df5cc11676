import { type Static, Type } from 'typebox';
import { Id, PetKind } from './terms.js';

const PetName = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' });

/** One pet of the home. */
export const HouseholdPet = Type.Object({
  id: Id,
  name: PetName,
  kind: PetKind,
  picture: Type.Union(
    [
      Type.Object({
        photo: Id,
        thumb: Type.String({ description: 'Path of the image on this hub, cacheable for ever.' }),
      }),
      Type.Null(),
    ],
    { description: 'The photo that it is shown by.' },
  ),
});
/** Value that the schema `HouseholdPet` describes. */
export type HouseholdPet = Static<typeof HouseholdPet>;

/** In the order in which they were added. */
export const HouseholdPets = Type.Object({
  pets: Type.Array(HouseholdPet),
  recognition: Type.Union(
    [
      Type.Object({
        photos: Type.Integer({ description: 'Photos with a pet.' }),
        waiting: Type.Integer({ description: 'Those of them that the hub has not looked at yet.' }),
      }),
      Type.Null(),
    ],
    {
      description:
        'How far the hub has come with telling pets of one kind apart on the photos that are there; null where it need not.',
    },
  ),
});

/** Id of a photo that shows it, or null for none. */
const Picture = Type.Union([Id, Type.Null()]);

/** A pet that is added. */
export const NewPet = Type.Object(
  { name: PetName, kind: PetKind, photo: Type.Optional(Picture) },
  { additionalProperties: false },
);

/** Members of a pet that change. */
export const PetChange = Type.Object(
  { name: Type.Optional(PetName), kind: Type.Optional(PetKind), photo: Type.Optional(Picture) },
  { additionalProperties: false, minProperties: 1 },
);
