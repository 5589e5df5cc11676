import { useEffect, useState } from 'preact/hooks';
import { getBurst, getPhoto, listPhotos } from '../api/calls.js';
import { onPhotoNews } from '../api/photo-news.js';
import type { Burst, Photo } from '../api/types.js';
import { filterQuery, type GalleryFilter } from '../core/route.js';
import { type Neighbours, PhotoSequence } from './photo-sequence.js';

const alone: Neighbours = { newer: null, older: null };

let run: { filter: string; photos: PhotoSequence } | null = null;

function knownPhoto(id: number, filter: GalleryFilter): Photo | null {
  return run?.filter === filterQuery(filter) ? (run.photos.get(id) ?? null) : null;
}

/** The run that holds a photo; a new one when the person came from somewhere else. */
function runAround(photo: Photo, filter: GalleryFilter): PhotoSequence {
  const key = filterQuery(filter);
  if (run?.filter === key && run.photos.get(photo.id)) return run.photos;
  const photos = new PhotoSequence(photo, (request) => listPhotos({ ...request, filter }));
  run = { filter: key, photos };
  return photos;
}

/** A photo as it is now, followed through everything that happens to it. `fault` when it cannot be shown. */
export function usePhoto(id: number, filter: GalleryFilter) {
  const [shown, setShown] = useState<Photo | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [asked, setAsked] = useState(0);
  const photo = shown?.id === id ? shown : knownPhoto(id, filter);
  useEffect(() => {
    let current = true;
    setFault(null);
    getPhoto(id).then(
      (found) => current && setShown(found),
      (thrown: unknown) => current && setFault(thrown),
    );
    const stop = onPhotoNews((news) => {
      if (news.kind === 'put') run?.photos.replace(news.photo);
      if (news.kind === 'put' && news.photo.id === id) setShown(news.photo);
      if (news.kind === 'put' && news.fresh) run?.photos.reopen(id);
      if (news.kind === 'gone') run?.photos.remove(news.id);
      if (news.kind === 'reset') setAsked((before) => before + 1);
    });
    return () => {
      current = false;
      stop();
    };
  }, [id, asked]);
  return { photo, fault, retry: () => setAsked((before) => before + 1) };
}

/** The photos beside one, null while unknown and at the ends. */
export function useNeighbours(photo: Photo | null, filter: GalleryFilter): Neighbours {
  const [found, setFound] = useState<{ id: number; neighbours: Neighbours } | null>(null);
  useEffect(() => {
    if (!photo) return;
    let current = true;
    runAround(photo, filter)
      .around(photo.id)
      .then(
        (neighbours) => current && setFound({ id: photo.id, neighbours }),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [photo?.id]);
  return found && found.id === photo?.id ? found.neighbours : alone;
}

/** The burst of a photo, read anew when the photo changes; null until then. */
export function useBurst(photo: Photo | null) {
  const [burst, setBurst] = useState<Burst | null>(null);
  useEffect(() => {
    if (!photo) return;
    let current = true;
    getBurst(photo.burstId).then(
      (found) => current && setBurst(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [photo?.burstId, photo?.frameId, photo?.version]);
  return { burst: burst?.id === photo?.burstId ? burst : null, setBurst };
}
