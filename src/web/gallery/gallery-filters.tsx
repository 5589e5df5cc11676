import { useCameras } from '../components/camera-names.js';
import type { GalleryFilter } from '../core/route.js';
import { useWords } from '../i18n/language.js';

interface GalleryFiltersProps {
  filter: GalleryFilter;
  onChange: (filter: GalleryFilter) => void;
}

/** Filters of the gallery; those of different kinds add up. */
export function GalleryFilters({ filter, onChange }: GalleryFiltersProps) {
  const { words } = useWords();
  const { list } = useCameras();
  const { pet, favourite, camera } = filter;
  const withPet = (wanted: 'cat' | 'dog') => () =>
    onChange(filterOf({ camera, favourite, pet: pet === wanted ? undefined : wanted }));
  return (
    <div class="gallery-filters">
      <fieldset class="chips" aria-label={words.gallery.filters}>
        <Chip
          on={!pet && !favourite && !camera}
          label={words.gallery.everything}
          onClick={() => onChange({})}
        />
        <Chip
          on={favourite === true}
          label={words.gallery.favourites}
          onClick={() => onChange(filterOf({ camera, pet, favourite: favourite ? undefined : true }))}
        />
        <Chip on={pet === 'cat'} label={words.gallery.cats} onClick={withPet('cat')} />
        <Chip on={pet === 'dog'} label={words.gallery.dogs} onClick={withPet('dog')} />
        {list && list.length > 1 && (
          <select
            class="chip"
            aria-label={words.gallery.camera}
            value={camera ?? ''}
            onChange={(event) => onChange(filterOf({ pet, favourite, camera: event.currentTarget.value }))}
          >
            <option value="">{words.gallery.allCameras}</option>
            {list.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </fieldset>
    </div>
  );
}

function Chip({ on, label, onClick }: { on: boolean; label: string; onClick: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onClick}>
      {label}
    </button>
  );
}

/** A filter without the parts that filter nothing. */
function filterOf(wanted: {
  camera?: string | undefined;
  pet?: 'cat' | 'dog' | undefined;
  favourite?: true | undefined;
}) {
  const filter: GalleryFilter = {};
  if (wanted.camera) filter.camera = wanted.camera;
  if (wanted.pet) filter.pet = wanted.pet;
  if (wanted.favourite) filter.favourite = true;
  return filter;
}
