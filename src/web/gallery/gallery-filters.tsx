import { useCameras } from '../components/camera-names.js';
import { useHousehold } from '../components/household.js';
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
  const { pet, who, favourite, camera } = filter;
  return (
    <fieldset class="chips" aria-label={words.gallery.filters}>
      <Chip
        on={!pet && !who && !favourite && !camera}
        label={words.gallery.everything}
        onClick={() => onChange({})}
      />
      <Chip
        on={favourite === true}
        label={words.gallery.favourites}
        onClick={() => onChange(filterOf({ ...filter, favourite: favourite ? undefined : true }))}
      />
      <PetChips filter={filter} onChange={onChange} />
      {list && list.length > 1 && (
        <select
          class="chip"
          aria-label={words.gallery.camera}
          value={camera ?? ''}
          onChange={(event) => onChange(filterOf({ ...filter, camera: event.currentTarget.value }))}
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
  );
}

/** The pets of the home by their names; kinds while nobody has said who lives here. One of them at a time. */
function PetChips({ filter, onChange }: GalleryFiltersProps) {
  const { words } = useWords();
  const { list } = useHousehold();
  const { pet: _, who: __, ...rest } = filter;
  const chip = (label: string, part: Pick<Wanted, 'pet' | 'who'>) => {
    const on = part.who === undefined ? filter.pet === part.pet : filter.who === part.who;
    return (
      <Chip
        key={label}
        on={on}
        label={label}
        onClick={() => onChange(on ? rest : filterOf({ ...rest, ...part }))}
      />
    );
  };
  if (list === null) return null;
  const { cats, dogs, pets } = words.gallery;
  if (list.length === 0) return [chip(cats, { pet: 'cat' }), chip(dogs, { pet: 'dog' })];
  return [chip(pets, { pet: 'any' }), ...list.map(({ id, name }) => chip(name, { who: id }))];
}

function Chip({ on, label, onClick }: { on: boolean; label: string; onClick: () => void }) {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={onClick}>
      {label}
    </button>
  );
}

type Wanted = { [K in keyof GalleryFilter]?: GalleryFilter[K] | undefined };

/** A filter without the parts that filter nothing. */
function filterOf({ camera, pet, who, movement, favourite }: Wanted): GalleryFilter {
  return {
    ...(camera && { camera }),
    ...(pet && { pet }),
    ...(who && { who }),
    ...(movement && { movement }),
    ...(favourite && { favourite }),
  };
}
