import type { Pet } from '../api/pet-calls.js';
import type { Camera, Photo } from '../api/types.js';

/** One photo as it is kept on the phone: its preview, and what is said below it. */
export interface KeptPhoto {
  id: number;
  /** When it was taken, ms since 1970. */
  takenAt: number;
  /** Address of the preview, another one when the photo has changed. */
  address: string;
  /** Name of the camera. */
  camera: string;
  /** Names of the pets on it. */
  names: string[];
  pet: Photo['pet'];
  summary: Photo['summary'];
  picture: Blob;
}

/** Most photos that are kept. */
export const MOST_KEPT = 60;

/** Most bytes of their pictures: 60 previews of the largest kind have about a third of that. */
export const MOST_KEPT_BYTES = 16_000_000;

/** A photo as it is to be kept, its picture apart. */
export function aboutPhoto(
  photo: Photo,
  cameras: readonly Camera[],
  pets: readonly Pet[],
): Omit<KeptPhoto, 'picture'> {
  const { id, takenAt, pet, summary } = photo;
  return {
    id,
    takenAt,
    address: photo.images.preview,
    camera: cameras.find((camera) => camera.id === photo.camera)?.name ?? photo.camera,
    names: pets.filter((each) => photo.pets.includes(each.id)).map(({ name }) => name),
    pet,
    summary,
  };
}

/** True when what is kept of a photo is what is to be kept of it. */
export function isKeptAs(kept: KeptPhoto | undefined, about: Omit<KeptPhoto, 'picture'>): kept is KeptPhoto {
  if (!kept) return false;
  const { picture, ...before } = kept;
  return JSON.stringify(before) === JSON.stringify(about);
}
