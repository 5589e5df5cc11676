import { useState } from 'preact/hooks';
import { listPhotos } from '../api/calls.js';
import type { MovementDay } from '../api/movement-calls.js';
import type { Photo } from '../api/types.js';
import { useBusy } from '../components/busy.js';
import { useCameras } from '../components/camera-names.js';
import { sayFault } from '../components/fault.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';

const most = 200;

/** One line for the photos of a day on which something moved and no pet was seen; it unfolds to all of them. */
export function MovementFold({ day }: { day: MovementDay }) {
  const { words, format } = useWords();
  const [photos, setPhotos] = useState<Photo[] | null>(null);
  const { fault, run } = useBusy();
  const unfold = () =>
    void run(async () => {
      const { from, until } = day;
      setPhotos((await listPhotos({ filter: { movement: 'only' }, from, until, limit: most })).photos);
    });
  return (
    <details class="fold" onToggle={(event) => event.currentTarget.open && unfold()}>
      <summary>
        <span>{words.today.onlyMovement(day.photos)}</span>
        <span class="soft small">{words.today.keptUntil(format.days(day.keptUntil, day.keptUntil))}</span>
      </summary>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
      {photos && <FoldedPhotos photos={photos} />}
    </details>
  );
}

function FoldedPhotos({ photos }: { photos: Photo[] }) {
  const { words, format } = useWords();
  const { nameOf } = useCameras();
  return (
    <ul class="fold-photos">
      {photos.map((photo) => (
        <li key={photo.id}>
          <a href={formatRoute({ name: 'photo', id: photo.id, filter: { movement: 'only' } })}>
            <Picture
              src={photo.images.thumb}
              alt={words.photo.alt(null, format.time(photo.takenAt), nameOf(photo.camera))}
            />
            <span class="small numbers">{format.time(photo.takenAt)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
