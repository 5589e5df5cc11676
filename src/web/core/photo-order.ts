import type { Photo } from '../api/types.js';
import type { GalleryFilter } from './route.js';

type PhotoCursor = Pick<Photo, 'takenAt' | 'id'>;

/** Newest first, as every list of the hub; below 0 when `a` comes before `b`. */
export const byNewest = (a: PhotoCursor, b: PhotoCursor): number => b.takenAt - a.takenAt || b.id - a.id;

/** A list with one more photo, or with the newer state of one that it has. Returns a new list. */
export function withPhoto(photos: readonly Photo[], photo: Photo): Photo[] {
  const others = photos.filter(({ id }) => id !== photo.id);
  const at = others.findIndex((other) => byNewest(photo, other) < 0);
  return others.toSpliced(at < 0 ? others.length : at, 0, photo);
}

/** Two pages of the same list as one: no photo twice, newest first. Pages overlap when photos came in between. */
export function mergePages(first: readonly Photo[], second: readonly Photo[]): Photo[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !known.has(id))].sort(byNewest);
}

/** True when the gallery shows a photo under this filter. */
export function fits(
  photo: Pick<Photo, 'camera' | 'pet' | 'pets' | 'folded' | 'favourite'>,
  filter: GalleryFilter,
): boolean {
  return (
    photo.folded === (filter.movement === 'only') &&
    (filter.camera === undefined || photo.camera === filter.camera) &&
    (filter.pet === undefined || (filter.pet === 'any' ? photo.pet !== null : photo.pet === filter.pet)) &&
    (filter.who === undefined || photo.pets.includes(filter.who)) &&
    (filter.favourite === undefined || photo.favourite)
  );
}
