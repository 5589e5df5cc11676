import type { Pet } from '../api/pet-calls.js';
import { Picture } from './picture.js';

/** A pet's picture, round; its first letter where it has none. The name stands beside it. */
export function PetPicture({ pet }: { pet: Pick<Pet, 'name' | 'picture'> }) {
  if (pet.picture) return <Picture src={pet.picture.thumb} alt="" className="avatar" />;
  return (
    <span class="avatar" aria-hidden="true">
      {pet.name.charAt(0).toLocaleUpperCase()}
    </span>
  );
}
