import { useEffect, useState } from 'preact/hooks';
import { listPhotos } from '../api/calls.js';
import type { Pet } from '../api/pet-calls.js';
import type { Photo } from '../api/types.js';
import { Picture } from '../components/picture.js';
import { useWords } from '../i18n/language.js';

const offered = 12;

/** The latest photos that a pet can be shown by: those with it, or any pet while it is on none. */
export function PetPhotoChoice({ pet, onChoose }: { pet: Pet; onChoose: (photo: number) => void }) {
  const { words, format } = useWords();
  const [photos, setPhotos] = useState<Photo[] | null>(null);
  useEffect(() => {
    let current = true;
    void photosFor(pet.id).then(
      (found) => current && setPhotos(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [pet.id]);
  if (!photos) return null;
  if (photos.length === 0) return <p class="soft small">{words.household.noPhotos}</p>;
  return (
    <fieldset class="photo-choice">
      <legend>{words.household.picture}</legend>
      <ul>
        {photos.map(({ id, images, takenAt }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={pet.picture?.photo === id}
              aria-label={words.household.useAsPicture(format.moment(takenAt))}
              onClick={() => onChoose(id)}
            >
              <Picture src={images.thumb} alt="" />
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

async function photosFor(who: number): Promise<Photo[]> {
  const own = (await listPhotos({ filter: { who }, limit: offered })).photos;
  return own.length > 0 ? own : (await listPhotos({ filter: { pet: 'any' }, limit: offered })).photos;
}
