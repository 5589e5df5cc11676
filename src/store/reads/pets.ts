import type { Connection } from '../database.js';
import type { Pets } from '../pets.js';
import type { PetRow } from '../types.js';

const ROW = `SELECT pet.id, pet.name, pet.kind, p.id AS photoId, p.version AS photoVersion
  FROM pet LEFT JOIN photo p ON p.id = pet.photo_id AND p.deleted_at IS NULL`;

type RawPet = Omit<PetRow, 'picture'> & { photoId: number | null; photoVersion: number | null };

/** Reads of the pets of the home. */
export function petReads(db: Connection): Pick<Pets, 'pets'> {
  const all = db.prepare<[], RawPet>(`${ROW} ORDER BY pet.id`);
  return { pets: () => all.all().map(toPet) };
}

function toPet({ photoId, photoVersion, ...pet }: RawPet): PetRow {
  const picture =
    photoId === null || photoVersion === null ? null : { photo: photoId, version: photoVersion };
  return { ...pet, picture };
}
