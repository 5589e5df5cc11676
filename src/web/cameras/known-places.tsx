import { useEffect, useState } from 'preact/hooks';
import { forgetPlace, type KnownPlace, listPlaces } from '../api/place-calls.js';
import { useBusy } from '../components/busy.js';
import { sayFault } from '../components/fault.js';
import { Group } from '../components/group.js';
import { Picture } from '../components/picture.js';
import { useWords } from '../i18n/language.js';
import { useLatestPhoto } from './latest-photo.js';

/** Places that look like a pet and are none, on the latest photo, each with the way to have it looked at again. */
export function KnownPlaces({ camera }: { camera: string }) {
  const { words, format } = useWords();
  const { busy, fault, run } = useBusy();
  const photo = useLatestPhoto(camera);
  const [places, setPlaces] = useState<KnownPlace[]>([]);
  const read = async () => setPlaces(await listPlaces(camera));
  useEffect(() => void run(read), [camera]);
  if (places.length === 0 && fault === null) return null;
  const forget = (id: number) =>
    void run(async () => {
      await forgetPlace(camera, id);
      await read();
    });
  return (
    <Group title={words.camera.places}>
      <p class="soft small">{words.camera.placesHint}</p>
      {photo && (
        <div class="zones" style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
          <Picture src={photo.images.preview} alt="" />
          {places
            .filter(({ turn }) => turn === photo.turn)
            .map(({ id, place }) => (
              <span key={id} class="place-box" style={boxStyle(place)} aria-hidden="true">
                {numberOf(places, id)}
              </span>
            ))}
        </div>
      )}
      <ul class="rows">
        {places.map(({ id, madeBy, anything, since }) => (
          <li class="device" key={id}>
            <div>
              <p>{words.camera.place(numberOf(places, id), anything)}</p>
              <p class="soft small">
                {words.camera.placeSince(madeBy === 'hub', format.ago(since, Date.now()))}
              </p>
            </div>
            <button type="button" class="text-button" aria-disabled={busy} onClick={() => forget(id)}>
              {words.camera.placeForget}
            </button>
          </li>
        ))}
      </ul>
      <div role="alert">{fault !== null && <p class="fault">{sayFault(fault, words)}</p>}</div>
    </Group>
  );
}

const numberOf = (places: readonly KnownPlace[], id: number) =>
  String(places.findIndex((place) => place.id === id) + 1);

function boxStyle({ x, y, width, height }: KnownPlace['place']) {
  const percent = (part: number) => `${part * 100}%`;
  return { left: percent(x), top: percent(y), width: percent(width), height: percent(height) };
}
