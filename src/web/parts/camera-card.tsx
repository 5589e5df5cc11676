import { useEffect, useState } from 'preact/hooks';
import type { Camera } from '../../api/schemas/cameras.js';
import type { Photo } from '../../api/schemas/photos.js';
import { listPhotos } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { formatRoute } from '../route.js';
import { useWords } from '../words/language.js';
import { CaptureButton } from './capture-button.js';
import { Picture } from './picture.js';
import { Presence } from './presence.js';
import { Signal } from './signal.js';

/** One camera: what it saw last, how it is, and the button that makes it look now. */
export function CameraCard({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const latest = useLatestPhoto(camera.id);
  const seen = camera.lastSeenAt;
  const filter = { camera: camera.id };
  const id = `camera-${camera.id}`;
  return (
    <article class="card" aria-labelledby={id}>
      {latest && (
        <a class="camera-view" href={formatRoute({ name: 'photo', id: latest.id, filter })}>
          <Picture src={latest.images.preview} alt={words.cameras.lastPhoto} />
          <span class="when">{format.ago(latest.takenAt, Date.now())}</span>
        </a>
      )}
      <div class="card-body">
        <div class="camera-name">
          <h2 id={id}>{camera.name}</h2>
          <Presence online={camera.online} />
        </div>
        {!camera.online && (
          <p class="soft">
            {seen === null ? words.cameras.neverSeen : words.cameras.lastSeen(format.ago(seen, Date.now()))}
          </p>
        )}
        <CaptureButton camera={camera} />
        <Facts camera={camera} />
        <div class="card-links">
          <a class="button quiet" href={formatRoute({ name: 'gallery', filter })}>
            {words.cameras.seeAll}
          </a>
          <a class="button quiet" href={formatRoute({ name: 'camera', id: camera.id })}>
            {words.cameras.details}
          </a>
        </div>
      </div>
    </article>
  );
}

/** The two things one looks for; the rest is on the page of the camera. */
function Facts({ camera }: { camera: Camera }) {
  const { words, format } = useWords();
  const { state } = camera;
  return (
    <dl class="rows">
      {state && camera.online && (
        <div>
          <dt>{words.cameras.signal}</dt>
          <dd>
            <Signal rssi={state.rssi} />
          </dd>
        </div>
      )}
      <div>
        <dt>{words.cameras.photos}</dt>
        <dd class="numbers">{format.number(camera.photos)}</dd>
      </div>
    </dl>
  );
}

/** What the camera saw last; follows what arrives and what is deleted. */
export function useLatestPhoto(camera: string): Photo | null {
  const [photo, setPhoto] = useState<Photo | null>(null);
  useEffect(() => {
    const read = () =>
      void listPhotos({ filter: { camera }, limit: 1 }).then(
        ({ photos }) => setPhoto(photos[0] ?? null),
        () => undefined,
      );
    read();
    return onPhotoNews((news) => {
      if (news.kind !== 'put' || (news.fresh && news.photo.camera === camera)) read();
    });
  }, [camera]);
  return photo;
}
