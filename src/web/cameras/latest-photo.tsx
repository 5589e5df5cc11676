import { useEffect, useState } from 'preact/hooks';
import { listPhotos, type Photo } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import { Icon } from '../components/icon.js';
import { Picture } from '../components/picture.js';
import { formatRoute } from '../core/route.js';
import { useWords } from '../i18n/language.js';

/** Camera of the photo, and what is done with it. */
export interface LatestPhotoProps {
  camera: string;
  eager?: boolean;
  /** False where something else is done by a tap. */
  link?: boolean;
}

/** Newest photo of a camera. Takes its space before that is known, and when there is none, so that nothing moves. */
export function LatestPhoto({ camera, eager = false, link = true }: LatestPhotoProps) {
  const { words, format } = useWords();
  const photo = useLatestPhoto(camera);
  if (!photo) {
    return (
      <div class="camera-view">{photo === null ? <Icon name="camera" /> : <Picture src={null} alt="" />}</div>
    );
  }
  const shown = (
    <>
      <Picture src={photo.images.preview} alt={words.cameras.lastPhoto} eager={eager} />
      <span class="when">{format.ago(photo.takenAt, Date.now())}</span>
    </>
  );
  if (!link) return <div class="camera-view">{shown}</div>;
  return (
    <a class="camera-view" href={formatRoute({ name: 'photo', id: photo.id, filter: { camera } })}>
      {shown}
    </a>
  );
}

/** Undefined until known, null when there is none; follows what arrives and what is deleted. */
export function useLatestPhoto(camera: string): Photo | null | undefined {
  const [photo, setPhoto] = useState<Photo | null>();
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
